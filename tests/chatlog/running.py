"""Run ``tag`` in tests: in this process with a recogniser that needs no training, and read what it wrote."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cs_scripts.tagging.options import TagOptions
from cs_scripts.tagging.run import Run, tag_files
from tests.chatlog.chat_fakes import FakeRecommender

HERE = Path(__file__).parent
SAMPLES = HERE / "samples"


def run(inputs: Sequence[Path | str], output: Path, **options: Any) -> Run:
    """Tag with the fake recogniser, English headers unless said otherwise."""
    load, summary, progress = (options.pop(name, None) for name in ("load", "summary", "progress"))
    chosen = TagOptions(**{"headers": "en", **options})
    return tag_files(inputs, output, chosen, load=load or FakeRecommender, summary=summary, progress=progress)


def rows_of(path: Path, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """Read a CSV as a spreadsheet would."""
    return list(csv.DictReader(io.StringIO(path.read_bytes().decode(encoding), newline="")))
