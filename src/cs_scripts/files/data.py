"""Find the data files: ``data/`` stands at the repository's root and travels inside the wheel as ``cs_scripts/data``."""

from __future__ import annotations

from pathlib import Path

from cs_scripts.errors import FileReadError

DATA_PLACES = (Path(__file__).parents[1] / "data", Path(__file__).parents[3] / "data")

_ALWAYS = "lexicon.txt"
"""A file that is in every kind of install."""


def data_path(name: str = "") -> Path:
    """Return the path of a bundled data file or folder, in a checkout, an editable install and a wheel alike.

    Args:
        name: path below ``data/``, for example ``"phrases.yaml"``; empty for the folder itself.

    Returns:
        The absolute path.

    Raises:
        FileReadError: the data is not where any kind of install puts it.

    >>> data_path("phrases.yaml").name
    'phrases.yaml'
    """
    for place in DATA_PLACES:
        if (place / _ALWAYS).is_file():
            return place / name
    raise FileReadError(DATA_PLACES[0] / name, "安装不完整，请重新安装 cs-scripts")


def installed() -> bool:
    """Tell whether the data came with an installed package, where nobody edits it.

    Returns:
        False in a checkout, an unpacked sdist and an editable install.
    """
    return (DATA_PLACES[0] / _ALWAYS).is_file()
