"""The HTTP face: what the commands answer, as JSON, to those who may ask."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

import cs_scripts.desk
from cs_scripts import Recommender
from cs_scripts.desk.guard import BODY_LIMIT
from cs_scripts.desk.server import make_app
from cs_scripts.desk.shop import Desk
from cs_scripts.errors import FileReadError
from cs_scripts.phrasebook.read import load_phrasebook
from tests.cases import table
from tests.desk.conftest import TOKEN

CHAT = Path(__file__).parents[2] / "data" / "demo_chat.txt"


def test_suggest_answers_as_the_command_does(client: TestClient, recommender: Recommender) -> None:
    """With what it takes to hand a choice back."""
    answer = client.post("/api/suggest", json={"text": "能便宜点吗", "k": 2}).json()
    situation = answer.pop("situation")
    assert answer == json.loads(json.dumps(recommender.suggest("能便宜点吗", k=2).to_dict()))
    assert situation == "price_haggling|" + ",".join(sorted(reply["id"] for reply in answer["replies"]))


def test_history_stage_and_item_are_heard(client: TestClient) -> None:
    history = [{"role": "buyer", "text": "我要退货"}, {"role": "seller", "text": "可以的，在订单里申请就行"}]
    body = {"text": "运费谁出", "history": history, "stage": "returning", "item": "保温杯"}
    answer = client.post("/api/suggest", json=body)
    assert answer.status_code == 200
    assert answer.json()["stage"] == "returning"


def test_none_is_an_answer(client: TestClient) -> None:
    answer = client.post("/api/suggest", json={"text": "阿啊啊"}).json()
    assert (answer["status"], answer["replies"]) == ("none", [])


def test_long_messages_are_answered_too(client: TestClient) -> None:
    assert client.post("/api/suggest", json={"text": "能便宜点吗" * 900}).status_code == 200


def test_classify_one_or_many(client: TestClient) -> None:
    one = client.post("/api/classify", json={"text": "能便宜点吗"}).json()
    assert (one["status"], one["intents"][0]["label"]) == ("confident", "议价")
    assert one["why"]["price_haggling"][0][0] == "便宜"
    many = client.post("/api/classify", json={"texts": ["能便宜点吗", "嗯嗯"]}).json()["results"]
    assert [[intent["id"] for intent in row["intents"]] for row in many] == [["price_haggling"], []]


def test_check(client: TestClient) -> None:
    found = client.post("/api/check", json={"text": "加我微信吧"}).json()["findings"]
    assert [finding["rule"] for finding in found] == ["offsite.contact"]


def test_a_choice_is_acknowledged_and_ranks(client: TestClient, desk: Desk) -> None:
    """After the fifth the chosen reply comes first, at once."""
    text = "发成都要几天，急着用"
    first = client.post("/api/suggest", json={"text": text}).json()
    liked = first["replies"][-1]["id"]
    assert len(first["replies"]) > 1
    for number in range(1, 6):
        body = {"kind": "chosen", "situation": first["situation"], "script": liked, "message": text, "buyer": "某人"}
        answer = client.post("/api/choices", json=body)
        assert (answer.status_code, answer.json()) == (201, {"id": number})
    again = client.post("/api/suggest", json={"text": text}).json()
    assert again["replies"][0]["id"] == liked
    assert again["situation"] == first["situation"]
    assert Desk(desk.recommender, desk.files, desk.store).bonuses == desk.bonuses


def test_programs_may_name_the_situation_by_its_parts(client: TestClient, desk: Desk) -> None:
    body = {"kind": "chosen", "intents": ["returns"], "shown": ["b", "a"], "script": "price.discount.no_campaign"}
    assert client.post("/api/choices", json=body).status_code == 201
    assert next(desk.store.export())["situation"] == "returns|a,b"


def test_talk_becomes_history(client: TestClient) -> None:
    text = CHAT.read_text(encoding="utf-8") + "山里的风a  2026-11-18 10:16:00\n运费谁出\n"
    talk = client.post("/api/talk", json={"text": text}).json()
    assert (talk["buyer"], talk["text"], talk["sure"]) == ("山里的风a", "运费谁出", True)
    assert [turn["role"] for turn in talk["history"]] == ["buyer", "buyer", "seller"]


def test_who_is_the_buyer_can_be_said(client: TestClient) -> None:
    """Where the log does not tell, the last to speak is taken for the buyer, until the agent says otherwise."""
    text = "甲某 2024-1-2 9:05:07\n在吗\n乙某 2024-1-2 9:05:09\n在的，您说\n"
    guess = client.post("/api/talk", json={"text": text}).json()
    assert (guess["buyer"], guess["others"], guess["sure"]) == ("乙某", ["甲某"], False)
    said = client.post("/api/talk", json={"text": text, "buyer": "甲某"}).json()
    assert (said["buyer"], said["text"]) == ("甲某", "")
    assert said["history"] == [{"role": "buyer", "text": "在吗"}, {"role": "seller", "text": "在的，您说"}]


@pytest.mark.parametrize("text", ["能便宜点吗", "第一行\n第二行", "{不是 JSON", "a,b\nc,d"])
def test_a_plain_message_is_no_conversation(client: TestClient, text: str) -> None:
    talk = client.post("/api/talk", json={"text": text}).json()
    assert (talk["buyer"], talk["history"], talk["text"]) == ("", [], text)


def test_save_as_own_script(client: TestClient, desk: Desk) -> None:
    """It stands in the shop's own book with its blank a slot and no phone number, and is suggested from then on."""
    body = {
        "group": "returns",
        "situation": "问能不能拆开试",
        "text": "拆开试没关系，寄回单号发【待填:快递单号】，不清楚打13800000000",
        "code": "cs9",
    }
    ask = "拆了蓝牙耳机盒子还给退不"
    answer = client.post("/api/scripts", json={**body, "ask": ask})
    assert answer.status_code == 201
    script = load_phrasebook(desk.files.own).scripts[answer.json()["id"]]
    assert script.replies == ("拆开试没关系，寄回单号发{tracking_no}，不清楚打[手机号]",)
    assert client.get("/api/phrases", params={"q": "cs9"}).json()["phrases"][0]["own"] is True
    assert script.id in [reply["id"] for reply in client.post("/api/suggest", json={"text": ask}).json()["replies"]]
    again = client.post("/api/scripts", json=body)
    assert (again.status_code, "cs9" in again.json()["reason"]) == (400, True)


