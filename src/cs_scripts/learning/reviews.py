"""Remember what was decided about drafts, so that nobody is asked twice, not even when the same question is mined again.

A decision is kept under each wording of the question, as a keyed hash: enough to know the question again, too little to read it.
A draft is decided once most of its wordings are.
"""

from __future__ import annotations

import hmac
from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from cs_scripts.learning.database import Database
from cs_scripts.learning.draft_file import Draft
from cs_scripts.text.normalise import normalise

ACCEPTED, REJECTED = "accepted", "rejected"


class Review(NamedTuple):
    """What was decided about a draft.

    Attributes:
        decision: ``accepted``, ``rejected``, or empty while it is open.
        script: id of the script that it became.
    """

    decision: str = ""
    script: str = ""


class Reviews:
    """The decisions of one shop.

    Args:
        database: where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, draft: Draft, scripts: Collection[str]) -> Review:
        """Tell what was decided about a draft.

        Args:
            draft: the draft.
            scripts: ids of the scripts there are; one that was accepted but is no longer there is open again.

        Returns:
            The decision.
        """
        wordings = self._wordings(draft)
        marks = ", ".join("?" * len(wordings))
        rows = self._database.read(f"SELECT decision, script FROM drafts WHERE wording IN ({marks})", wordings)  # noqa: S608 - question marks
        kept = Counter(Review(*row) for row in rows if row[0] == REJECTED or row[1] in scripts)
        review, count = kept.most_common(1)[0] if kept else (Review(), 0)
        return review if 2 * count > len(wordings) else Review()

    def decide(self, draft: Draft, review: Review) -> None:
        """Remember a decision, instead of any before.

        Args:
            draft: the draft.
            review: the decision; an open one forgets.
        """
        now = datetime.now().isoformat(timespec="seconds")
        wordings = self._wordings(draft)
        statement = "INSERT OR REPLACE INTO drafts VALUES (?, ?, ?, ?)" if review.decision else "DELETE FROM drafts WHERE wording = ?"
        self._database.write([(statement, (wording, *review, now) if review.decision else (wording,)) for wording in wordings])

    def _wordings(self, draft: Draft) -> list[str]:
        texts = dict.fromkeys(normalise(text) or text for text in (draft.question, *draft.examples))
        salt = self._database.salt.encode()
        return [hmac.new(salt, text.encode("utf-8", "replace"), "sha256").hexdigest()[:32] for text in texts]
