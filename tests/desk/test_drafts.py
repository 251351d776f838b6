"""Mined drafts over HTTP: listed, accepted into the shop's own book, turned down for good, and decided once."""

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from cs_scripts import Recommender
from cs_scripts.desk.shop import Desk, Files
from cs_scripts.learning.choices import ChoiceStore
from cs_scripts.learning.draft_file import load_drafts
from cs_scripts.phrasebook.read import load_phrasebook
from tests.desk.conftest import DRAFTS, serving

OWN = """# 本店话术，手写的
version: 1
scripts:
  # 别动这行
  - {id: shop.gift.1, intent: gift, situation: 问赠品, replies: [有小礼物的亲。]}  # 行尾也有话
"""


@pytest.fixture
def desk(recommender: Recommender, tmp_path: Path) -> Desk:
    files = Files(tmp_path / "choices.db", tmp_path / "phrases.yaml", drafts=tmp_path / "drafts.yaml")
    (tmp_path / "drafts.yaml").write_bytes(DRAFTS.read_bytes())
    return Desk(recommender, files, ChoiceStore(files.choices))


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with serving(desk) as client:
        yield client


def drafts(client: TestClient) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = client.get("/api/drafts").json()["drafts"]
    return found


def accepted(draft: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """What the page sends when nothing was mended."""
    body = {key: draft[key] for key in ("group", "situation", "code", "replies")}
    return {"draft": draft["id"], "decision": "accepted", **body, "asks": draft["examples"], **changes}


def test_listed_with_all_it_rests_on(client: TestClient) -> None:
    first, second, _, unanswered, _ = drafts(client)
    assert (first["question"], first["buyers"], first["messages"], first["share"]) == ("杯子上能刻字不", 23, 31, 0.0358)
    assert first["why"] == [{"label": "没认出", "messages": 12}, {"label": "客服用自己的话答", "messages": 27}]
    assert first["nearest"]["likeness"] == 56
    assert first["replies"][0].startswith("可以刻字的，满【待填:包邮门槛】元")
    assert [answer["annoys"] for answer in first["answers"]] == [False, False, True]
    assert (first["sure"], second["sure"]) == (True, False)
    assert (unanswered["replies"], unanswered["answers"], unanswered["group"]) == ([], [], "product_info")


def test_accepted_is_suggested_at_once(client: TestClient, desk: Desk) -> None:
    """Written with its slot, under its code, and found by each of its questions, though none was recognised before."""
    desk.files.own.write_text(OWN, encoding="utf-8")
    draft = drafts(client)[0]
    answer = client.post("/api/drafts", json=accepted(draft))
    assert answer.json() == {"decision": "accepted", "id": "shop.product_info.1", "code": "sp901"}
    written = desk.files.own.read_text(encoding="utf-8")
    assert written.startswith(OWN.rstrip())
    assert load_phrasebook(desk.files.own).scripts["shop.product_info.1"].replies[0].startswith("可以刻字的，满{free_postage_threshold}元")
    for ask in draft["examples"]:
        assert client.post("/api/suggest", json={"text": ask}).json()["replies"][0]["id"] == "shop.product_info.1"
    assert drafts(client)[0]["saved"] == {"id": "shop.product_info.1", "code": "sp901"}


def test_mended(client: TestClient, desk: Desk) -> None:
    body = accepted(
        drafts(client)[0],
        group="gift",
        code="",
        situation="刻{字}",
        replies=["能刻{吗}", " ", "【待填:快递单号】查", "能刻{吗}"],
        asks=["  刻 字 "],
    )
    answer = client.post("/api/drafts", json=body).json()
    script = load_phrasebook(desk.files.own).scripts[answer["id"]]
    assert (script.intent, script.situation, script.asks) == ("gift", "刻｛字｝", ("刻 字",))
    assert script.replies == ("能刻｛吗｝", "{tracking_no}查")
    assert answer["code"] == client.get("/api/phrases", params={"q": answer["code"]}).json()["phrases"][0]["replies"][0]["code"]


def test_rejected_for_good(client: TestClient, desk: Desk, recommender: Recommender) -> None:
    """Though the desk is started anew with a file mined anew, where other buyers asked it first."""
    draft = drafts(client)[0]
    assert client.post("/api/drafts", json={"draft": draft["id"], "decision": "rejected"}).json()["decision"] == "rejected"
    mined_anew = (
        DRAFTS.read_text(encoding="utf-8")
        .replace("question: 杯子上能刻字不", "question: 刻字要另外加钱吗")
        .replace("想刻几个字当礼物", "新的问法")
    )
    assert desk.files.drafts
    desk.files.drafts.write_text(mined_anew, encoding="utf-8")
    again = Desk(recommender, desk.files, ChoiceStore(desk.files.choices))
    with serving(again) as other:
        assert [draft["decision"] for draft in drafts(other)] == ["rejected", "open", "open", "open", "open"]
        body = {"draft": drafts(other)[0]["id"], "decision": "open"}
        assert other.post("/api/drafts", json=body).json()["decision"] == "open"
        assert drafts(other)[0]["decision"] == "open"


def test_what_was_decided_is_kept_without_the_words(client: TestClient, desk: Desk) -> None:
    client.post("/api/drafts", json={"draft": drafts(client)[0]["id"], "decision": "rejected"})
    desk.store.close()
    kept = b"".join(path.read_bytes() for path in desk.files.choices.parent.glob("choices.db*"))
    assert "刻字".encode() not in kept


def test_decided_once(client: TestClient, desk: Desk) -> None:
    """Ten pages accept one draft at the same moment: one does, the others are told, and the book has it once."""
    body = accepted(drafts(client)[1])
    statuses: list[int] = []
    threads = [threading.Thread(target=lambda: statuses.append(client.post("/api/drafts", json=body).status_code)) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [200] + [409] * 9
    assert desk.files.own.read_text(encoding="utf-8").count("id: shop.") == 1
    assert client.post("/api/drafts", json={"draft": body["draft"], "decision": "rejected"}).status_code == 409


def test_accepting_what_was_rejected_asks_to_take_that_back_first(client: TestClient) -> None:
    body = accepted(drafts(client)[1])
    client.post("/api/drafts", json={"draft": body["draft"], "decision": "rejected"})
    assert client.post("/api/drafts", json=body).status_code == 409


def test_what_cannot_be_saved_stays_open(client: TestClient, desk: Desk) -> None:
    """A code that is taken, a book that somebody broke meanwhile: the draft and the file are as before."""
    draft = drafts(client)[0]
    taken = client.post("/api/drafts", json=accepted(draft, code="yj1"))
    assert (taken.status_code, "yj1" in taken.json()["reason"]) == (400, True)
    desk.files.own.write_text("version: 1\nscripts: [", encoding="utf-8")
    assert client.post("/api/drafts", json=accepted(draft)).status_code == 500
    assert desk.files.own.read_text(encoding="utf-8") == "version: 1\nscripts: ["
    assert drafts(client)[0]["decision"] == "open"


def test_killed_between_the_decision_and_the_book(client: TestClient, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """The draft is open again: a decision whose script is not there counts for nothing."""
    draft = drafts(client)[0]

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("cs_scripts.desk.shop.save", killed)
    with pytest.raises(KeyboardInterrupt):
        desk.review(draft["id"], "accepted", wanted_of(draft))
    assert drafts(client)[0]["decision"] == "open"


def wanted_of(draft: dict[str, Any]) -> Any:
    from cs_scripts.desk.drafts import Wanted

    return Wanted(draft["group"], draft["situation"], draft["replies"], draft["examples"], draft["code"])


def test_somebody_else_wrote_into_the_book_meanwhile(client: TestClient, desk: Desk) -> None:
    """What they wrote keeps its id and its words."""
    desk.files.own.write_text(
        OWN.replace("shop.gift.1", "shop.product_info.1").replace("intent: gift", "intent: product_info"), encoding="utf-8"
    )
    answer = client.post("/api/drafts", json=accepted(drafts(client)[0])).json()
    book = load_phrasebook(desk.files.own)
    assert (answer["id"], book.scripts["shop.product_info.1"].replies) == ("shop.product_info.2", ("有小礼物的亲。",))


def test_a_file_that_breaks_while_the_desk_runs(client: TestClient, desk: Desk) -> None:
    assert desk.files.drafts
    desk.files.drafts.write_text("version: [", encoding="utf-8")
    broken = client.get("/api/drafts")
    assert (broken.status_code, "草稿读不了" in broken.json()["reason"]) == (500, True)
    desk.files.drafts.unlink()
    assert client.get("/api/drafts").status_code == 500
    desk.files.drafts.write_bytes(DRAFTS.read_bytes())
    assert len(drafts(client)) == 5


def test_deleted_by_hand_is_not_shown(tmp_path: Path) -> None:
    """Who goes through the file in an editor deletes what they do not want, and need not care for what follows."""
    text = DRAFTS.read_text(encoding="utf-8")
    path = tmp_path / "drafts.yaml"
    path.write_text(text[: text.index("# 2. 有实体店吗")] + text[text.index("# 3. 可以送到楼上吗") :], encoding="utf-8")
    assert "有实体店吗" not in [draft.question for draft in load_drafts(path)]


def test_a_desk_without_drafts(recommender: Recommender, tmp_path: Path) -> None:
    files = Files(tmp_path / "choices.db", tmp_path / "phrases.yaml")
    with serving(Desk(recommender, files, ChoiceStore(files.choices))) as client:
        assert client.get("/api/drafts").json() == {"file": "", "drafts": []}
        assert client.get("/api/desk").json()["drafts"] is False
