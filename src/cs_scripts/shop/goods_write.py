"""Write an empty table of goods whose cells Excel leaves alone: every column is text."""

from __future__ import annotations

import contextlib
import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from cs_scripts.files.atomic import atomic_path

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
        from openpyxl.cell import WriteOnlyCell

        from cs_scripts.files.xlsx_spool import SpooledBook

        content = io.BytesIO()  # a full disk must not meet a half-written archive that tries to end itself
        with contextlib.closing(SpooledBook()) as book:
            page = book.add("商品")
            page.freeze_panes = "C2"
            book.begin(page)
            for line in (columns, row, *[[None] * len(columns)] * _ROWS):
                cells = [WriteOnlyCell(page, value) for value in line]
                for cell in cells:
                    cell.number_format = "@"
                page.append(cells)
            book.save(content)
        temporary.write_bytes(content.getvalue())
