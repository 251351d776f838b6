"""The last step of every text format: encoding a whole file."""

from __future__ import annotations

import codecs

from cs_scripts.quickreply.formats import Format


def encode(text: str, described: Format) -> bytes:
    """Encode a whole file.

    Args:
        text: its text.
        described: the format.

    Returns:
        The bytes, with a byte order mark where the format has one.

    Raises:
        UnicodeEncodeError: a character is not in the format's encoding.
    """
    return codecs.encode("\ufeff" + text if described.bom else text, described.encoding)
