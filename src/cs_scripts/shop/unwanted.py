"""What a buyer does not want: 不要红的, 除了豆沙还有什么色. An option so named is none that is asked for."""

from __future__ import annotations

from cs_scripts.text.patterns import lazy

_BEFORE = lazy(
    r"(?<![要好能可])(?:不想?要|不想买|不喜欢|不爱|不考虑|不吃|不用|除了?|别要|别拿|别给我?)(?:那个|这个|那款|这款|那种)?"
    r"(?P<what>(?!了)[\u4e00-\u9fffa-z0-9+]{1,8}?)(?=了|的|色|味|码|以外|之外|外|还|有|[\s,。?!]|$)(?:[的色味码了]|以外|之外|外)*"
)
_AFTER = lazy(
    r"(?P<what>[\u4e00-\u9fffa-z0-9+]{1,8}?)(?:的|色|味|码)?(?:我|就)?(?:不想?要|不喜欢|不爱|不考虑|除外|以外的?|之外的?|不用)(?:了|的)?(?![吗么嘛?？\u4e00-\u9fff])"
)


def parted(text: str) -> tuple[str, str]:
    """Part what a message refuses from what it asks for.

    Args:
        text: the message, folded.

    Returns:
        The message without what is refused, and what is refused.

    >>> parted("不要红的 m码还有啥色")
    ('  m码还有啥色', '红的')
    >>> parted("要不要红的")
    ('要不要红的', '')
    """
    refused: list[str] = []
    rest = text
    for pattern in (_BEFORE, _AFTER):
        while match := pattern.search(rest):
            refused.append(match["what"] + "的")
            rest = f"{rest[: match.start()]} {rest[match.end() :]}"
    return (rest, " ".join(refused)) if refused else (text, "")
