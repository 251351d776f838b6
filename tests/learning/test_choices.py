"""What a shop learns from choices: kept whatever happens, forgotten on demand, used there and nowhere else."""

import random
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path

import pytest

from cs_scripts import Recommender
from cs_scripts.errors import ArgumentError, FileReadError
from cs_scripts.learning import database
from cs_scripts.learning.choices import Choice, ChoiceStore
from cs_scripts.learning.database import MIGRATIONS
from cs_scripts.learning.preferences import prefer, preferences, rerank, situation, situation_of

SHOWN = ("a", "b", "c")
HERE = situation(["returns"], SHOWN)

WRITER = """
import sys
from cs_scripts.learning.choices import Choice, ChoiceStore
store = ChoiceStore(sys.argv[1])
while True:
    print(store.add(Choice("chosen", "returns|a,b", "a", message="m" * 200)), flush=True)
"""


@pytest.fixture
def store(tmp_path: Path) -> ChoiceStore:
    return ChoiceStore(tmp_path / "choices.db")


def choose(store: ChoiceStore, script: str, times: int = 1, *, key: str = HERE, kind: str = "chosen") -> None:
    for _ in range(times):
        store.add(Choice(kind, key, script))


def order(store: ChoiceStore, shown: Sequence[str] = SHOWN, key: str = HERE) -> list[str]:
    return [shown[place] for place in rerank(shown, key, preferences(store))]


@pytest.mark.parametrize("liked", ["b", "c"])
def test_five_consistent_choices_put_a_reply_first(store: ChoiceStore, liked: str) -> None:
    """Four are not enough; the fifth is; the others keep their order."""
    choose(store, liked, 4)
    assert order(store)[0] == "a"
    choose(store, liked)
    assert order(store) == [liked, *(script for script in SHOWN if script != liked)]


@pytest.mark.parametrize(
    ("intents", "shown"),
    [(["refund"], ("a", "b", "c")), (["returns"], ("a", "b")), (["returns"], ("a", "c", "d")), (["returns", "refund"], SHOWN)],
)
def test_and_nowhere_else(store: ChoiceStore, intents: list[str], shown: tuple[str, ...]) -> None:
    """Another intent, or other scripts to choose from, is another situation."""
    choose(store, "c", 50)
    assert order(store, shown, situation(intents, shown)) == list(shown)


def test_a_situation_is_the_same_in_whatever_order_its_scripts_came(store: ChoiceStore) -> None:
    """Else the reply that came to the front would at once stand in a new situation."""
    choose(store, "c", 5)
    assert order(store, ("b", "c", "a"), situation(["returns"], ("b", "c", "a")))[0] == "c"


def test_edited_counts_rejected_counts_against(store: ChoiceStore) -> None:
    choose(store, "b", 5, kind="edited")
    assert order(store)[0] == "b"
    choose(store, "b", kind="rejected")
    assert order(store)[0] == "a"


def test_only_looking_teaches_nothing(store: ChoiceStore) -> None:
    choose(store, "c", 100, kind="shown")
    assert order(store) == list(SHOWN)


def test_a_shop_may_change_its_mind(store: ChoiceStore) -> None:
    """Hundreds of old choices do not outvote the latest sixty."""
    choose(store, "b", 300)
    choose(store, "c", 60)
    assert order(store)[0] == "c"


def test_the_front_reply_says_that_the_shop_chose_it(recommender: Recommender, store: ChoiceStore) -> None:
    found = recommender.suggest("发成都要几天，急着用")
    assert len(found.replies) > 1
    key, last = situation_of(found), found.replies[-1].id
    choose(store, last, 5, key=key)
    preferred = prefer(found, preferences(store))
    assert preferred.replies[0].id == last
    assert preferred.replies[0].why[0] == "本店常选这条"
    assert {reply.id for reply in preferred.replies} == {reply.id for reply in found.replies}


# ── 2,000 choices of an agent, of which 400 are held back ──────────────────────────────────────────────────────────────

Pick = Callable[[random.Random, Sequence[str]], str]


def taste(chance: random.Random, shown: Sequence[str]) -> str:
    """Prefer, four times in five, the script whose id sorts last; else click anywhere."""
    return max(shown, key=lambda script: script[::-1]) if chance.random() < 0.8 else chance.choice(shown)


def anywhere(chance: random.Random, shown: Sequence[str]) -> str:
    return chance.choice(shown)


def mostly_first(chance: random.Random, shown: Sequence[str]) -> str:
    return shown[0] if chance.random() < 0.6 else chance.choice(shown)


