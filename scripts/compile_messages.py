"""Make the catalogue that gettext reads, ``data/locale/zh/LC_MESSAGES/messages.mo``, from ``data/click.yaml``."""

from __future__ import annotations

import struct
from pathlib import Path

from cs_scripts.files.yaml_parser import parse_file

DATA = Path(__file__).parents[1] / "data"
TARGET = DATA / "locale" / "zh" / "LC_MESSAGES" / "messages.mo"
_HEADER = "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n"


def catalogue() -> bytes:
    """Give the bytes of the catalogue, as the GNU gettext manual describes them (The Format of GNU MO Files)."""
    entries = {"": _HEADER} | {"\0".join(each["en"]): each["zh"] for each in parse_file(DATA / "click.yaml")["messages"]}
    pairs = sorted((key.encode(), value.encode()) for key, value in entries.items())
    keys_at = 28
    values_at = keys_at + 8 * len(pairs)
    at = values_at + 8 * len(pairs)
    tables, texts = b"", b""
    for column in (0, 1):
        for pair in pairs:
            tables += struct.pack("<2I", len(pair[column]), at + len(texts))
            texts += pair[column] + b"\0"
    return struct.pack("<7I", 0x950412DE, 0, len(pairs), keys_at, values_at, 0, 0) + tables + texts


if __name__ == "__main__":
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_bytes(catalogue())
