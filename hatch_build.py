"""Put into a wheel or sdist what would otherwise be computed on every user's machine: fitted weights and the compiled data files.

In an sdist they stand in ``data``, so that building a wheel from it computes nothing. An editable install has none: there the first
command fits the weights and keeps them in the user's cache.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_NEEDED = ("pyyaml", "jieba", "numpy", "scikit-learn", "scipy")
_NOT_READ = ("phrases.yaml", "conversation.yaml", "shop.example.yaml", "echoes.yaml", "moves.yaml")
_NOT_IN_WHEEL = (
    "phrases.yaml", "speech_rules.yaml", "attributes.yaml", "echoes.yaml", "moves.yaml", "conversation.yaml",
    "messages", "dialogues.jsonl", "speech_examples.tsv",
)  # fmt: skip
"""What only serves to compute other files, or was: a fifth of the wheel. The sdist has it."""


class ComputedData(BuildHookInterface[Any]):
    """Compute what is missing and add it to the build."""

    def dependencies(self) -> list[str]:
        """Name what fitting needs, where there is anything to fit."""
        editable = any("editable" in argument for argument in sys.argv)
        if editable or self._is_there():
            return []
        return [one for one in self.metadata.core.dependencies if one.lower().startswith(_NEEDED)]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to the build."""
        if version == "editable":
            return
        if self.target_name == "wheel":
            data = Path(self.root) / "data"
            kept = [path for path in sorted(data.rglob("*")) if path.is_file() and path.relative_to(data).parts[0] not in _NOT_IN_WHEEL]
            build_data["force_include"] |= {str(path): f"cs_scripts/data/{path.relative_to(data).as_posix()}" for path in kept}
        if self._is_there():
            return
        self._folder = Path(tempfile.mkdtemp(prefix="cs-scripts-build-"))
        place = "cs_scripts/data" if self.target_name == "wheel" else "data"
        for path, name in _compute(self._folder):
            build_data["force_include"][str(path)] = f"{place}/{name}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leave nothing behind."""
        shutil.rmtree(getattr(self, "_folder", ""), ignore_errors=True)

    def _is_there(self) -> bool:
        """Tell whether this is an unpacked sdist with weights that belong to its examples."""
        sys.path.insert(0, str(Path(self.root) / "src"))
        from cs_scripts.recognition.key import content_key

        try:
            with zipfile.ZipFile(Path(self.root) / "data" / "weights.npz") as archive:
                return archive.read("key.npy").endswith(content_key().encode())
        except (OSError, KeyError, zipfile.BadZipFile):
            return False


def _compute(folder: Path) -> list[tuple[Path, str]]:
    """Compute all files into a folder; give each with its place below ``data``."""
    os.environ["CS_SCRIPTS_CACHE"] = str(folder / "cache")
    from cs_scripts.conversation.words import words
    from cs_scripts.files.data import data_path
    from cs_scripts.files.yaml import read_yaml
    from cs_scripts.phrasebook.read import load_phrasebook
    from cs_scripts.recognition.cache import BUNDLED, content_key, fit_model
    from cs_scripts.recognition.urgency import yields
    from cs_scripts.recognition.weights import pack
    from cs_scripts.recommend import chooser_file
    from cs_scripts.recommend.choosers import fit_choosers
    from cs_scripts.recommend.echo_forms import load_forms
    from cs_scripts.recommend.moves import moves

    load_phrasebook()
    yields()
    assert words().buyer
    assert words().seller
    assert yields()
    assert load_forms().forms
    assert moves()
    for path in sorted(data_path().glob("*.yaml")):
        if path.name not in _NOT_READ:
            read_yaml(path)
    model = fit_model()
    weights, told_apart = folder / BUNDLED, folder / chooser_file.BUNDLED
    key = content_key()
    weights.write_bytes(pack(model, key))
    told_apart.write_bytes(chooser_file.pack_choosers(fit_choosers(load_phrasebook(), model), chooser_file.choosers_key(key)))
    return [
        (weights, BUNDLED),
        (told_apart, chooser_file.BUNDLED),
        *((path, f"compiled/{path.name}") for path in sorted((folder / "cache").glob("*.json*"))),
    ]
