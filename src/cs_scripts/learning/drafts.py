"""Write mined questions as a shop's own phrase book: drafts that load as they are, with comments that say what they rest on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from cs_scripts.files.yaml_dump import dump_yaml
from cs_scripts.learning.mining import WHY, Mined, MinedQuestion
from cs_scripts.phrasebook.book import Phrasebook, Script
from cs_scripts.phrasebook.codes import short_codes
from cs_scripts.phrasebook.writer import script_record

REPLIES = 2
"""Wordings of a draft."""

_AS_GOOD = 0.75
"""Share of the best answer's score from which the next becomes a wording too."""

_NUMBERED = re.compile(r"([a-z]+)([0-9]+)[a-z]*")
_HEAD = """# 话术草稿：由 cs-scripts mine 从聊天记录里找出来的常问问题，还没有人看过。
# 每条上面写着多少买家问过、原话、客服当时怎么答的；回复由客服的回答改成，数字、快递这类会变的换成了 {空位}。
# 在网页上一条条看：cs-scripts desk --drafts 这个文件，收下的进本店话术本。
# 或者在这里改：改好的留下，不要的整条删掉；看完用 --phrases 带上这个文件就生效。
version: 1
"""
_EVIDENCE = "\n# 以下是每条草稿的依据，给 cs-scripts desk --drafts 看，不用改。\n"


def to_scripts(mined: Mined, book: Phrasebook) -> list[tuple[MinedQuestion, Script]]:
    """Make a draft script of each question that agents answered.

    Args:
        mined: what was found.
        book: the scripts there are, whose ids and codes are taken.

    Returns:
        Each question with its draft.
    """
    ids = set(book.scripts)
    highest: dict[str, int] = {}
    for codes in short_codes(book).values():
        for match in filter(None, map(_NUMBERED.fullmatch, codes)):
            highest[match[1]] = max(highest.get(match[1], 0), int(match[2]))
    found = []
    for question in mined.groups:
        if not question.answers:
            continue
        least = question.answers[0].score * _AS_GOOD
        number = 1
        while (identity := f"shop.{question.intent}.{number}") in ids:
            number += 1
        ids.add(identity)
        prefix = book.intents[question.intent].code
        highest[prefix] = highest.get(prefix, 0) + 1
        script = Script(
            id=identity,
            intent=question.intent,
            trigger="",
            situation=f"买家问：{_plain(question.text)}",
            asks=tuple(dict.fromkeys(map(_plain, question.examples))),
            replies=tuple(dict.fromkeys(answer.draft for answer in question.answers[:REPLIES] if answer.score >= least)),
            source="own § 聊天记录",
            code=f"{prefix}{highest[prefix]}",
        )
        found.append((question, script))
    return found


def write_drafts(mined: Mined, book: Phrasebook) -> str:
    """Write a phrase book of drafts.

    Args:
        mined: what was found.
        book: the scripts there are.

    Returns:
        The text of the file.
    """
    drafts = to_scripts(mined, book)
    counted = f"# 读了 {mined.messages} 条买家消息，其中 {mined.questions} 条是问题；常问的 {len(mined.groups) + mined.more} 个，"
    parts = [_HEAD, counted, f"这里是问的人最多的 {len(mined.groups)} 个。\n"]
    parts.append("scripts:\n" if drafts else "scripts: []\n")
    for number, (question, script) in enumerate(drafts, 1):
        parts += ["\n", *(f"# {line}\n" for line in _about(number, question, book)), dump_yaml([script_record(script)])]
    ids = {id(question): script.id for question, script in drafts}
    groups = [_evidence(question, ids.get(id(question), "")) for question in mined.groups]
    evidence = {"messages": mined.messages, "questions": mined.questions, "groups": groups}
    return "".join([*parts, _EVIDENCE, dump_yaml({"mined": evidence})])


def _evidence(question: MinedQuestion, script: str) -> dict[str, Any]:
    """Give what a draft rests on, as ``learning.draft_file`` reads it; a question without a usable answer has no script."""
    record: dict[str, Any] = {"question": question.text, "script": script, "examples": list(question.examples)}
    record |= {"buyers": question.buyers, "messages": question.messages, **question.why, "intent": question.intent}
    record |= {"sure": question.is_sure, "nearest": question.nearest[0], "likeness": round(100 * question.nearest[1])}
    record["answers"] = [
        {
            "text": answer.text,
            "draft": answer.draft,
            "times": answer.times,
            "content": max(0, round(100 * answer.content)),
            "annoys": answer.content < 0,
            "rules": list(answer.findings),
        }
        for answer in question.answers
    ]
    record["answers"] = [{key: value for key, value in answer.items() if value} for answer in record["answers"]]
    return {key: value for key, value in record.items() if value}


def _about(number: int, question: MinedQuestion, book: Phrasebook) -> list[str]:
    """Tell what a draft rests on, in lines without control characters."""
    label = book.intents[question.intent].label
    why = "，".join(f"{name} {question.why[key]} 条" for key, name in WHY.items() if question.why[key])
    lines = [
        f"{number}. {question.text}",
        f"   {question.buyers} 位买家问过 {question.messages} 次，占问题的 {question.share:.1%}；{why}",
        f"   意图：{label}{'' if question.is_sure else '（拿不准，请核对 intent）'}"
        + (f"；话术本里最近的是 {question.nearest[0]}（像 {question.nearest[1]:.0%}）" if question.nearest[0] else ""),
        "   客服答过：",
    ]
    for answer in question.answers:
        soon = f"，买家满意程度 {answer.content:.0%}" if answer.content > 0 else "，买家不满意" if answer.content < 0 else ""
        rules = f"，注意 {'、'.join(answer.findings)}" if answer.findings else ""
        lines.append(f"   - {answer.text}（{answer.times} 次{soon}{rules}）")
    return ["".join(c if c.isprintable() else " " for c in line) for line in lines]


def _plain(text: str) -> str:
    return text.translate(str.maketrans("{}", "｛｝"))


def drafts_of(questions: Sequence[MinedQuestion]) -> int:
    """Count the questions that have an answer to draft from."""
    return sum(bool(question.answers) for question in questions)
