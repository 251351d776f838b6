"""Decide once which encoding a file of Chinese text has, and read it.

A byte order mark decides; else strict UTF-8; else UTF-16 where every other byte of its ASCII is zero; else Big5 where that
gives everyday characters and GB18030 does not; else GB18030, of which GBK is a part.
"""

from __future__ import annotations

import codecs
import os
import re
from pathlib import Path

from cs_scripts.errors import ArgumentError, FileReadError
from cs_scripts.files.reasons import reason

BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
ENCODINGS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "utf-8-sig": "utf-8-sig",
    "utf-16": "utf-16",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "gbk": "cp936",
    "cp936": "cp936",
    "gb2312": "cp936",
    "gb18030": "gb18030",
    "big5": "cp950",
    "cp950": "cp950",
}
"""Encodings that files may be said to have, and the codec that reads each; Python's others (rot13, hex, zlib) encode no text."""

ENCODING_LABELS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8",
    "utf-16": "UTF-16",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "cp936": "GBK",
    "gb18030": "GBK",
    "cp950": "Big5",
}
"""How a codec is called on the screen."""

_SAMPLE = 1 << 16
NOT_ASCII = re.compile(rb"[\x80-\xff]")
_WRITTEN = r"[\t\r\n -~\u2010-\u2026\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"
_COMMON = 0.9
"""Share of everyday characters that a right reading has at least; a wrong one has about half of that."""


def known_encoding(name: str) -> str:
    """Give the codec that an encoding's name stands for.

    Args:
        name: as a person or a format file writes it.

    Returns:
        A codec name; empty for an encoding that no file of text may have.

    >>> known_encoding("GBK"), known_encoding("rot13")
    ('cp936', '')
    """
    return ENCODINGS.get(name.strip().lower().replace("_", "-"), "")


def encodable(text: str, codec: str) -> bool:
    """Tell whether an encoding has all characters of a text.

    Args:
        text: the text.
        codec: the codec's name.

    Returns:
        Whether it can be written.

    >>> encodable("发货", "cp936"), encodable("😊", "cp936")
    (True, False)
    """
    try:
        text.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def detect_encoding(raw: bytes) -> str:
    """Name the encoding of Chinese text.

    Args:
        raw: the bytes, or a long enough head of them.

    Returns:
        A codec name: ``utf-8-sig``, ``utf-16``, ``utf-8``, ``utf-16-le``, ``utf-16-be``, ``cp950`` or ``gb18030``.

    >>> detect_encoding("发货".encode("gbk")), detect_encoding("請問什麼時候可以出貨呢".encode("big5"))
    ('gb18030', 'cp950')
    """
    for mark, codec in BOMS:
        if raw.startswith(mark):
            return codec
    sample = raw[:_SAMPLE]
    if wide := _wide(sample):
        return wide
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # A multi-byte character cut off by the end of the head is still UTF-8.
        if error.reason == "unexpected end of data" and error.start > 0:
            return "utf-8"
    else:
        return "utf-8"
    begins = NOT_ASCII.search(raw)
    sample = raw[begins.start() :][:_SAMPLE] if begins else sample
    return "cp950" if _everyday(sample, "cp950") > max(_COMMON, _everyday(sample, "gb18030")) else "gb18030"


def _wide(sample: bytes) -> str:
    """Name the UTF-16 without a mark that the zeros of ASCII characters give away; empty for none."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if (even and odd) or max(even, odd) * 40 < len(sample) or len(sample) < 4:
        return ""
    codec = "utf-16-le" if odd else "utf-16-be"
    text = sample.decode(codec, "replace")
    return codec if len(re.findall(_WRITTEN, text)) >= _COMMON * len(text) else ""


def _everyday(sample: bytes, codec: str) -> float:
    """Give the share of everyday characters among those that are not ASCII; 0 where the bytes are none of the codec's."""
    try:
        text = codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeDecodeError:
        return 0.0
    # Both standards put the characters of everyday use first: rows B0 to D7 of GB 2312, A4 to C6 of Big5; punctuation before.
    inner, first, last = ("gb2312", 0xA1, 0xD7) if codec == "gb18030" else ("big5", 0xA1, 0xC6)
    foreign = [character for character in text if not character.isascii()]
    common = sum(first <= pair[0] <= last for pair in (character.encode(inner, "replace") for character in foreign))
    return common / len(foreign) if foreign else 0.0


def as_path(path: object, name: str = "path") -> Path:
    """Refuse what names no file.

    Args:
        path: what was given for a file's name.
        name: the argument, for the message.

    Returns:
        The path.

    Raises:
        ArgumentError: it is neither text nor a path.

    >>> as_path("shop.yaml").name
    'shop.yaml'
    """
    if not isinstance(path, str | os.PathLike):
        raise ArgumentError(name, f"应为文件名，不是 {type(path).__name__}")
    return Path(path)


def read_bytes(path: Path | str) -> bytes:
    """Read a whole file.

    Args:
        path: the file.

    Returns:
        Its bytes.

    Raises:
        FileReadError: it is missing, a folder, or not readable.
    """
    try:
        return Path(path).read_bytes()
    except (OSError, ValueError) as error:
        raise FileReadError(path, reason(error)) from None


def read_source(path: Path | str) -> bytes:
    r"""Read a file whose content names what was made of it, with the same line ends in every checkout.

    Args:
        path: the file.

    Returns:
        Its bytes, line ends as ``\n``.

    Raises:
        FileReadError: it is missing, a folder, or not readable.
    """
    content = read_bytes(path)
    return content.replace(b"\r\n", b"\n") if b"\r" in content else content  # to look for one byte takes a fortieth of the time


def read_text(path: Path | str) -> str:
    r"""Read a whole text file in whichever of the known encodings it is.

    Args:
        path: the file.

    Returns:
        Its text, without a byte order mark, line ends as ``\n``.

    Raises:
        FileReadError: it cannot be read or decoded.
    """
    raw = read_bytes(path)
    codec = detect_encoding(raw)
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        raise FileReadError(path, f"编码认不出（既不是 UTF-8 也不是 GBK），第 {error.start} 字节") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")
