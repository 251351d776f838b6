"""Recognise what a buyer asks on Taobao or Tmall, and suggest documented replies."""

from cs_scripts.errors import CsScriptsError
from cs_scripts.recommend import Recommender, Reply, Suggestion

__all__ = ["CsScriptsError", "Recommender", "Reply", "Suggestion"]
__version__ = "0.1.0"
