"""Mined drafts on the page: what each rests on, what was decided, and how far one has come."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from cs_scripts.desk.own import as_seen
from cs_scripts.errors import CsScriptsError, RequestError
from cs_scripts.files.reasons import reason
from cs_scripts.learning.draft_file import Draft, load_drafts
from cs_scripts.learning.mining import WHY
from cs_scripts.learning.reviews import ACCEPTED, REJECTED, Reviews
from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.speech import load_rules

DECISIONS = (ACCEPTED, REJECTED, "open")


class Wanted(NamedTuple):
    """A script as an agent wants it: see ``desk.own.own_script``."""

    group: str
    situation: str
    replies: list[str]
    asks: list[str]
    code: str


class Drafts:
    """The drafts of one file.

    Args:
        path: the file; None for none.
        reviews: what was decided.
    """

    def __init__(self, path: Path | None, reviews: Reviews) -> None:
        self.path = path
        self.reviews = reviews
        self._read: tuple[tuple[int, int], tuple[Draft, ...]] = (0, 0), ()

    def all(self) -> tuple[Draft, ...]:
        """Give the drafts, as the file has them now.

        Returns:
            The drafts; none without a file.

        Raises:
            RequestError: the file cannot be read.
        """
        if self.path is None:
            return ()
        try:
            about = self.path.stat()
            if self._read[0] != (about.st_mtime_ns, about.st_size):
                self._read = (about.st_mtime_ns, about.st_size), load_drafts(self.path)
        except OSError as error:
            raise RequestError("", f"草稿读不了：{reason(error)}", 500) from None
        except CsScriptsError as error:
            raise RequestError("", f"草稿读不了：{error}", 500) from None
        return self._read[1]

    def take(self, identity: str, decision: str, book: Phrasebook) -> Draft:
        """Find a draft that may still be decided so.

        Args:
            identity: its id.
            decision: one of ``DECISIONS``.
            book: the scripts there are.

        Returns:
            The draft.

        Raises:
            RequestError: it is not there, or was decided meanwhile, on another page perhaps.
        """
        draft = next((draft for draft in self.all() if draft.id == identity), None)
        if draft is None:
            raise RequestError("draft", "草稿里没有这一条了，请刷新", 404)
        review = self.reviews.of(draft, book.scripts)
        if review.decision == ACCEPTED:
            raise RequestError("draft", f"已经收下了，是 {review.script}", 409)
        if review.decision == REJECTED and decision == ACCEPTED:
            raise RequestError("draft", "已经标为不要了，先恢复", 409)
        return draft

    def listed(self, book: Phrasebook, codes: dict[str, str]) -> dict[str, Any]:
        """Give everything the page shows.

        Args:
            book: the scripts there are.
            codes: the first code of each.

        Returns:
            A mapping for ``json.dumps``.
        """
        return {"file": self.path.name if self.path else "", "drafts": [self._shown(draft, book, codes) for draft in self.all()]}

    def _shown(self, draft: Draft, book: Phrasebook, codes: dict[str, str]) -> dict[str, Any]:
        script, review, nearest = draft.script, self.reviews.of(draft, book.scripts), book.scripts.get(draft.nearest)
        given = script.code if script else ""
        labels = {rule.id: rule.label for rule in load_rules().rules.values()}
        answers = [
            {
                "text": answer.text,
                "draft": as_seen(answer.draft, book.slots),
                "times": answer.times,
                "content": answer.content,
                "annoys": answer.annoys,
                "findings": [labels.get(rule, rule) for rule in answer.rules],
            }
            for answer in draft.answers
        ]
        return {
            "id": draft.id,
            "decision": review.decision or "open",
            "saved": {"id": review.script, "code": codes.get(review.script, "")} if review.script else None,
            "question": draft.question,
            "examples": list(draft.examples),
            "buyers": draft.buyers,
            "messages": draft.messages,
            "share": draft.share,
            "why": [{"label": label, "messages": draft.why[reason]} for reason, label in WHY.items() if draft.why[reason]],
            "sure": draft.is_sure,
            "nearest": {"title": nearest.situation, "code": codes[nearest.id], "likeness": draft.likeness} if nearest else None,
            "answers": answers,
            "group": (script.intent or script.trigger) if script else draft.intent,
            "situation": script.situation if script else f"买家问：{draft.question}",
            "code": given if given not in codes.values() else "",
            "replies": [as_seen(reply, book.slots) for reply in script.replies] if script else [],
        }
