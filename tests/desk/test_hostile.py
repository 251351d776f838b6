"""Whatever stands in drafts, messages, the shop's own scripts or its name is shown as text, and no odd body brings the desk down."""

import json
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from cs_scripts.desk.shop import Desk
from cs_scripts.files.yaml_dump import dump_yaml
from cs_scripts.phrasebook.read import load_phrasebook
from tests.desk.conftest import TOKEN, running

MARKUP = "<img src=x onerror=document.title='broken'><script>document.title='broken'</script>"
ODD = [
    "\u202e倒着念",
    "\u0000\u0007",
    "a\u200bb\ufeff",
    "👩‍👩‍👧‍👦" * 40,
    "z̤͔͛̊͝a̷l̸g̶o̵" * 30,
    "\U0010ffff",
    "{{7*7}}${7*7}",
    "'; DROP TABLE choices;--",
    "\r\n\r\n",
    "【待填:】【待填:】",
]


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_are_answered_and_kept(client: TestClient, desk: Desk, text: str) -> None:
    """Every endpoint takes them or says why not; what was saved loads again."""
    for path, body in {
        "suggest": {"text": text, "history": [{"role": "buyer", "text": text}], "item": text[:200]},
        "classify": {"texts": [text, text]},
        "check": {"text": text, "question": text},
        "talk": {"text": f"{text}\n{text}"},
        "choices": {"kind": "rejected", "message": text, "reason": text, "buyer": text, "situation": text},
        "scripts": {"group": "gift", "situation": text[:100], "text": text, "ask": text, "code": text[:40]},
        "drafts": {"draft": text[:40], "decision": "rejected"},
    }.items():
        answer = client.post(f"/api/{path}", json=body)
        assert answer.status_code in (200, 201, 400, 404), path
    assert client.get("/api/phrases", params={"q": text[:100]}).status_code == 200
    assert load_phrasebook(desk.files.phrases).scripts


def nested(depth: int) -> bytes:
    return b'{"text":' + b"[" * depth + b"]" * depth + b"}"


@pytest.mark.parametrize(
    "body",
    [
        nested(10),
        nested(100_000),
        b'{"text": "a", "text": 5}',
        b'{"text": "' + b"\\u0000" * 50_000 + b'"}',
        b'{"k": ' + b"9" * 5_000 + b', "text": "a"}',
        b'{"k": NaN, "text": "a"}',
        b'{"order": {"item": Infinity}, "text": "a"}',
        "﻿{}".encode(),
        b"\xff\xfe{\x00}\x00",
    ],
    ids=range(9),
)
def test_odd_bodies_are_refused(client: TestClient, body: bytes) -> None:
    answer = client.post("/api/suggest", content=body)
    assert answer.status_code == 400
    assert answer.json().keys() == {"field", "reason"}


@pytest.fixture
def hostile(tmp_path: Path) -> Iterator[str]:
    """Run a desk whose shop, book and drafts are all full of markup."""
    quoted = json.dumps(MARKUP, ensure_ascii=False)
    (tmp_path / "shop.yaml").write_text(f"shop_name: {quoted}\n", encoding="utf-8")
    own = {"id": "shop.gift.1", "intent": "gift", "situation": MARKUP, "replies": [MARKUP], "asks": [MARKUP], "code": "<b>1</b>"}
    (tmp_path / "phrases.yaml").write_text(dump_yaml({"version": 1, "scripts": [own]}), encoding="utf-8")
    group: dict[str, Any] = {"question": MARKUP, "examples": [MARKUP], "buyers": 4, "messages": 4, "intent": "gift", "sure": True}
    group["answers"] = [{"text": MARKUP, "draft": MARKUP, "times": 1, "rules": [MARKUP]}]
    drafts = {"version": 1, "scripts": [], "mined": {"questions": 9, "groups": [group]}}
    (tmp_path / "drafts.yaml").write_text(json.dumps(drafts, ensure_ascii=False), encoding="utf-8")
    with running(tmp_path, "--drafts", str(tmp_path / "drafts.yaml"), "--shop", str(tmp_path / "shop.yaml")) as address:
        yield address


def test_markup_is_shown_as_text(hostile: str) -> None:
    """In the name of the shop, a draft, a message, a reply, the book, a toast; nothing runs, nothing is fetched."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright 没有安装：pip install playwright")
    from tests.desk.browser import ARGUMENTS, CHROMIUM, Agent

    if not Path(CHROMIUM).exists():
        pytest.skip("没有 Chromium：apt-get install chromium")
    with playwright.sync_playwright() as driver, ExitStack() as pages:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        pages.callback(browser.close)
        agent = Agent(browser.new_context(viewport={"width": 1200, "height": 800}), hostile, "hostile")
        page = agent.page
        assert page.inner_text("#draft-question") == MARKUP
        page.click(".given .key")
        page.click("#draft-accept")
        page.wait_for_selector("text=再按一次照样收下")
        page.click("#draft-accept")
        page.wait_for_selector("text=收下 1")
        page.click("#drafts .state button")
        agent.ask(MARKUP)
        agent.ask(f"{MARKUP} 2024-1-2 9:05:07\n{MARKUP}\n小店:阿宝 2024-1-2 9:05:09\n在的\n{MARKUP} 2024-1-2 9:05:20\n{MARKUP}")
        page.fill("#query", "img")
        page.wait_for_selector(".hits .card")
        page.click(".hits .card >> text=改 >> nth=0")
        assert page.input_value("#draft") == MARKUP
        assert page.query_selector("img, body script") is None
        assert page.title() == "话术台"
        assert agent.troubles == []
        assert agent.foreign == []


def test_half_a_request_holds_up_nobody(address: str) -> None:
    """Connections that never finish what they began to say."""
    host, port = address.partition("//")[2].partition("/")[0].split(":")
    head = f"Host: {host}\r\nAuthorization: Bearer {TOKEN}\r\n"
    with ExitStack() as sockets:
        for _ in range(50):
            half = sockets.enter_context(socket.create_connection((host, int(port)), timeout=5))
            half.sendall(
                f"POST /api/suggest HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {TOKEN}\r\nContent-Length: 400\r\n\r\n{{".encode()
            )
        whole = sockets.enter_context(socket.create_connection((host, int(port)), timeout=5))
        whole.sendall(f"GET /api/desk HTTP/1.1\r\n{head}\r\n".encode())
        assert whole.recv(12) == b"HTTP/1.1 200"


def test_drafts_of_markup_and_braces_are_saved_as_they_are(client: TestClient, desk: Desk) -> None:
    """What looks like YAML, a slot or markup in an agent's words is words."""
    text = "- a: {b}\n# c\n'd' \"e\" & *f | > %g @h `i` ---\n" + MARKUP
    answer = client.post("/api/scripts", json={"group": "gift", "situation": "- {x}: #y", "text": text, "code": "cs77"})
    assert answer.status_code == 201
    script = load_phrasebook(desk.files.own).scripts[answer.json()["id"]]
    assert script.replies == (text.translate(str.maketrans("{}", "｛｝")),)
