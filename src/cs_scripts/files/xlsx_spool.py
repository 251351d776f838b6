"""Keep a sheet that is being written in a file without a name: a killed run must not leave the rows of a shop in the temporary folder.

openpyxl writes the rows of a sheet to a named file and removes it when the workbook is saved; the little that is replaced of it
stands here. On Windows the file has a name, and the system removes it when its holder ends, however it ends.
"""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.writer.excel import ExcelWriter


class SpooledBook:
    """A workbook whose rows are written one by one, and lie in nameless files until it is saved."""

    def __init__(self) -> None:
        self._book = Workbook(write_only=True)
        self._spools: list[_Spool] = []

    def add(self, title: str) -> Any:
        """Add a sheet.

        Args:
            title: its title.

        Returns:
            openpyxl's sheet; call ``begin`` when its widths are set, before its first row.
        """
        return self._book.create_sheet(title)

    def begin(self, page: Any) -> None:
        """Let rows be appended to a sheet.

        Args:
            page: the sheet.
        """
        spool = _Spool()
        self._spools.append(spool)
        page._writer = WorksheetWriter(page, spool)  # type: ignore[arg-type] # typed as of text files
        page._writer.write_top()

    def save(self, target: BinaryIO) -> None:
        """Save the workbook.

        Args:
            target: where its bytes go.
        """
        with ZipFile(target, "w", ZIP_DEFLATED, allowZip64=True) as archive:
            _Writer(self._book, archive).save()

    def close(self) -> None:
        """Let go of the rows, saved or not."""
        for spool in self._spools:
            spool.close()


class _Spool:
    """A nameless file that keeps its trouble to itself until it is read: openpyxl and lxml would make another error of it."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by the book
        self._error: OSError | None = None

    def write(self, data: bytes) -> None:
        if self._error is None:
            try:
                self._file.write(data)
            except OSError as error:
                self._error = error

    def copy(self, target: BinaryIO) -> None:
        if self._error is not None:
            raise self._error
        self._file.seek(0)
        shutil.copyfileobj(self._file, target, 1 << 20)

    def close(self) -> None:
        with contextlib.suppress(OSError):  # what it still holds and cannot keep is of no use
            self._file.close()


class _Writer(ExcelWriter):
    """openpyxl's writer of workbooks, but for where it finds the rows."""

    def write_worksheet(self, ws: Any) -> None:
        """Copy a sheet into the archive."""
        ws.close()
        ws._rels = ws._writer._rels
        ws._drawing = None
        archive: ZipFile = self._archive  # type: ignore[attr-defined]
        with archive.open(ws.path[1:], "w", force_zip64=True) as part:
            ws._writer.out.copy(part)
        self.manifest.append(ws)
