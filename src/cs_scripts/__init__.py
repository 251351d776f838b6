"""Recognise what a buyer asks on Taobao or Tmall, and suggest replies to it."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cs_scripts.errors import CsScriptsError
    from cs_scripts.recognition.model import RecognisedIntent
    from cs_scripts.recognition.recogniser import Recogniser
    from cs_scripts.recommend.opening import Opening
    from cs_scripts.recommend.recommender import Recommender
    from cs_scripts.recommend.suggestion import Reply, Suggestion
    from cs_scripts.shop.goods import Goods
    from cs_scripts.speech import Finding, check
    from cs_scripts.tagging.stream import Tagged, tag, tag_table

__all__ = [
    "CsScriptsError",
    "Finding",
    "Goods",
    "Opening",
    "RecognisedIntent",
    "Recogniser",
    "Recommender",
    "Reply",
    "Suggestion",
    "Tagged",
    "check",
    "tag",
    "tag_table",
]
__version__ = "0.2.0"

_HOMES = {
    "CsScriptsError": "errors",
    "Finding": "speech",
    "Goods": "shop.goods",
    "Opening": "recommend.opening",
    "RecognisedIntent": "recognition.model",
    "Recogniser": "recognition.recogniser",
    "Recommender": "recommend.recommender",
    "Reply": "recommend.suggestion",
    "Suggestion": "recommend.suggestion",
    "Tagged": "tagging.stream",
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
