"""Workbooks: all rows of all sheets, whatever the file says of itself, and the same bytes for the same rows."""

from __future__ import annotations

import gc
import io
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cs_scripts.files.xlsx import Sheet, read_workbook, write_workbook
from cs_scripts.files.xlsx_cells import MAX_TEXT, fit_text, serial_time
from tests.files.books import workbook

ROWS = [["a", "b"], ["c", "d"], ["e", "f"], ["g", "h"], ["i", "j"]]


def cells(content: bytes) -> list[list[object]]:
    return [list(row.cells) for row in read_workbook(content)]


def written(*sheets: Sheet) -> bytes:
    buffer = io.BytesIO()
    write_workbook(sheets, buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("dimension", ["", "A1", "A1:B3", "A1:A6", "A1:XFD1048576", "B2:C3"])
def test_a_wrong_dimension_loses_nothing(dimension: str) -> None:
    assert cells(workbook({"话术": ROWS}, dimension)) == ROWS


def test_every_sheet_is_read_under_its_name_and_with_its_own_numbers() -> None:
    rows = list(read_workbook(workbook({"售前": [["a"]], "空": [], "售后": [["b"], [], ["c"]]})))
    assert [(row.sheet, row.number, row.cells) for row in rows] == [("售前", 1, ("a",)), ("售后", 1, ("b",)), ("售后", 3, ("c",))]


ESCAPED = [("_x0041_", "A"), ("_x005F_x0041_", "_x0041_"), ("a_x000D_b", "a\rb"), ("_xD83D__xDE0A_", "😊"), ("_xD83D_", "\ufffd")]


@pytest.mark.parametrize(("stored", "meant"), ESCAPED)
def test_escaped_characters_are_read(stored: str, meant: str) -> None:
    assert cells(workbook({"a": [[stored]]})) == [[meant]]


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=20).filter(str.strip)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(TEXTS, TEXTS | st.just("=1+1") | st.just("_x0041_")), max_size=4))
def test_text_comes_back_as_text_and_the_same_rows_give_the_same_bytes(rows: list[tuple[str, str]]) -> None:
    sheet = Sheet("a", ["甲", "乙"], rows, [10, 20])
    content = written(sheet)
    assert cells(content) == [["甲", "乙"], *[list(row) for row in rows]]
    assert written(sheet) == content


def test_times_numbers_and_nothing_keep_their_kind() -> None:
    row = [datetime(2024, 1, 2, 9, 5, 7), 3, 0.5, None, "x"]
    assert cells(written(Sheet("a", list("abcde"), [row])))[1] == row


def test_a_written_sheet_has_widths_a_filter_and_a_frozen_header() -> None:
    from openpyxl import load_workbook

    page = load_workbook(io.BytesIO(written(Sheet("甲/乙", ["a", "b"], [["=1", "＝1"]], [12, 34])))).active
    assert page is not None
    assert (page.title, page.freeze_panes, page.auto_filter.ref) == ("甲_乙", "A2", "A1:B2")
    assert (page.column_dimensions["A"].width, page.column_dimensions["B"].width) == (12, 34)
    assert [(cell.data_type, cell.quotePrefix) for cell in page[2]] == [("s", True), ("s", True)]


def test_a_text_too_long_for_a_cell_is_cut_by_units_and_counted() -> None:
    long = "😀" * 20_000
    assert len(fit_text(long).encode("utf-16-le")) <= 2 * MAX_TEXT
    assert fit_text("长" * MAX_TEXT) == "长" * MAX_TEXT
    assert write_workbook([Sheet("a", ["x"], [[long], ["short"]])], io.BytesIO()) == 1


@pytest.mark.parametrize(
    ("value", "time"),
    [(45292, datetime(2024, 1, 1)), (45292.999988, datetime(2024, 1, 1, 23, 59, 59)), (7, None), (1e9, None), (float("nan"), None)],
)
def test_serial_times(value: float, time: datetime | None) -> None:
    assert serial_time(value) == time


ENDLESS = """
import io, itertools
from cs_scripts.files.xlsx import Sheet, write_workbook
def rows():
    for i in itertools.count():
        if i == 5000:
            print("writing", flush=True)
        yield [f"第{i}句，小雨的电话", "x" * 50]
write_workbook([Sheet("a", ["b", "c"], rows())], io.BytesIO())
"""


@pytest.mark.skipif(sys.platform == "win32", reason="kills with SIGKILL")
def test_a_kill_while_writing_leaves_no_rows_in_the_temporary_folder(tmp_path: Path) -> None:
    environment = os.environ | {"TMPDIR": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}
    process = subprocess.Popen([sys.executable, "-c", ENDLESS], env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    process.kill()
    process.communicate()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_while_writing_is_an_error_and_nothing_else(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    monkeypatch.setattr("tempfile.TemporaryFile", Full)
    with pytest.raises(OSError, match="No space"):
        written(Sheet("a", ["b"], [["c" * 100]] * 5000))
    gc.collect()
    assert capfd.readouterr() == ("", "")
