"""Measure how often the documented script answers a documented question, by a reader's table of questions, read from where he keeps it.

python scripts/documented_questions.py COVERAGE.md --wanted WANTED.tsv [--shop data/shop.example.yaml] [--details]

The table is Markdown, one question a row: ``| id | question | … | replies | place |``. A ``*`` marks the documented scripts, the place
tells which of the replies was wanted, and a line that begins with "Situations" parts the quoted questions from the described ones.
A question may end in ``[camp]``, ``[taobao]`` or ``[shipped]``: asked while a campaign runs, of a Taobao shop, of a parcel on its way.
WANTED.tsv says what the table does not know, one question a line: id, tab, ids of the scripts that answer it, separated by spaces.
Neither file belongs to the project: the questions are the sentences of the training documents.

A fact from the shop's own tables (days to a place, the day of dispatch, the campaign) stands before all scripts, so there are two figures:
first of all replies, and first of the scripts, such facts aside.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

from cs_scripts import Recommender
from cs_scripts.shop.campaigns import Campaign

SHOP = Path(__file__).parents[1] / "data" / "shop.example.yaml"
TABLES = "own § 店铺资料"
_ROW = re.compile(
    r"\| (?P<id>[A-Z]\d{1,3}[a-z]?) \| (?P<text>[^|]{1,300}?)(?: \[(?P<variant>camp|taobao|shipped)\])? \|"
    r"[^|]*\| (?P<replies>[^|]*)\| (?P<place>[–\d]{1,2}) \|"
)


@dataclass(frozen=True)
class Question:
    """One documented question.

    Attributes:
        id: its id in the table.
        text: what the buyer asks.
        quoted: whether the document gives these very words.
        variant: ``camp``, ``taobao``, ``shipped`` or nothing.
        wanted: the script that the table names, if it does.
    """

    id: str
    text: str
    quoted: bool
    variant: str
    wanted: tuple[str, ...]


def read_questions(lines: Iterable[str]) -> list[Question]:
    """Read the tables of questions.

    Args:
        lines: a Markdown page.

    Returns:
        The questions, in order.
    """
    found, quoted, inside = [], True, False
    for line in lines:
        if line.startswith("#"):
            inside = "questions" in line
        quoted = quoted and not line.startswith("Situations")
        row = _ROW.match(line) if inside else None
        if row:
            replies = [part.strip().rstrip("*") for part in row["replies"].split(",")]
            place = int(row["place"]) if row["place"].isdigit() else 0
            found.append(Question(row["id"], row["text"], quoted, row["variant"] or "", tuple(replies[place - 1 : place]) if place else ()))
    return found


def read_wanted(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Read which scripts answer which question today.

    Args:
        lines: id, tab, ids of scripts.

    Returns:
        The ids by question.
    """
    rows = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return {row[0]: tuple(row[1].split()) for row in rows}


def with_variant(recommender: Recommender, variant: str) -> Recommender:
    """Change the shop as a question wants it.

    Args:
        recommender: of the example shop.
        variant: ``camp``, ``taobao`` or another, which changes nothing.

    Returns:
        A recommender with the same recogniser.
    """
    shop = recommender.shop
    if variant == "camp":
        now = datetime.now()
        shop = replace(shop, campaigns=(Campaign("周年庆", "满200减20", now - timedelta(days=1), now + timedelta(days=3)),))
    elif variant == "taobao":
        shop = replace(shop, platform="taobao")
    return recommender if shop is recommender.shop else Recommender(recommender.recogniser, recommender.book, shop)


def main() -> None:
    """Print the figures, and with ``--details`` every question whose script is not first."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", type=Path)
    parser.add_argument("--wanted", type=Path)
    parser.add_argument("--shop", type=Path, default=SHOP)
    parser.add_argument("--details", action="store_true")
    given = parser.parse_args()
    questions = read_questions(given.path.read_text(encoding="utf-8").splitlines())
    wanted = read_wanted(given.wanted.read_text(encoding="utf-8").splitlines()) if given.wanted else {}
    recommender = Recommender.load(shop=given.shop)
    found = [(question, *_places(question, recommender, wanted, details=given.details)) for question in questions]
    for name, quoted in (("quoted", True), ("described", False)):
        rows = [row[1:] for row in found if row[0].quoted == quoted]
        first, first_script, among = sum(row[0] == 1 for row in rows), sum(row[1] == 1 for row in rows), sum(row[0] > 0 for row in rows)
        print(
            f"{name}: {len(rows)} questions; documented script first of all {first} ({first / len(rows):.0%}), "
            f"first of the scripts {first_script} ({first_script / len(rows):.0%}), among three {among} ({among / len(rows):.0%})"
        )


def _places(question: Question, recommender: Recommender, wanted: Mapping[str, tuple[str, ...]], *, details: bool) -> tuple[int, int]:
    """Find the wanted script among all replies, and among those that are no facts from the shop's tables; 0 where it is not."""
    order = {"status": "shipped"} if question.variant == "shipped" else None
    replies = with_variant(recommender, question.variant).suggest(question.text, order=order).replies
    ids = wanted.get(question.id) or question.wanted
    scripts = [reply for reply in replies if reply.source != TABLES or reply.missing]
    place, place_of_scripts = (
        next((i for i, reply in enumerate(row, 1) if reply.id in ids and reply.source != TABLES), 0) for row in (replies, scripts)
    )
    if details and place_of_scripts != 1:
        print(question.id, question.text, "wanted", *ids, "shown", *(reply.id for reply in replies), sep="\t")
    return place, place_of_scripts


if __name__ == "__main__":
    main()
