"""Read lines of any file without trusting it: wrong bytes, NUL and endless lines cost that line and no other.

A file is cut into pieces of whole lines as bytes, which is cheap and can be done ahead; decoding such a piece can be done
elsewhere. UTF-16 is turned into UTF-8 on the way, so that a line feed is one byte everywhere; where lines end in a carriage
return alone, as old Macs write them, that becomes a line feed.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from cs_scripts.errors import FileReadError
from cs_scripts.files.csv import HAS_NUL
from cs_scripts.files.reasons import reason
from cs_scripts.files.rejects import Reject
from cs_scripts.files.text import detect_encoding

MAX_LINE = 1 << 20
"""Bytes of the longest line that is read."""

PIECE = 1 << 18
"""Bytes that are read at a time."""

UNDECODABLE = "编码有误"
TOO_LONG = "一行超过 1 MB"


class Piece(NamedTuple):
    """Whole lines of a file, still as bytes in UTF-8, GB18030 or Big5.

    Args:
        first: number of the first line, from 1.
        raw: the bytes, with line ends.
        size: bytes of the file it stands for.
        rejects: lines that were too long to keep.
    """

    first: int
    raw: bytes
    size: int
    rejects: list[Reject]


def sniff_encoding(head: bytes) -> str:
    r"""Name the encoding of a log, even when some of its lines are broken.

    Args:
        head: the first bytes of the file.

    Returns:
        What ``detect_encoding`` says, but ``utf-8`` where most lines with Chinese are valid in that.

    >>> sniff_encoding("亲在吗\n包邮吗\n".encode() + b"\xff\xff\n")
    'utf-8'
    """
    codec = detect_encoding(head)
    if codec not in ("gb18030", "cp950"):
        return codec
    lines = [line for line in head.split(b"\n")[:-1] or [head] if not line.isascii()]
    valid = sum(_is_utf8(line) for line in lines)
    return "utf-8" if valid * 2 > len(lines) else codec


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def open_binary(path: Path) -> BinaryIO:
    """Open a file for reading bytes.

    Args:
        path: the file.

    Returns:
        The open file.

    Raises:
        FileReadError: it is missing or not readable.
    """
    try:
        return path.open("rb")
    except (OSError, ValueError) as error:
        raise FileReadError(path, reason(error)) from None


def read_head(path: Path, size: int = 1 << 16) -> bytes:
    """Read the first bytes of a file.

    Args:
        path: the file.
        size: how many.

    Returns:
        The bytes, fewer when the file is shorter.

    Raises:
        FileReadError: it is missing or not readable.
    """
    try:
        with open_binary(path) as file:
            return file.read(size)
    except OSError as error:
        raise FileReadError(path, reason(error)) from None


def pieces(path: Path, codec: str) -> Iterator[Piece]:
    """Cut a file into pieces of whole lines.

    Args:
        path: the file.
        codec: what ``sniff_encoding`` said.

    Yields:
        The pieces, in order.

    Raises:
        FileReadError: the file is missing or not readable.
    """
    number = 1
    carry = b""
    size = 0
    skipping = False
    rejects: list[Reject] = []
    for read, taken in _reads(path, codec):
        raw = read
        size += taken
        end = raw.rfind(b"\n") + 1
        if skipping:
            start = raw.find(b"\n") + 1
            if not start:
                continue
            skipping = False
            number += 1
            carry, raw, end = b"", raw[start:], max(0, end - start)
        if not end:
            carry += raw
            if len(carry) > MAX_LINE:
                rejects.append(Reject(number, TOO_LONG))
                carry, skipping = b"", True
            continue
        whole = carry + raw[:end]
        carry = raw[end:]
        yield Piece(number, whole, size, rejects)
        number += whole.count(b"\n")
        size, rejects = 0, []
    if carry or rejects or size:
        yield Piece(number, carry, size, rejects)


def _reads(path: Path, codec: str) -> Iterator[tuple[bytes, int]]:
    """Read bytes without a BOM, in UTF-8 when the file is UTF-16; with each, the bytes it took from the file."""
    decoder = codecs.getincrementaldecoder(codec)("surrogatepass") if codec.startswith("utf-16") else None
    with open_binary(path) as file:
        first = True
        old_mac = False
        while read := file.read(PIECE):
            raw = read.removeprefix(codecs.BOM_UTF8) if first and codec == "utf-8-sig" else read
            # A lone surrogate becomes bytes that are no UTF-8, so that its line is refused later.
            raw = raw if decoder is None else decoder.decode(raw).encode("utf-8", "surrogatepass")
            old_mac = (b"\r" in raw and b"\n" not in raw) if first else old_mac
            first = False
            yield (raw.replace(b"\r", b"\n") if old_mac else raw), len(read)
        if decoder is not None:
            try:
                decoder.decode(b"", final=True)
            except UnicodeDecodeError:
                yield b"\xff", 0


def decode(raw: bytes, codec: str, first: int) -> tuple[list[str], Sequence[int], list[Reject]]:
    r"""Decode whole lines.

    Args:
        raw: the bytes of a piece.
        codec: what ``sniff_encoding`` said.
        first: number of the first line.

    Returns:
        The good lines without line ends, their numbers, and the bad ones.

    >>> lines, numbers, rejects = decode(b"a\r\n\xff\nb", "utf-8", 1)
    >>> lines, numbers, rejects[0].said
    (['a', 'b'], [1, 3], '第 2 行：编码有误')
    """
    name = codec if codec in ("gb18030", "cp950") else "utf-8"
    if b"\0" not in raw:
        try:
            lines = raw.decode(name).replace("\r\n", "\n").removesuffix("\n").removesuffix("\r").split("\n")
        except UnicodeDecodeError:
            pass
        else:
            return (lines, range(first, first + len(lines)), []) if raw else ([], [], [])
    lines, numbers, rejects = [], [], []
    for number, line in enumerate(raw.removesuffix(b"\n").split(b"\n"), first):
        if b"\0" in line:
            rejects.append(Reject(number, HAS_NUL))
            continue
        try:
            lines.append(line.decode(name).removesuffix("\r"))
            numbers.append(number)
        except UnicodeDecodeError:
            rejects.append(Reject(number, UNDECODABLE))
    return lines, numbers, rejects


class Lines:
    """Read a file line by line.

    Args:
        path: the file.
        codec: what ``sniff_encoding`` said.
    """

    def __init__(self, path: Path, codec: str) -> None:
        self.path = path
        self.codec = codec
        self.read = 0
        """Bytes of the file that were read so far."""

    def __iter__(self) -> Iterator[tuple[int, str] | Reject]:
        """Give number and text of each line, or a reject."""
        for piece in pieces(self.path, self.codec):
            self.read += piece.size
            yield from piece.rejects
            lines, numbers, rejects = decode(piece.raw, self.codec, piece.first)
            yield from rejects
            yield from zip(numbers, lines, strict=True)
