"""Answer the clauses of a message beside those that ask for an attribute: what shares words with a cell, and an option by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import Article
from cs_scripts.shop.asking import unheard
from cs_scripts.shop.attribute_answers import attribute_answer, is_told
from cs_scripts.shop.attributes import Asked, attributes
from cs_scripts.shop.clauses import clause_of, clauses
from cs_scripts.shop.facts_said import About, stated
from cs_scripts.shop.finer import blank_of, finer
from cs_scripts.shop.named_options import named_options
from cs_scripts.shop.open_questions import confirmed, of_shop
from cs_scripts.shop.own_words import contained, own_words
from cs_scripts.shop.stock_answers import have_asked, says_stock
from cs_scripts.text.patterns import lazy

_HAVING = lazy(r"[有带配送含给]")
_SHORT_CLAUSE = 3


def told_besides(about: About, asked: Sequence[Asked], close: Answer, articles: Sequence[Article]) -> list[Answer]:
    """Answer what the table tells of other clauses than the one that is finer than it: 内里是羊毛吗 零下十几度能穿吗.

    Args:
        about: the article and the message.
        asked: the attributes that are asked for.
        close: what leaves the finer thing open.
        articles: the articles that the message may be about.

    Returns:
        The answers.
    """
    if close.states:
        return []
    parts = [each for each in asked if each.sure and is_told(each, about.article)]
    parts = [each for each in parts if not any(label in clause_of(about.text, each.start) for label in close.missing)]
    heard = [each for each in parts if not finer(replace(about, text=clause_of(about.text, each.start)), [each], ())]
    answers = [attribute_answer(about, each, articles, drafts=False) for each in heard]
    return [answer for answer in answers if answer and not answer.missing]


def option_besides(about: About, asked: Sequence[Asked]) -> bool:
    """Tell whether a clause asks for an option alone, beside those that ask for an attribute: 灰的2米有吗 能水洗不.

    Args:
        about: the article and the message.
        asked: the attributes that are asked for.

    Returns:
        Whether one does.
    """
    if about.article is None or not have_asked(about.text):
        return False
    article, heard = about.article, {clause_of(about.text, each.start) for each in asked}
    parts = [part for part in clauses(about.text) if part not in heard]
    return any(have_asked(part) and any(named_options(article, part).values()) for part in parts)


def besides(about: About, asked: Sequence[Asked], nouns: Sequence[str], option: Answer | None) -> list[Answer]:
    """Answer the clauses that share words with a cell beside those that ask for an attribute: 捂脚不 浴室穿行不.

    Args:
        about: the article and the message.
        asked: the attributes that are asked for.
        nouns: what the message calls the article.
        option: what is said of the options, if anything.

    Returns:
        The answers, a blank for what no cell tells last.
    """
    assert about.article is not None
    found: list[Answer] = []
    open_: list[str] = []
    for clause in unheard(about, asked):
        if option and (says_stock(clause) or (have_asked(clause) and any(named_options(about.article, clause).values()))):
            continue
        if (thing := contained(about.article, clause)) and _HAVING.search(clause):
            found.append(stated(about, attributes()["box"], thing))
        elif told := own_words(about.article, clause, nouns):
            found.append(stated(about, *told))
        elif yes := confirmed(replace(about, text=clause)):
            found.append(yes)
        elif (len(clause) > _SHORT_CLAUSE or clause[0] == "几") and not of_shop(clause):
            open_.append(clause)
    blank = blank_of(about, open_, nouns) if open_ else None
    return [*found, *([blank] if blank else [])]
