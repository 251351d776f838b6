"""CSV: what Excel reads is read the same way, and a mistake costs its own row."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.files.csv import MAX_CELL, RECORD_LINES, parse_lines, read_csv, row_text, split_row
from cs_scripts.quickreply.containers.csv import sniff_delimiter

CELLS = st.text('ab,"\n\t;=话', max_size=8)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=4), max_size=6), st.sampled_from(",;\t"))
def test_what_is_written_is_read(rows: list[list[str]], delimiter: str) -> None:
    text = "".join(row_text(row, delimiter) + "\r\n" for row in rows)
    assert read_csv(text, delimiter).rows == [row for row in rows if any(row)]


@given(st.text('ab,"', max_size=30))
def test_a_row_is_split_as_by_pythons_reader(record: str) -> None:
    assert split_row(record, ",")[0] == (next(csv.reader([record]), []) or [""])


BROKEN = st.sampled_from(['x,"open', 'x,"open,y', '"x,y', 'x,"a"b"', 'x,a"b'])
GOOD = st.sampled_from(["a,b", 'a,"b"', 'a,"b ""c"""', "甲,乙"])


@given(st.lists(st.booleans().flatmap(lambda good: st.tuples(st.just(good), GOOD if good else BROKEN)), max_size=30))
def test_good_rows_are_never_lost_among_broken_ones(lines: list[tuple[bool, str]]) -> None:
    found = read_csv("\n".join(line for _, line in lines), ",", 2)
    good = {number for number, (is_good, _) in enumerate(lines, 1) if is_good}
    assert good <= set(found.numbers)
    assert sorted({*found.numbers, *(reject.line for reject in found.rejects)}) == list(range(1, len(lines) + 1))


ROWS = [
    ("old Mac", "a,b\rc,d", [["a", "b"], ["c", "d"]]),
    ("a blank line", "a,b\n\n,\nc,d", [["a", "b"], ["c", "d"]]),
    ("a quote inside a cell", 'a,5"屏\nc,"1\n2"', [["a", '5"屏'], ["c", "1\n2"]]),
    ("a quote never closed", 'a,"b\nc,d\ne,f', [["a", '"b'], ["c", "d"], ["e", "f"]]),
    ("a row that would swallow rows", 'a,"b\nc,"d"\ne,f', [["a", '"b'], ["c", "d"], ["e", "f"]]),
    ("a cell of several lines with delimiters", 'a,"b\nc,d\ne,f"', [["a", "b\nc,d\ne,f"]]),
    ("one cell too few over several lines", '"a\nc,d\ne"\ne,f', [["c", "d"], ['e"'], ["e", "f"]]),
]


@pytest.mark.parametrize(("text", "rows"), [case[1:] for case in ROWS], ids=[case[0] for case in ROWS])
def test_rows(text: str, rows: list[list[str]]) -> None:
    assert read_csv(text, ",", 2).rows == rows


def test_long_cells_are_read_and_endless_ones_refused() -> None:
    found = read_csv(f"a,{'长' * 200_000}\nb,{'长' * (MAX_CELL + 1)}\nc,d", ",")
    assert [len(row[1]) for row in found.rows] == [200_000, 1]
    assert [reject.said for reject in found.rejects] == ["第 2 行：一格超过 1 MB"]


def test_a_nul_costs_its_line() -> None:
    found = read_csv("a,b\nc\0,d\ne,f", ",")
    assert (found.rows, [reject.line for reject in found.rejects]) == ([["a", "b"], ["e", "f"]], [2])


@pytest.mark.parametrize("line", ['x,"y', 'x"y,"z', '"', '""","'])
def test_each_line_is_looked_at_a_few_times_however_many_quotes_are_open(line: str) -> None:
    """Counts the work instead of the seconds: every line is a text that counts how often it is searched."""
    searched = 0

    class Counted(str):
        __slots__ = ()

        def find(self, *arguments: object) -> int:
            nonlocal searched
            searched += 1
            return super().find(*arguments)  # type: ignore[arg-type]

    count = 20 * RECORD_LINES
    parse_lines([Counted(line)] * count, range(count), ",", 2)
    assert searched < 60 * count


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_what_makes_headers_known(delimiter: str) -> None:
    assert sniff_delimiter([delimiter.join(["code", "text"]), "a,b;c\td|e,f;g"], {"code", "text"}.__contains__) == delimiter
