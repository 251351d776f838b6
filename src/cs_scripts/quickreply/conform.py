"""Make entries fit a format, and tell of everything that had to give: nothing is lost in silence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from cs_scripts.files.text import encodable
from cs_scripts.quickreply.containers.kinds import fields_of, order_of
from cs_scripts.quickreply.entry import FIELD_LABELS, GROUP_SEPARATOR, Entry, unify_line_ends
from cs_scripts.quickreply.formats import Format
from cs_scripts.quickreply.names import load_tables

KINDS = {
    "replaced": "编码里没有，已换写法",
    "dropped": "编码里没有，已去掉",
    "unencodable": "编码里没有，写成 〓",
    "illegal": "控制字符，已去掉",
    "over_limit": "超长（没有截）",
    "duplicate_code": "编码重复",
    "special": "会被对方程序当成命令",
    "empty": "没有正文，没有写出",
    "not_kept": "这种格式存不下",
}
"""Every kind of finding and how it is said."""

MISSING_GLYPH = "〓"
_UNSENDABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_JOINERS = frozenset("\ufe0e\ufe0f\u200d")


@dataclass(frozen=True)
class Finding:
    """Something that a file could not take as it was.

    Args:
        entry: the entry.
        kind: one of ``KINDS``.
        field: the field it concerns.
        what: particulars, in Chinese.
    """

    entry: Entry
    kind: str
    field: str
    what: str

    @property
    def said(self) -> str:
        """The finding in one line of Chinese, without the entry."""
        return f"{FIELD_LABELS[self.field]}{KINDS[self.kind]}：{self.what}"


def fit_entries(entries: Sequence[Entry], described: Format) -> tuple[tuple[Entry, ...], tuple[Finding, ...]]:
    """Make entries fit a format.

    Control characters, which no client can send, are dropped; characters outside its encoding get a substitute
    (``data/quick_replies.yaml``), are dropped where they are emoji, and become 〓 otherwise. Nothing is ever cut but blanks around names.

    Args:
        entries: the entries.
        described: the format.

    Returns:
        The entries as they will be written, and the findings.
    """
    findings: list[Finding] = []
    kept = []
    seen: dict[str, Entry] = {}
    held = fields_of(described)
    for entry in entries:
        changed: dict[str, Any] = {}
        if "subgroup" in held and not entry.subgroup and GROUP_SEPARATOR in entry.group:
            group, _, subgroup = entry.group.partition(GROUP_SEPARATOR)
            changed = {"group": group, "subgroup": subgroup}
        for name in held:
            if name != "asks":
                value = changed.get(name, getattr(entry, name))
                fitted, told = _fit(value if name == "text" else value.strip(), described.encoding)
                findings += [Finding(entry, kind, name, what) for kind, what in told]
                if fitted != value:
                    changed[name] = fitted
        asks = tuple(_UNSENDABLE.sub("", ask) for ask in entry.asks)
        fitted_entry = replace(entry, **changed, asks=asks) if changed or asks != entry.asks else entry
        if not fitted_entry.text.strip():
            findings.append(Finding(entry, "empty", "text", entry.text[:20] or "空"))
            continue
        code = fitted_entry.code
        if "code" in held and code and code in seen:
            findings.append(Finding(entry, "duplicate_code", "code", f"{code} 已经给了 {seen[code].id or seen[code].text[:12]}"))
        seen.setdefault(code, entry)
        kept.append(fitted_entry)
    return tuple(kept), tuple(findings)


def _fit(value: str, encoding: str) -> tuple[str, list[tuple[str, str]]]:
    """Give the value that an encoding can hold, and kind and particulars of what had to give."""
    value = unify_line_ends(value)
    told = []
    if found := _UNSENDABLE.findall(value):
        told.append(("illegal", "、".join(dict.fromkeys(f"U+{ord(character):04X}" for character in found))))
        value = _UNSENDABLE.sub("", value)
    if encodable(value, encoding):
        return value, told
    value, more = _substitute(value, encoding)
    return value, told + more


def _substitute(value: str, encoding: str) -> tuple[str, list[tuple[str, str]]]:
    substitutes = load_tables().substitutes
    written = []
    told = []
    for character in value:
        if encodable(character, encoding):
            written.append(character)
        elif character in _JOINERS:
            continue
        elif character in substitutes and encodable(substitutes[character], encoding):
            told.append(("replaced", f"{character} → {substitutes[character]}"))
            written.append(substitutes[character])
        elif unicodedata.category(character) in ("So", "Sk", "Cf", "Mn", "Me", "Cn", "Co"):
            told.append(("dropped", f"{character}（U+{ord(character):04X}）"))
        else:
            told.append(("unencodable", f"{character}（U+{ord(character):04X}）"))
            written.append(MISSING_GLYPH if encodable(MISSING_GLYPH, encoding) else "?")
    return "".join(written), told


def check_limits(entries: Sequence[Entry], described: Format) -> list[Finding]:
    """List what is longer than a format's receiver is thought to take, or would be taken for a command.

    Args:
        entries: the entries as they will be written.
        described: the format.

    Returns:
        The findings; nothing is cut.
    """
    findings = []
    for entry in entries:
        for name, most in described.limits.items():
            if len(value := getattr(entry, name)) > most:
                findings.append(Finding(entry, "over_limit", name, f"{len(value)} 字，上限 {most}"))
        findings += [Finding(entry, "special", "text", mark) for mark in described.specials if mark in entry.text]
    return findings


def compare(written: Sequence[Entry], read: Sequence[Entry], described: Format) -> list[Finding]:
    """List what a file did not keep, by comparing what went in with what comes out.

    Args:
        written: the entries that were written.
        read: the entries that the file gave back.
        described: the format.

    Returns:
        The findings.
    """
    held = fields_of(described)
    written = order_of(written, described)
    if described.container == "rasa":
        read = sorted(read, key=lambda entry: (entry.intent, entry.code))
    if len(written) != len(read):
        kept = {entry.text for entry in read}
        return [Finding(entry, "not_kept", "text", entry.text[:20]) for entry in written if entry.text not in kept]
    findings = []
    for before, after in zip(written, read, strict=True):
        for part in fields(before):
            if part.name in held and getattr(before, part.name) != getattr(after, part.name):
                value = getattr(before, part.name)
                fallback = any(column.field == part.name and column.fallback for column in described.columns)
                if value or not fallback:
                    findings.append(Finding(before, "not_kept", part.name, str(value)[:20]))
    return findings