def first_place_shares(recommender: Recommender, pick: Pick, seed: int) -> tuple[float, float]:
    """Share of the held-back choices that stand in place 1 before and after learning, in points."""
    chance = random.Random(seed)
    folder = Path(__file__).parents[2] / "data" / "messages"
    texts = [
        line for path in sorted(folder.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()[10:400:60] if line.strip()
    ]
    chance.shuffle(texts)
    found = [one for one in recommender.suggest_all(texts, k=3) if len(one.replies) > 1]
    shares = list(accumulate(1 / rank for rank in range(1, len(found) + 1)))  # a few questions come again and again
    store = ChoiceStore(":memory:")
    rows = []
    for one in chance.choices(found, cum_weights=shares, k=2000):
        shown = [reply.id for reply in one.replies]
        rows.append((one, pick(chance, shown)))
    for one, script in rows[:1600]:
        store.add(Choice("chosen", situation_of(one), script))
    bonuses = preferences(store)
    held = rows[1600:]
    before = sum(one.replies[0].id == script for one, script in held)
    after = sum(prefer(one, bonuses).replies[0].id == script for one, script in held)
    return 100 * before / len(held), 100 * after / len(held)


@pytest.mark.parametrize("seed", range(3))
def test_an_agent_with_a_taste_finds_it_in_place_one(recommender: Recommender, seed: int) -> None:
    before, after = first_place_shares(recommender, taste, seed)
    assert after >= before + 10


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("pick", [anywhere, mostly_first])
def test_random_clicks_do_no_harm(recommender: Recommender, pick: Pick, seed: int) -> None:
    before, after = first_place_shares(recommender, pick, seed)
    assert after >= before - 2


# ── the file ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_acknowledged_choice_is_lost_to_kill_9(tmp_path: Path) -> None:
    """Killed again and again in the midst of writing; what was acknowledged is there, and the file is whole."""
    path = tmp_path / "choices.db"
    acknowledged = 0
    for _ in range(4):
        with subprocess.Popen([sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            for _ in range(60):
                acknowledged = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
            acknowledged = max([acknowledged, *map(int, writer.stdout.read().split(b"\n")[:-1])])
    store = ChoiceStore(path)
    assert {row["id"] for row in store.export()} >= set(range(1, acknowledged + 1))
    assert sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone() == ("ok",)


def test_two_programs_may_write(tmp_path: Path) -> None:
    one, two = ChoiceStore(tmp_path / "c.db"), ChoiceStore(tmp_path / "c.db")
    assert [one.add(Choice("shown")), two.add(Choice("shown")), one.add(Choice("shown"))] == [1, 2, 3]


def test_personal_data_is_masked_and_nicks_are_not_kept(tmp_path: Path) -> None:
    path = tmp_path / "choices.db"
    store = ChoiceStore(path)
    store.add(
        Choice("chosen", HERE, "a", message="电话13800000000", text="单号SF1000000000001", reason="打给13900000000", buyer="某买家昵称")
    )
    row = next(store.export())
    assert (row["message"], row["text"], row["reason"]) == ("电话[手机号]", "单号[运单号]", "打给[手机号]")
    store.close()
    raw = path.read_bytes()
    assert "某买家昵称".encode() not in raw
    assert b"13800000000" not in raw


def test_unmasked_on_demand(tmp_path: Path) -> None:
    store = ChoiceStore(tmp_path / "c.db", masked=False)
    store.add(Choice("chosen", message="电话13800000000"))
    assert next(store.export())["message"] == "电话13800000000"


def test_forget_a_buyer_for_good(tmp_path: Path) -> None:
    """Also from the pages of the file and its log."""
    store = ChoiceStore(tmp_path / "c.db")
    store.add(Choice("chosen", message="记号甲甲甲", buyer="甲"))
    store.add(Choice("chosen", message="记号乙乙乙", buyer="乙"))
    assert store.forget(buyer="甲") == 1
    assert [row["message"] for row in store.export()] == ["记号乙乙乙"]
    raw = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "记号甲甲甲".encode() not in raw
    assert "记号乙乙乙".encode() in raw


def test_forget_by_age(store: ChoiceStore) -> None:
    choose(store, "a", 3)
    assert store.forget(before=datetime.now() - timedelta(days=1)) == 0
    assert store.forget(before=datetime.now() + timedelta(days=1)) == 3
    with pytest.raises(ArgumentError):
        store.forget()


def test_an_old_file_is_brought_up_to_date(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each version's step is taken once, and the choices stay."""
    old = ChoiceStore(tmp_path / "c.db")
    choose(old, "a", 2)
    old.close()
    monkeypatch.setattr(database, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE later (x); INSERT INTO later VALUES (7)"))
    for _ in range(2):
        new = ChoiceStore(tmp_path / "c.db")
        assert len(list(new.export())) == 2
        assert new.database.read("SELECT x FROM later") == [(7,)]
        new.close()


def test_a_newer_file_is_left_alone(tmp_path: Path) -> None:
    sqlite3.connect(tmp_path / "c.db").execute("PRAGMA user_version=99").connection.close()
    with pytest.raises(FileReadError, match="升级"):
        ChoiceStore(tmp_path / "c.db")


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be one" * 50, b"SQLite format 3\0" + b"\xff" * 4096])
def test_a_broken_file_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "c.db").write_bytes(content)
    with pytest.raises(FileReadError, match="已损坏"):
        ChoiceStore(tmp_path / "c.db")
    assert (tmp_path / "c.db").read_bytes() == content


def test_unknown_kind(store: ChoiceStore) -> None:
    with pytest.raises(ArgumentError, match="liked"):
        store.add(Choice("liked"))
