"""Keep to what the training documents teach: a shop may want no other replies."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from typing import TYPE_CHECKING

from cs_scripts.recommend.finder import ScriptFinder

if TYPE_CHECKING:
    from cs_scripts.recommend.recommender import Recommender


def only_documented(recommender: Recommender) -> Recommender:
    """Make a recommender that suggests only what a training document teaches: no scripts of this project or the shop, no tables.

    Args:
        recommender: one of any shop.

    Returns:
        It, with the same recogniser.

    >>> from cs_scripts import Recommender
    >>> r = only_documented(Recommender.load())
    >>> all(reply.documented for reply in r.suggest("能便宜点吗").replies)
    True
    """
    found = copy(recommender)
    finder = recommender.flow.finder
    documented = ScriptFinder(finder.book, finder.shop, recommender.recogniser.model, finder.own, documented=True)
    found.flow = replace(recommender.flow, finder=documented)
    return found
