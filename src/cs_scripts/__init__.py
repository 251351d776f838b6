"""Recognise what a buyer asks on Taobao or Tmall, and suggest documented replies."""

from cs_scripts.errors import CsScriptsError
from cs_scripts.recommend.recommender import Recommender
from cs_scripts.recommend.suggestion import Reply, Suggestion
from cs_scripts.speech import check
from cs_scripts.tagging.stream import tag, tag_table

__all__ = ["CsScriptsError", "Recommender", "Reply", "Suggestion", "check", "tag", "tag_table"]
__version__ = "0.1.0"
