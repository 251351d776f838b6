"""What copies of one process tell each other of the messages they have recognised."""

import os
import sys

import pytest

from cs_scripts.tagging.memo import LONG
from cs_scripts.tagging.shared import Shared

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has files in memory")


class Counted:
    """Doubles texts, and remembers which."""

    def __init__(self, most: int = 100) -> None:
        self.asked: list[str] = []
        self.shared = Shared(self.double, str, most)

    def double(self, texts: list[str]) -> list[str]:
        """Give each text twice, noting it."""
        self.asked.extend(texts)
        return [text * 2 for text in texts]

    def in_a_copy(self, texts: list[str]) -> None:
        """Compute in a copy of this process, which ends after it."""
        if (child := os.fork()) == 0:
            os._exit(0 if self.shared(texts) == [text * 2 for text in texts] else 1)
        assert os.waitpid(child, 0)[1] == 0


def test_what_a_copy_computed_is_not_computed_again() -> None:
    counted = Counted()
    counted.shared.open()
    counted.in_a_copy(["在吗", "多少钱\n", "\ud83d"])
    counted.in_a_copy(["在吗", "发货"])
    assert counted.shared(["发货", "好", "多少钱\n", "\ud83d", "在吗"]) == ["发货发货", "好好", "多少钱\n" * 2, "\ud83d\ud83d", "在吗在吗"]
    assert counted.asked == ["好"]


@pytest.mark.parametrize(("most", "is_open", "again"), [(100, False, ["在吗", "发货"]), (1, True, ["发货"]), (100, True, [])])
def test_sharing_begins_when_opened_and_ends_after_a_number(most: int, is_open: bool, again: list[str]) -> None:
    counted = Counted(most)
    if is_open:
        counted.shared.open()
    for text in ("在吗", "发货"):
        counted.in_a_copy([text])
    for text in ("在吗", "发货"):
        assert counted.shared([text]) == [text * 2]
    assert counted.asked == again


def test_a_long_message_is_not_told() -> None:
    counted = Counted()
    counted.shared.open()
    counted.in_a_copy(["长" * (LONG + 1), "短"])
    counted.shared(["长" * (LONG + 1), "短"])
    assert counted.asked == ["长" * (LONG + 1)]
