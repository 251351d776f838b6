"""The snippets of docs/scale.md for other engines, each run where its library is installed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from cs_scripts import Recommender
from cs_scripts.tagging.stream import tag

pa = pytest.importorskip("pyarrow")
PAGE = Path(__file__).parents[2] / "docs" / "scale.md"
TEXTS = ["能便宜点吗", "什么时候发货", "嗯嗯"] * 5


def snippet(engine: str) -> str:
    """The code of the page that imports an engine."""
    blocks: list[str] = re.findall(r"```py\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return next(block for block in blocks if f"import {engine}" in block)


@pytest.mark.filterwarnings("ignore")  # theirs, not ours
@pytest.mark.parametrize("engine", ["polars", "daft"])
def test_an_engine_gives_what_tag_gives(engine: str, recommender: Recommender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip(engine, reason=f"{engine} is not installed")
    from pyarrow import parquet

    parquet.write_table(pa.table({"text": TEXTS}), tmp_path / "messages.parquet")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {"recogniser": recommender.recogniser}
    exec(compile(snippet(engine), str(PAGE), "exec"), names)
    found = names["tagged"].to_arrow().column("intent").to_pylist()
    assert found == [one.intent or None for one in tag(TEXTS, recommender.recogniser)]