@pytest.mark.parametrize(("path", "body", "status", "field", "reason"), table("desk/refused.tsv"))
def test_refused(client: TestClient, path: str, body: str, status: str, field: str, reason: str) -> None:
    answer = client.post(path, content=body.replace("\\\\", "\\").encode())
    assert (answer.status_code, answer.json()["field"]) == (int(status), field)
    assert reason in answer.json()["reason"]


@pytest.mark.parametrize(
    ("query", "field"), [("limit=0", "limit"), ("limit=x", "limit"), ("limit=²", "limit"), ("q=" + "a" * 101, "q"), ("w=a", "w")]
)
def test_refused_queries(client: TestClient, query: str, field: str) -> None:
    answer = client.get(f"/api/phrases?{query}")
    assert (answer.status_code, answer.json()["field"]) == (400, field)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9), lambda inner: st.lists(inner, max_size=3), max_leaves=5
)
FIELDS = st.sampled_from(
    [
        "text",
        "texts",
        "history",
        "k",
        "stage",
        "order",
        "item",
        "kind",
        "script",
        "shown",
        "situation",
        "question",
        "draft",
        "decision",
        "odd",
    ]
)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(["suggest", "classify", "check", "choices", "talk", "drafts"]), body=st.dictionaries(FIELDS, JSON, max_size=4))
def test_no_body_is_a_fault_of_ours(client: TestClient, path: str, body: dict[str, object]) -> None:
    """Whatever is sent, the answer is JSON and names a field, or is good."""
    answer = client.post(f"/api/{path}", content=json.dumps(body).encode())
    assert answer.status_code in (200, 201, 400)
    assert answer.status_code != 400 or {"field", "reason"} == answer.json().keys()


