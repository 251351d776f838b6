"""Write an empty table of goods whose cells Excel leaves alone: every column is text."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from cs_scripts.files.text import atomic_path

_ROWS = 500


def write_template(path: Path, columns: Sequence[str], example: Mapping[str, str]) -> None:
    """Write a table with headers and one example row.

    Args:
        path: where to; ``.xlsx`` or ``.csv``.
        columns: the headers.
        example: cells of the example row by header.

    Raises:
        FileWriteError: the folder is missing or not writable.
    """
    row = [example.get(column, "") for column in columns]
    with atomic_path(path) as temporary:
        if path.suffix.lower() == ".csv":
            with temporary.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file).writerows([columns, row])
            return
        import openpyxl

        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.title = "商品"
        for line in (columns, row, *[[None] * len(columns)] * _ROWS):
            sheet.append(list(line))
        for cells in sheet.iter_rows(min_row=1, max_row=_ROWS + 2):
            for cell in cells:
                cell.number_format = "@"
        sheet.freeze_panes = "C2"
        book.save(temporary)
