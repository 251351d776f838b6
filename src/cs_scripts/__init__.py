"""Recognise what a buyer asks on Taobao or Tmall, and suggest documented replies."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cs_scripts.errors import CsScriptsError
    from cs_scripts.recommend.recommender import Recommender
    from cs_scripts.recommend.suggestion import Reply, Suggestion
    from cs_scripts.speech import check
    from cs_scripts.tagging.stream import tag, tag_table

__all__ = ["CsScriptsError", "Recommender", "Reply", "Suggestion", "check", "tag", "tag_table"]
__version__ = "0.1.0"

_HOMES = {
    "CsScriptsError": "errors",
    "Recommender": "recommend.recommender",
    "Reply": "recommend.suggestion",
    "Suggestion": "recommend.suggestion",
    "check": "speech",
    "tag": "tagging.stream",
    "tag_table": "tagging.stream",
}
"""Module of each public name: what a program does not use is not imported."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
