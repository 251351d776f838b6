"""Read arrays out of an npz file where they lie in memory: numpy's own reader copies each three times, which costs more than all checks."""

from __future__ import annotations

import io
import zipfile
from math import prod
from typing import Any
from zlib import crc32

import numpy as np

_LENGTHS, _HEADER = 26, 30
"""Of a member of a zip: where its header tells how long its name and what follows that are, and the header's own length."""
_NPY_HEADER = 1 << 12
"""Bytes in which the header of an array ends."""


def read_arrays(content: bytes) -> dict[str, Any]:
    """Read all arrays of a file that ``numpy.savez`` wrote.

    Args:
        content: the file's bytes.

    Returns:
        The arrays by name; they are parts of the bytes and cannot be written to.

    Raises:
        ValueError: an array is damaged, compressed, or none of plain values.
        BadZipFile: this is no such file.

    >>> buffer = io.BytesIO()
    >>> np.savez(buffer, a=np.arange(3))
    >>> read_arrays(buffer.getvalue())["a"].tolist()
    [0, 1, 2]
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {member.filename.removesuffix(".npy"): _array(memoryview(content), member) for member in archive.infolist()}


def _array(content: memoryview, member: zipfile.ZipInfo) -> Any:
    lengths = member.header_offset + _LENGTHS
    name, extra = (int.from_bytes(content[at : at + 2], "little") for at in (lengths, lengths + 2))
    start = member.header_offset + _HEADER + name + extra
    stored = content[start : start + member.file_size]
    if member.compress_type != zipfile.ZIP_STORED or crc32(stored) != member.CRC:
        raise ValueError("a damaged or compressed array")
    header = io.BytesIO(stored[:_NPY_HEADER])
    if np.lib.format.read_magic(header) != (1, 0):
        raise ValueError("an array of another format")
    shape, in_columns, kind = np.lib.format.read_array_header_1_0(header)
    if in_columns:
        raise ValueError("an array in another order")
    return np.frombuffer(stored, kind, prod(shape), header.tell()).reshape(shape)
