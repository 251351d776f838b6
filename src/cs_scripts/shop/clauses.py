"""The clauses of a message: parted by marks and blanks, and where voice input has none, by the particles that end a question."""

from __future__ import annotations

from functools import lru_cache

from cs_scripts.text.patterns import lazy

_MARKED = lazy(r"[\s,，。?？!！~]+")
_PARTED = lazy(
    r"[\s,，。?？!！~]+|(?<=[吗啊呀])(?=[\u4e00-\u9fff]{3})|(?<=呢)(?![子绒料大])(?=[\u4e00-\u9fff]{3})"
    r"|(?<=[\u4e00-\u9fff]不)(?=有没有|能不能|会不会|要不要|是不是|可不可以|带不带)"
)


def clauses(text: str) -> list[str]:
    """Cut a message into its clauses.

    Args:
        text: the message, folded.

    Returns:
        The clauses, none empty.

    >>> clauses("推车多少钱啊带不带遮阳篷"), clauses("多少钱 邮费呢"), clauses("甜不有没有礼盒")
    (['推车多少钱啊', '带不带遮阳篷'], ['多少钱', '邮费呢'], ['甜不', '有没有礼盒'])
    """
    return [clause for clause in _PARTED.split(text) if clause]


@lru_cache(maxsize=1024)
def clause_of(text: str, start: int) -> str:
    """Give the clause in which a word stands: 多少钱 邮费呢 asks for the price besides the postage.

    Args:
        text: the message, folded.
        start: where the word stands.

    Returns:
        The clause.

    >>> clause_of("多少钱 邮费呢", 4)
    '邮费呢'
    """
    cuts = [(match.start(), match.end()) for match in _PARTED.finditer(text)]
    before = max((end for _, end in cuts if end <= start), default=0)
    return text[before : min((begin for begin, _ in cuts if begin > start), default=len(text))]


def run_together(text: str) -> bool:
    """Tell whether only particles part the clauses of a message, so that nothing else shows that it asks for two things.

    Args:
        text: the message, folded.

    Returns:
        Whether it has several clauses and no mark or blank between them.
    """
    return len(clauses(text)) > 1 and len([clause for clause in _MARKED.split(text) if clause]) == 1
