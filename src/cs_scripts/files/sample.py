"""Find the part of a file that tells its encoding, where its beginning is ASCII and tells nothing."""

from __future__ import annotations

from pathlib import Path

from cs_scripts.errors import FileReadError
from cs_scripts.files.lines import PIECE, open_binary
from cs_scripts.files.reasons import reason
from cs_scripts.files.text import NOT_ASCII


def read_beyond_ascii(path: Path, size: int = 1 << 16) -> bytes:
    """Read whole lines from the first one on that is not ASCII: those before it do not tell an encoding.

    Args:
        path: the file.
        size: how many bytes at most.

    Returns:
        The bytes; none where all of the file is ASCII.

    Raises:
        FileReadError: the file is missing or not readable.
    """
    try:
        with open_binary(path) as file:
            place = 0
            while read := file.read(PIECE):
                if not read.isascii():
                    found = NOT_ASCII.search(read)
                    file.seek(place + read.rfind(b"\n", 0, found.start() if found else 0) + 1)
                    return file.read(size)
                place += len(read)
    except OSError as error:
        raise FileReadError(path, reason(error)) from None
    return b""