# ── who may ask ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("headers", "status", "field"),
    [
        ({"Authorization": ""}, 401, "Authorization"),
        ({"Authorization": f"Bearer {TOKEN}x"}, 401, "Authorization"),
        ({"Authorization": TOKEN}, 401, "Authorization"),
        ({"Host": "desk.example:8000"}, 421, "Host"),
        ({"Host": "127.0.0.1.example"}, 421, "Host"),
        ({"Host": ""}, 421, "Host"),
        ({"Origin": "http://evil.example"}, 403, "Origin"),
        ({"Origin": "null"}, 403, "Origin"),
        ({"Origin": "http://127.0.0.1:9"}, 403, "Origin"),
        ({"Origin": "http://127.0.0.1:8000"}, 200, ""),
        ({"Host": "localhost:8000"}, 200, ""),
        ({"Host": "[::1]:8000"}, 200, ""),
    ],
)
def test_who_may_ask(client: TestClient, headers: dict[str, str], status: int, field: str) -> None:
    answer = client.post("/api/suggest", json={"text": "在吗"}, headers=headers)
    assert answer.status_code == status
    assert answer.json().get("field", "") == field


@pytest.mark.parametrize("path", ["/", "/static/app.js", "/api/desk", "/api/nothing", "/nothing"])
def test_security_headers_on_every_answer(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "script-src 'self'" in headers["content-security-policy"]
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["cache-control"] == "no-store"
    assert "access-control-allow-origin" not in headers


def test_a_body_without_end_is_not_read(client: TestClient) -> None:
    """Announced or not."""

    def endless() -> Iterator[bytes]:
        for _ in range(BODY_LIMIT // 1000 + 10):
            yield b" " * 1000

    assert client.post("/api/suggest", content=b" " * (BODY_LIMIT + 1)).status_code == 413
    assert client.post("/api/suggest", content=endless()).status_code == 413


def test_the_page_fetches_nothing_from_elsewhere() -> None:
    """No address of another site, no inline script or style, no handler in an attribute."""
    folder = Path(cs_scripts.desk.__file__).parent / "static"
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert "<style" not in page
    assert "style=" not in page
    assert " on" not in page.replace(" one", "")
    assert page.count("<script") == page.count('<script type="module" src="/static/app.js"></script>')
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
        assert "http://" not in text
        assert "https://" not in text
        assert "innerHTML" not in text
        assert "eval(" not in text


def test_the_page_is_up_before_the_recogniser(recommender: Recommender) -> None:
    """It says what it waits for, and why it cannot go on."""

    def fail() -> Desk:
        raise FileReadError("shop.yaml", "坏了")

    with TestClient(make_app(fail, TOKEN), base_url="http://127.0.0.1", headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        assert client.get("/").status_code == 200
        answers = [client.get("/api/desk") for _ in range(50)]
        assert {answer.status_code for answer in answers} <= {500, 503}
        assert "坏了" in answers[-1].json()["reason"]


def test_openapi_describes_every_endpoint(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()["paths"]
    for path, methods in described.items():
        for method in methods:
            assert client.request(method, path).status_code not in (404, 405), path
    endpoints = {"suggest", "classify", "check", "phrases", "choices", "talk", "scripts", "drafts", "desk", "openapi.json"}
    assert described.keys() == {f"/api/{name}" for name in endpoints}


@pytest.mark.parametrize("path", ["suggest", "classify", "check", "choices", "talk", "scripts", "drafts"])
def test_openapi_names_the_fields_that_are_read(client: TestClient, path: str) -> None:
    """The very list that a refusal of an unknown field gives."""
    schema = client.get("/api/openapi.json").json()["paths"][f"/api/{path}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    refusal = client.post(f"/api/{path}", json={"zzz": 1}).json()["reason"]
    assert set(refusal.partition("可用 ")[2].split("、")) == schema["properties"].keys()
