"""Read arrays out of an npz file where they lie in memory: numpy's own reader copies each three times, which costs more than all checks.

Such a file is a zip of members that are not compressed, so that little of the format is needed, and ``zipfile``, which loads half a dozen
modules, is not.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from math import prod
from struct import Struct
from typing import Any, NamedTuple
from zlib import crc32

import numpy as np

_END = Struct("<4s4x2H2L2x")
"""At the end of the file, of what ``numpy.savez`` writes: a mark, twice how many members there are, size and place of their list."""
_ENTRY = Struct("<4s6xH4x3L3H8xL")
"""A member in that list: a mark, how it is packed, checksum, packed size, size, three lengths of what follows, and its place."""
_MEMBER = Struct("<4s22x2H")
"""Before the member itself: a mark, and the lengths of its name and of what follows that."""
_NPY_HEADER = 1 << 12
"""Bytes in which the header of an array ends."""


def read_arrays(content: bytes) -> dict[str, Any]:
    """Read all arrays of a file that ``numpy.savez`` wrote.

    Args:
        content: the file's bytes.

    Returns:
        The arrays by name; they are parts of the bytes and cannot be written to.

    Raises:
        ValueError: this is no such file, or an array is damaged, compressed, or none of plain values.

    >>> buffer = io.BytesIO()
    >>> np.savez(buffer, a=np.arange(3))
    >>> read_arrays(buffer.getvalue())["a"].tolist()
    [0, 1, 2]
    """
    view = memoryview(content)
    return {member.name.removesuffix(".npy"): _array(_stored(view, member)) for member in _members(view)}


class _Member(NamedTuple):
    name: str
    place: int
    size: int
    checksum: int


def _members(content: memoryview) -> Iterator[_Member]:
    """List the members of a zip."""
    if len(content) < _END.size:
        raise ValueError("no npz file")
    mark, count, _, _, at = _END.unpack_from(content, len(content) - _END.size)
    if mark != b"PK\5\6":
        raise ValueError("no npz file")
    for _ in range(count):
        if len(content) < at + _ENTRY.size:
            raise ValueError("a list of members that is cut off")
        mark, packed, checksum, size, whole, name, extra, comment, place = _ENTRY.unpack_from(content, at)
        if mark != b"PK\1\2" or packed or size != whole:
            raise ValueError("a compressed array, or no npz file")
        at += _ENTRY.size
        yield _Member(bytes(content[at : at + name]).decode(), place, size, checksum)
        at += name + extra + comment


def _stored(content: memoryview, member: _Member) -> memoryview:
    """Give a member's bytes."""
    if len(content) < member.place + _MEMBER.size:
        raise ValueError("a member that is cut off")
    mark, name, extra = _MEMBER.unpack_from(content, member.place)
    start = member.place + _MEMBER.size + name + extra
    stored = content[start : start + member.size]
    if mark != b"PK\3\4" or crc32(stored) != member.checksum:
        raise ValueError("a damaged array")
    return stored


def _array(stored: memoryview) -> Any:
    header = io.BytesIO(stored[:_NPY_HEADER])
    if np.lib.format.read_magic(header) != (1, 0):
        raise ValueError("an array of another format")
    shape, in_columns, kind = np.lib.format.read_array_header_1_0(header)
    if in_columns:
        raise ValueError("an array in another order")
    return np.frombuffer(stored, kind, prod(shape), header.tell()).reshape(shape)
