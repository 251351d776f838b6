"""Give the features of replies that somebody has read, so that the weights of ranking can be derived from readings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from cs_scripts.conversation.facts import read_facts
from cs_scripts.recommend.moment import Moment, check_history, query_of, stages_of
from cs_scripts.recommend.recommender import Recommender


def reading_features(
    recommender: Recommender, text: str, history: Sequence[Mapping[str, str]], ids: Sequence[str]
) -> dict[str, list[float]]:
    """Give the ranking features of scripts for a message.

    Args:
        recommender: whose scripts they are.
        text: the message as typed.
        history: earlier turns, oldest first.
        ids: ids of scripts; unknown ones are passed over.

    Returns:
        For each script its values in the order of ``weights.FEATURES``.
    """
    recogniser = recommender.recogniser
    moment = Moment(text, check_history(history), 1, "", {}, datetime.now())
    grams, _ = recogniser.scores(text, moment.turns)
    query = query_of(grams, recogniser.told, read_facts(text, moment.turns), stages_of(moment), moment)
    found = {}
    for identity in ids:
        script = recommender.book.scripts.get(identity)
        if script is not None:
            found[identity] = recommender.flow.finder.features(script, query)
    return found
