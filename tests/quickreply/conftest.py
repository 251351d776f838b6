"""A small phrase book and shop that all tests of quick replies share."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from cs_scripts.phrasebook.book import Phrasebook
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.quickreply import Entry, book_entries
from cs_scripts.shop.profile import Shop, load_shop

HERE = Path(__file__).parent
IN_CAMPAIGN = datetime(2030, 1, 10)


@pytest.fixture(scope="session")
def book() -> Phrasebook:
    return load_phrasebook(HERE / "book.yaml")


@pytest.fixture(scope="session")
def shop(book: Phrasebook) -> Shop:
    return load_shop(HERE / "shop.yaml", book)


@pytest.fixture(scope="session")
def entries(book: Phrasebook, shop: Shop) -> list[Entry]:
    """Every wording of the small book, in its campaign."""
    return book_entries(book, shop, at=IN_CAMPAIGN, every_wording=True)
