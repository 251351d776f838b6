"""Tell which weights belong to the present examples and code; without numpy, so that building a package can ask too."""

from __future__ import annotations

import hashlib
from pathlib import Path

from cs_scripts.files.data import data_path

_PACKAGE = Path(__file__).parents[1]
_CODE = (
    "text/normalise.py",
    "text/set_aside.py",
    "text/tokens.py",
    "recognition/examples.py",
    "recognition/ngrams.py",
    "recognition/scale.py",
    "recognition/solver.py",
    "recognition/training.py",
    "recognition/trie.py",
    "recognition/vocabulary.py",
)


def content_key() -> str:
    """Hash everything that the weights depend on: examples, asks, lexicon, character table, and the code that turns them into weights.

    Returns:
        Hexadecimal digits.
    """
    digest = hashlib.sha256()
    data = (data_path("lexicon.txt"), data_path("typos.txt"), data_path("traditional.txt"), *sorted(data_path("messages").glob("*.txt")))
    for path in (*data, *(_PACKAGE / name for name in _CODE)):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{path.name} {len(content)} ".encode())
        digest.update(content)
    for line in data_path("phrases.yaml").read_bytes().splitlines():
        if not line.startswith(b"      - "):  # replies teach nothing
            digest.update(line)
    return digest.hexdigest()[:32]
