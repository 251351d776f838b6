"""Learn a format from a file that a client wrote itself: the honest way to clients that nobody here has seen.

What is learnt is tried at once: the sample's own phrases, written in the learnt shape, must give the sample's own bytes.
"""

from __future__ import annotations

import codecs
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from cs_scripts.errors import FileReadError
from cs_scripts.files.text import ENCODING_LABELS, detect_encoding, known_encoding, read_bytes
from cs_scripts.files.xlsx import read_workbook
from cs_scripts.files.xlsx_cells import show
from cs_scripts.quickreply.containers.kinds import write_entries
from cs_scripts.quickreply.formats import LINE_ENDS, Format, XmlShape
from cs_scripts.quickreply.learn.csv import learn_csv, learn_sheet
from cs_scripts.quickreply.learn.xml import learn_xml
from cs_scripts.quickreply.reading import parse_entries

_NO_NEWLINE = "样本里没有带换行的短语，看不出换行写成什么；用 --newline crlf 或 lf 指明，或在客户端里存一条两行的短语再导出来学"


@dataclass(frozen=True)
class Hints:
    """What a person says of a sample that it does not tell itself.

    Args:
        known: phrases that are in it, each a mapping of ``code``, ``text`` and ``group`` to values.
        named: for a field, the header or place that holds it.
        encoding: its codec; empty to find out.
        newline: ``crlf`` or ``lf`` inside a phrase.
        quote: ``all`` or ``minimal`` (CSV).
    """

    known: Sequence[Mapping[str, str]] = ()
    named: Mapping[str, str] = field(default_factory=dict)
    encoding: str = ""
    newline: str = ""
    quote: str = ""


@dataclass(frozen=True)
class Lesson:
    """What a sample taught.

    Args:
        format: the format.
        learnt: what the sample shows, in Chinese, one thing each.
        open: what it leaves open, what is taken for it, and the flag that settles it.
        phrases: how many phrases the sample holds.
        exact: whether writing them back gives the sample's bytes; None where bytes cannot be compared (xlsx).
    """

    format: Format
    learnt: tuple[str, ...]
    open: tuple[str, ...]
    phrases: int
    exact: bool | None


def learn_format(path: Path | str, hints: Hints | None = None, name: str = "") -> Lesson:
    """Learn a format from a sample.

    Args:
        path: the sample: CSV, XML or xlsx.
        hints: what the sample does not tell.
        name: name of the format; empty for the file's own.

    Returns:
        The format and what it rests on.

    Raises:
        FileReadError: nothing tells where the phrases are, or writing them back gives other bytes.
    """
    raw = read_bytes(path)
    try:
        lesson = _learn(raw, hints or Hints())
    except ValueError as error:
        raise FileReadError(path, f"学不会：{error}") from None
    title = name or Path(path).stem
    described = replace(lesson.format, name=title, label=f"{title}（学自样本）", evidence=f"学自 {Path(path).name}")
    return replace(lesson, format=described)


def _learn(raw: bytes, hints: Hints) -> Lesson:
    base = Format("", "", "csv", "learned", "样本", "样本所出的客户端")
    if raw.startswith(b"PK\x03\x04"):
        return _learn_workbook(raw, base, hints)
    codec, bom, text, learnt_encoding = _decode(raw, hints.encoding)
    base = replace(base, encoding=codec, bom=bom, line_end="\r\n" if "\r\n" in text else "\n")
    if text.lstrip().startswith("<"):
        shape, learnt, left_open = learn_xml(text, hints.known, hints.named)
        if hints.newline:
            shape = _with_newline(shape, hints.newline)
        described = replace(base, container="xml", xml=shape)
        line_break_seen = "\n" in shape.escapes or "\n" in shape.attribute_escapes
    elif text.lstrip()[:1] in ("[", "{"):
        raise ValueError("样本要是 CSV、XML 或 xlsx；JSON 不用学")
    else:
        described, learnt, left_open, line_break_seen = learn_csv(text, base, hints.known, hints.named, hints.quote)
        if hints.newline:
            described = replace(described, newline=LINE_ENDS[hints.newline])
    if not line_break_seen and not hints.newline:
        left_open = [*left_open, _NO_NEWLINE]
    reading = parse_entries(raw, described, encoding=codec)
    written = write_entries(reading.entries, described)
    if written != raw:
        raise ValueError(f"照学到的样子写回去，{_first_difference(raw, written, codec)}")
    return Lesson(described, (learnt_encoding, *learnt), tuple(left_open), len(reading.entries), exact=True)


def _learn_workbook(raw: bytes, base: Format, hints: Hints) -> Lesson:
    """Learn the columns of the first sheet."""
    rows = list(read_workbook(raw))
    sheet = rows[0].sheet if rows else ""
    values = [[show(cell) for cell in row.cells] for row in rows if row.sheet == sheet]
    columns, seen, unseen = learn_sheet(values, hints.known, hints.named)
    described = replace(base, container="xlsx", sheet=sheet, columns=columns)
    return Lesson(described, (f"Excel，工作表“{sheet}”", *seen), unseen, len(parse_entries(raw, described).entries), None)


def _with_newline(shape: XmlShape, newline: str) -> XmlShape:
    in_attribute = "&#13;&#10;" if newline == "crlf" else "&#10;"
    return replace(
        shape,
        escapes={**shape.escapes, "\n": LINE_ENDS[newline]},
        attribute_escapes={**shape.attribute_escapes, "\n": in_attribute},
    )


def _decode(raw: bytes, encoding: str) -> tuple[str, bool, str, str]:
    """Give codec, byte order mark, text with its own line ends, and what to say of it."""
    codec = known_encoding(encoding) if encoding else detect_encoding(raw)
    if not codec:
        raise ValueError(f"没有“{encoding}”这种编码；可以是 utf-8、gbk、gb18030、big5、utf-16-le、utf-16-be")
    if codec == "utf-8-sig":
        codec = "utf-8"
    elif codec == "utf-16":
        codec = "utf-16-le" if raw.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
    elif codec == "gb18030":
        try:
            raw.decode("cp936")
            codec = "cp936"
        except UnicodeDecodeError:
            pass
    try:
        text = raw.decode(codec)
    except (UnicodeDecodeError, LookupError):
        raise ValueError(f"不是 {codec} 编码") from None
    bom = text.startswith("\ufeff")
    return codec, bom, text.removeprefix("\ufeff"), f"编码 {ENCODING_LABELS[codec]}{'，带 BOM' if bom else ''}"


def _first_difference(one: bytes, other: bytes, codec: str) -> str:
    sample, written = one.decode(codec, errors="replace"), other.decode(codec, errors="replace")
    at = next((i for i, (a, b) in enumerate(zip(sample, written, strict=False)) if a != b), min(len(sample), len(written)))
    line = sample[:at].count("\n") + 1
    return f"第 {line} 行起与样本不同：样本 {sample[max(0, at - 6) : at + 16]!r}，写回 {written[max(0, at - 6) : at + 16]!r}"
