"""Quick-reply files made to harm: whatever they hold, they are read or refused in one Chinese line, and nothing runs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from cs_scripts.errors import FileReadError
from cs_scripts.quickreply import Entry, Reading, export_entries, list_formats, read_quick_reply_file
from cs_scripts.quickreply.html_text import html_to_text, is_html
from tests.files.books import workbook

GOLDEN = Path(__file__).parents[1] / "quickreply" / "golden"
PAYLOADS = {
    "formula": '=HYPERLINK("http://evil.example","点我")',
    "formula after full-width": "＝1+1",
    "formula after a tab": "\t=1+1",
    "command": "=cmd|' /C calc'!A0",
    "at": "@SUM(1+1)",
    "plus": "+86=1",
    "escape sequence": "您好\x1b]0;owned\x07",
    "clipboard": "\x1b]52;c;ZXZpbA==\x07您好",
    "right to left": "您好\u202egpj.exe",
    "zero width": "您\u200b好",
    "markup of the screen": "[red]您好[/red]",
    "template": "{{7*7}}${7*7}#{7*7}{%x%}",
    "slot": "{tracking_no}{said.place|x}",
    "traversal": "../../etc/passwd",
    "YAML tag": "!!python/object/apply:os.system ['true']",
    "YAML anchor": "&a *a",
    "XML": "<!DOCTYPE r [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>&a;",
    "CDATA": "]]><x/><![CDATA[",
    "script": "<script>alert(1)</script>您好",
    "image": "<img src=x onerror=alert(1)>您好",
    "comment never closed": "<!--" * 2000,
    "tags never closed": "<a " * 5000,
    "brackets": "(" * 5000,
    "quotes": '"' * 4999,
    "separators": "###" * 2000,
    "lines": "\n" * 5000 + "您好",
    "long": "长" * 100_000,
    "astral": "😀" * 5000,
    "looks escaped": "_x0041__x001B_",
    "NUL": "您\0好",
}


def files(text: str) -> dict[str, bytes]:
    """Put a text into a file of each kind."""
    table = io.StringIO(newline="")
    csv.writer(table).writerows([["code", "text"], ["a1", text]])
    record = json.dumps({"code": "a1", "text": text})
    clean = "".join(character for character in text if character.isprintable() or character in "\n\t")
    return {
        "csv": table.getvalue().encode(),
        "xlsx": workbook({"a": [["code", "text"], ["a1", clean]]}),
        "json": f"[{record}]".encode(),
        "jsonl": record.encode(),
        "xml": f"<r><p><code>a1</code><text>{escape(clean)}</text></p></r>".encode(),
        "espanso": f'matches:\n  - trigger: ":a1"\n    replace: {json.dumps(text)}\n'.encode(),
        "rasa": f"responses:\n  utter_a1:\n  - text: {json.dumps(text)}\n".encode(),
    }


def read_or_refused(path: Path) -> Reading | None:
    """Read a file; None where it is refused in one line."""
    reason = ""
    try:
        return read_quick_reply_file(path)
    except FileReadError as error:
        reason = str(error)
    assert "\n" not in reason
    return None


@pytest.mark.parametrize("kind", files(""))
@pytest.mark.parametrize("name", PAYLOADS)
def test_whatever_a_text_holds_it_is_read_as_text_or_refused(name: str, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(files(PAYLOADS[name])[kind])
    reading = read_or_refused(path)
    if reading is None:
        return
    assert all(entry.text.strip() for entry in reading.entries)
    assert reading.account["read"] >= len(reading.entries) >= 1


@pytest.mark.parametrize("described", list_formats(), ids=lambda each: each.name)
@pytest.mark.parametrize("name", PAYLOADS)
def test_whatever_a_text_holds_an_export_keeps_it_harmless(name: str, described: object) -> None:
    """No cell begins a formula, no control character is written, and what changed is a finding."""
    entry = Entry(PAYLOADS[name], "a1", PAYLOADS[name][:40])
    export = export_entries([entry], described)  # type: ignore[arg-type]
    text = export.content.decode(getattr(described, "encoding", "utf-8"), "replace")
    if getattr(described, "container", "") == "xlsx":
        return
    assert not any(ord(character) < 32 and character not in "\t\r\n" for character in text)
    if getattr(described, "container", "") == "csv":
        rows = csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=getattr(described, "delimiter", ","))
        assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@＝＋－＠"))]


CUTS = range(1, 8)


@pytest.mark.parametrize("cut", CUTS)
@pytest.mark.parametrize("path", sorted(GOLDEN.glob("*.*")), ids=lambda path: path.name)
def test_a_file_cut_off_anywhere_is_read_so_far_or_refused(path: Path, cut: int, tmp_path: Path) -> None:
    content = path.read_bytes()
    part = tmp_path / path.name
    part.write_bytes(content[: len(content) * cut // 8])
    reading = read_or_refused(part)
    assert reading is None or reading.entries


@pytest.mark.parametrize("text", ["<!--" * 50_000, "<style" * 50_000, "<a href=" * 50_000, "<" * 200_000, "<br" * 50_000, "&amp" * 50_000])
def test_html_that_is_never_closed_stays_as_it_is(text: str) -> None:
    is_html(text)
    assert html_to_text(text).text in (text, text.replace("&amp", "&"))
