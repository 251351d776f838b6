"""Answers of which the table has a part: what is asked finer than its cells, and a fact beside what it lacks altogether."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cs_scripts.shop.answer import PARTLY, Answer
from cs_scripts.shop.asking import OF_OPTIONS, QUESTION
from cs_scripts.shop.attribute_answers import is_told
from cs_scripts.shop.attributes import Asked
from cs_scripts.shop.certainty import ELSEWHERE
from cs_scripts.shop.clauses import clause_of, clauses
from cs_scripts.shop.facts_said import About, stated
from cs_scripts.shop.finer import blank_of, counted, finer
from cs_scripts.shop.goods_joined import COMPARES
from cs_scripts.shop.open_questions import of_shop
from cs_scripts.shop.stock_answers import have_asked, says_stock
from cs_scripts.shop.wording import one_breath
from cs_scripts.text.patterns import lazy

_LONGEST = 80
_FORM = lazy(r"(.{1,2})[不没]\1")
_HOW = lazy(r"(?:怎么|咋|如何)(?P<verb>[\u4e00-\u9fff])$")
_OPEN = ("goods.draft", "sizes.open")
"""Answers that are a blank."""

_FACTS = ("goods.attribute", "goods.price", "goods.stock", "goods.draft")
"""Answers that state what the table says, or leave open what it lacks."""


def finer_answer(about: About, asked: Sequence[Asked], nouns: Sequence[str]) -> Answer | None:
    """Answer a question that is finer than the cells: a blank of the buyer's own words, or the share or count that a cell gives.

    Args:
        about: the article and the message.
        asked: what the attributes' words ask for.
        nouns: what the message calls the article.

    Returns:
        The answer; None where the cells tell what is asked, or it is no such question.
    """
    if about.article is None or ELSEWHERE.search(about.text) or COMPARES.search(about.text):
        return None
    told = [each for each in asked if each.attribute.kind in OF_OPTIONS or is_told(each, about.article)]
    if clause := finer(about, asked, nouns):
        heard = {clause_of(about.text, each.start) for each in told}
        others = [part for part in clauses(about.text) if part not in (clause, *heard) and QUESTION.search(part) and not of_shop(part)]
        return blank_of(about, [clause, *others], nouns)
    found = None if told else counted(about, asked)
    return stated(about, *found) if found else None


def of_own_clause(about: About, asked: Asked) -> bool:
    """Tell whether how many a pack holds is asked in a clause of its own beside one that asks for stock: 一包几片 有货吗.

    Args:
        about: the article and the message.
        asked: what is asked for.

    Returns:
        Whether it is, and the table tells it.
    """
    clause = clause_of(about.text, asked.start)
    alone = not (have_asked(clause) or says_stock(clause))
    return asked.attribute.id == "pieces" and asked.sure and alone and is_told(asked, about.article)


def with_blank(answers: list[Answer], text: str) -> list[Answer]:
    """Say in one reply the fact and the blank of what the table lacks, where a message asks for two things.

    Args:
        answers: the answers, in the order of the questions.
        text: the message, folded: two blanks are of two questions only where it has several clauses.

    Returns:
        The same, the first two in one where they are such a fact and such a blank of another matter.

    >>> fact = Answer("goods.price", "price_info", "这款99元哦", (), ("goods.price",))
    >>> blank = Answer("goods.draft", "product_info", "亲，【待填:能不能做酸奶】哦", ("能不能做酸奶",))
    >>> with_blank([fact, blank], "多少钱 能做酸奶吗")[0].text
    '这款99元；【待填:能不能做酸奶】哦'
    >>> lying = Answer("goods.draft", "product_info", "亲，这款【待填:能不能躺平】哦", ("能不能躺平",))
    >>> wheels = Answer("goods.draft", "product_info", "亲，【待填:几个轮子】哦", ("几个轮子",))
    >>> with_blank([lying, wheels], "能躺平吗 几个轮子")[0].text
    '亲，这款【待填:能不能躺平】；【待填:几个轮子】哦'
    """
    if len(answers) < 2 or not answers[0].id.startswith(_FACTS):
        return answers
    first, second = answers[:2]
    said = one_breath(first.text, second.text)
    if first.id == second.id == "goods.draft" and len(clauses(text)) > 1 and len(said) <= _LONGEST:
        return [replace(first, text=said, missing=(*first.missing, *second.missing)), *answers[2:]]
    if first.missing:
        return answers
    told = first.text.lower()
    labels = [_FORM.sub("", label) for label in second.missing]
    touched = any(label[at : at + 2] in told for label in labels for at in range(len(label) - 1))  # 贴上马上能放吗: it tells
    touched = touched or any((how := _HOW.search(label)) and how["verb"] in told for label in second.missing)
    if second.id not in _OPEN or not second.missing or touched or len(said) > _LONGEST:
        return answers
    return [replace(first, id=PARTLY, text=said, missing=second.missing), *answers[2:]]


def both_blank(about: About, nouns: Sequence[str]) -> Answer | None:
    """Leave a blank for each of two clauses that ask of an article what no attribute has words for.

    Args:
        about: the article and the message.
        nouns: what the message calls the article.

    Returns:
        The answer; None where the message has no two such clauses.
    """
    parts = [part for part in clauses(about.text) if len(part) > 2 and QUESTION.search(part)]
    if about.article is None or len(parts) < 2 or any(of_shop(part) for part in parts):
        return None
    both = blank_of(about, parts, nouns)
    return both if both and len(both.missing) > 1 else None
