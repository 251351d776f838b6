"""How a fact of an article is said: by the kind of its value, with something to picture a number by."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import OPTION_KEYS, Article
from cs_scripts.shop.attributes import Asked, Attribute
from cs_scripts.shop.contents import lacked, named_part
from cs_scripts.shop.fit_ranges import fit_of
from cs_scripts.shop.guarantees import with_evidence, within_term
from cs_scripts.shop.measures import alike, picture
from cs_scripts.shop.named_options import named_options, refused_options
from cs_scripts.shop.options import mentioned, split_options
from cs_scripts.shop.own_words import suits_elsewhere
from cs_scripts.shop.wording import say, slot
from cs_scripts.text.patterns import lazy

_NO = lazy(
    r"(?:不可以|不能|不可|不支持|不含|不带|不用|不需要|不是|不会|没有|无需|无|否|不|no|n|×|✗)(?=[,，。;；:：、（(\s]|$)", re.IGNORECASE
)
_YES = lazy(r"(?:可以|可|能|支持|是的|是|有|含|带|会|需要|要|√|✓|yes|y)(?=[,，。;；:：、（(\s]|$)", re.IGNORECASE)
_CLOSED = lazy(r"^(?!.*(?:多少|多久|多大|什么|啥|怎|几)).*[吗么嘛吧不没?？]")
_CLAUSES = lazy(r"[、，,；;\n]")
_BARE = lazy(r"(?:约|大约|最长)?[\d一二两三四五六七八九十半百.]{1,6}\s?[^，,、\d]{0,4}|[^，,]{1,4}")
"""A value that is a figure or a word, not a sentence."""

_WHOLLY = ("真", "纯", "全", "100", "100%", "百分百", "百分之百")
_OF_PART = lazy(r"是|^(?:每[一袋盒箱套份件]|里面|内胆|外壳|壳体|杯身|锅身|里料|主体)")
_CUT_SHORT = lazy(r"(?:没有|不含|不会|也有|含)$")
_ALLOWED = lazy(r"(?:能|可以|可不可以|敢)(?:吃|喝|用|碰|涂|抹|穿|养)|(?:吃|喝|用|碰|涂|抹)得")
_FORBIDS = lazy(r"别|不能|不可|勿|忌|不建议|避免")
"""Asking leave, and denying it: 坚果过敏能吃吗 is not answered with 是的 by 坚果过敏的别吃."""
_ALL = lazy(r"通用|所有|都(?:可|能|行)|不限|四季|全部|任何")


@dataclass(frozen=True)
class About:
    """What an answer is about.

    Attributes:
        article: the article, None where it is not known.
        subject: what the reply calls it, for example 这款卫衣.
        text: the message, folded.
        intents: the intents that were recognised, likeliest first.
    """

    article: Article | None
    subject: str
    text: str
    intents: tuple[str, ...] = ()

    @cached_property
    def named(self) -> Mapping[str, tuple[str, ...]]:
        """The options of the article that the message names, by sort."""
        return named_options(self.article, self.text) if self.article else dict.fromkeys(OPTION_KEYS, ())

    @cached_property
    def refused(self) -> Mapping[str, tuple[str, ...]]:
        """The options of the article that the message does not want, by sort."""
        return refused_options(self.article, self.text) if self.article else {}

    def intent(self, attribute: Attribute) -> str:
        """Say which intent an answer about an attribute answers.

        Args:
            attribute: the attribute.

        Returns:
            The likeliest recognised intent that the attribute answers, else its usual one.
        """
        return next((intent for intent in self.intents if intent in attribute.intents), attribute.intents[0])


def fact_of(attribute: Attribute, value: str) -> str:
    """Say a value inside a sentence.

    Args:
        attribute: the attribute.
        value: its value.

    Returns:
        For example ``面料是纯棉`` from ``纯棉``.
    """
    value = value.rstrip("。.，, ")
    short = attribute.facts.get("short")
    if short and (head := short.partition("{")[0]) and head in value:
        return value
    if short:
        return short.replace("{value}", value) if _BARE.fullmatch(value) else value
    if attribute.facts.get("say") in ("是{value}的", "里面有{value}") and _OF_PART.search(value):
        return value
    usual = "{value}" if attribute.kind == "plain" else f"{attribute.label}是{{value}}"
    before, _, after = attribute.facts.get("say", usual).partition("{value}")
    return before + value.removesuffix(after.removesuffix("的")) + after  # 男女同款 is 男女同款的, 女 is 女款的


def said(about: About, asked: Asked, value: str) -> Answer:
    """Answer with the value of an attribute.

    Args:
        about: the article and the message.
        asked: the attribute that is asked for.
        value: what the table says.

    Returns:
        The answer.
    """
    attribute = asked.attribute
    key = about.text + (about.article.id if about.article else "")
    value = of_option(about, value)
    if fit := fit_of(attribute.id, value, about.text):
        words = {"subject": about.subject, "fact": fact_of(attribute, value), "figure": fit.figure}
        text = say("range_yes" if fit.inside else "range_no", key, words)
        return Answer("goods.attribute", about.intent(attribute), text, uses=(f"goods.{attribute.id}",))
    if attribute.id == "guarantee" and (told := within_term(about.text, value)):
        inside, clause, used = told
        text = say("term_in" if inside else "term_over", key, {"subject": about.subject, "fact": clause, "used": used})
        return with_evidence(Answer("goods.attribute", about.intent(attribute), text, uses=("goods.guarantee",)), about.text)
    values = {"subject": about.subject, "fact": fact_of(attribute, value), "label": attribute.label, "note": ""}
    kind = attribute.kind
    if attribute.id == "box" and (thing := lacked(about.text, value)):
        kind, values["thing"] = "box_lacks", thing
    elif kind == "yesno":
        kind, values = _yes_or_no(attribute, value, values)
    elif kind == "fits":
        values["fact"] = fact_of(attribute, "、".join(split_options(value)))
        lacking = [each for each in asked.value.split("、") if each not in value and each.rstrip("天") not in value]
        fits = bool(_ALL.search(value)) or not lacking
        values["value"] = "、".join(lacking) or asked.value
        clause = suits_elsewhere(about.article, asked) if lacking and about.article else ""
        values["clause"] = clause
        kind = "fits_note" if clause and not fits else ("fits_yes" if fits else "fits_no") if asked.value else "text"
    elif kind == "list":
        options = split_options(value)
        values |= {"list": "、".join(options), "count": str(len(options))}
        kind = "list" if len(options) > 1 else "list_one"
    elif kind == "number" and (measured := _by_spec(about, attribute, value)):
        values["fact"] = measured
    elif kind == "number":
        values["picture"] = picture(value)
    elif kind == "text" and _confirms(asked.word, value, about.text) and _CLOSED.search(about.text):
        kind, values["lead"] = "yes", "不建议" if _ALLOWED.search(about.text) and _FORBIDS.search(value) else "是的"
    text = say("text" if kind == "date" else kind, key, values)
    return Answer("goods.attribute", about.intent(attribute), text, uses=(f"goods.{attribute.id}",))


def _by_spec(about: About, attribute: Attribute, value: str) -> str:
    """Say a measure by which the options differ: 350ml of the bottle of 350ml, although the cell tells of the larger one."""
    specs = about.article.options("spec") if about.article else ()
    if not alike((value, *specs)):
        return ""
    named = about.named["spec"]
    return fact_of(attribute, named[0]) if len(named) == 1 else f"{attribute.label}有{'、'.join(named or specs)}"


def stated(about: About, attribute: Attribute, clause: str, cell: str = "") -> Answer:
    """Answer with a clause of a cell as it stands.

    Args:
        about: the article and the message.
        attribute: what is asked for.
        clause: what the cell says.
        cell: the attribute whose cell it is, where that is another.

    Returns:
        The answer; a thing from the list of contents is said to be among them, unless the list says itself that it is not.
    """
    kind, clause = named_part(about.text, clause) if attribute.id == "box" else ("plain", clause)
    text = say(kind, about.text, {"subject": about.subject, "fact": clause.rstrip("。.，, ")})
    return Answer("goods.attribute", about.intent(attribute), text, uses=(f"goods.{cell or attribute.id}",))


def of_option(about: About, value: str) -> str:
    """Take of a cell what it says of the option named: L码46片 of S码60片、M码52片、L码46片.

    Args:
        about: the article and the message.
        value: the cell.

    Returns:
        The clauses that name an option of the message; the whole cell where none does, or all do.
    """
    wanted = {option for options in about.named.values() for option in options}
    if not wanted or about.article is None:
        return value
    everything = about.article.all_options()
    clauses = [clause for clause in _CLAUSES.split(value) if clause.strip()]
    naming = [(clause, set(mentioned(everything, clause.lower()))) for clause in clauses]
    if sum(bool(names) for _, names in naming) < 2:
        return value
    kept = "，".join(clause.strip() for clause, names in naming if names & wanted)
    return value if not kept or _CUT_SHORT.search(kept) else kept


def yes_or_no(attribute: Attribute, value: str) -> str:
    """Say a cell such as 会，要热锅凉油 as a fact without a lead.

    Args:
        attribute: the attribute, of kind ``yesno``.
        value: its value.

    Returns:
        For example ``会粘一点，要热锅凉油``.
    """
    _, words = _yes_or_no(attribute, value, {"note": ""})
    return words["fact"] + words["note"]


def _yes_or_no(attribute: Attribute, value: str, values: dict[str, str]) -> tuple[str, dict[str, str]]:
    """Turn a cell such as 可以，30度以下轻柔 into a yes with its note; a cell that is neither is said as it is."""
    yes_lead, no_lead = attribute.leads or ("可以的", "不好意思")
    for kind, pattern, lead in (("no", _NO, no_lead), ("yes", _YES, yes_lead)):
        if match := pattern.match(value):
            note = value[match.end() :].strip(" ,，。;；:：、（()）")
            fact = "" if note.startswith(attribute.facts[kind]) else attribute.facts[kind]
            return kind, values | {"lead": lead, "fact": fact, "note": f"，{note}" if note and fact else note}
    return "text", values | {"fact": value.rstrip("。 ")}


def _confirms(word: str, value: str, text: str) -> bool:
    """Tell whether the words of the question already name the value: 是纯棉吗. 真羊毛 is not confirmed by 羊毛混纺."""
    core = re.sub(r"^[是含有]|[吗么的]$", "", word)
    purer = any(mark + core in text and mark + core not in value for mark in _WHOLLY)
    return len(core) >= 2 and core in value.lower() and not purer


def draft(about: About, asked: Asked) -> Answer:
    """Answer with an open slot for what the table does not say.

    Args:
        about: the article, where it is known, and the message.
        asked: the attribute that is asked for.

    Returns:
        The answer, ready but for its slot.
    """
    attribute = asked.attribute
    label = attribute.label
    if asked.value:
        label = f"{asked.value}能不能用" if attribute.kind == "fits" else f"{asked.value}{label}"
    kind = {"yesno": "draft_yesno", "fits": "draft_yesno", "list": "draft_list", "plain": "draft_plain"}.get(attribute.kind, "draft_text")
    values = {"subject": about.subject, "slot": slot(label), "fact": fact_of(attribute, slot(label)), "label": label}
    text = say(kind, about.text, values)
    return Answer("goods.draft", about.intent(attribute), text, (label,), (f"goods.{attribute.id}",))
