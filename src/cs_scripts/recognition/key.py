"""Tell which weights belong to the present examples and code; without numpy, so that building a package can ask too."""

from __future__ import annotations

from pathlib import Path

from cs_scripts.files.data import data_path
from cs_scripts.files.text import read_source

_PACKAGE = Path(__file__).parents[1]
_REPLY = b"\n      - "
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
    import hashlib  # an installed package asks for no key

    digest = hashlib.sha256()
    data = (data_path("lexicon.txt"), data_path("typos.txt"), data_path("traditional.txt"), *sorted(data_path("messages").glob("*.txt")))
    for path in (*data, *(_PACKAGE / name for name in _CODE)):
        content = read_source(path)
        digest.update(f"{path.name} {len(content)} ".encode())
        digest.update(content)
    first, *replies = read_source(data_path("phrases.yaml")).split(_REPLY)  # which teach nothing
    digest.update(b"".join([first, *(reply.partition(b"\n")[2] for reply in replies)]).replace(b"\n", b""))
    return digest.hexdigest()[:32]
