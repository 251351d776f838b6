"""Mined drafts in a real browser: accepted, mended and turned down with keys only and with a mouse only, in every state."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="playwright 没有安装：pip install playwright")
from playwright.sync_api import Route

from cs_scripts.phrasebook.read import load_phrasebook
from tests.desk.browser import Agent, Open, browser, needs_chromium, open_desk
from tests.desk.conftest import DRAFTS, running

__all__ = ["browser", "open_desk"]
pytestmark = needs_chromium

NOTHING = "version: 1\nscripts: []\nmined: {messages: 3, questions: 1, groups: []}\n"
Review = Callable[..., Agent]


@pytest.fixture
def desks() -> Iterator[ExitStack]:
    with ExitStack() as running_desks:
        yield running_desks


@pytest.fixture
def address(desks: ExitStack) -> str:
    """Name no desk: each test runs its own, which outlives its pages."""
    return "about:blank"


@pytest.fixture
def review(open_desk: Open, desks: ExitStack, tmp_path: Path) -> Review:
    """Open the page of a desk that was started with drafts."""
    started: list[str] = []

    def start(size: str = "300", scheme: str = "light", drafts: str | None = None) -> Agent:
        if not started:
            path = tmp_path / "drafts.yaml"
            path.write_text(DRAFTS.read_text(encoding="utf-8") if drafts is None else drafts, encoding="utf-8")
            started.append(desks.enter_context(running(tmp_path, "--drafts", str(path))))
        return open_desk(size, scheme, started[0])

    return start


def told(agent: Agent) -> str:
    return agent.page.inner_text(".progress p")


def test_keys_only(review: Review, tmp_path: Path) -> None:
    """Take an agent's third answer along, mend it, accept; turn the next one down, take that back; it is suggested at once."""
    agent = review()
    page = agent.page
    assert told(agent) == "还有 5 条"
    agent.press("3", "Control+a")
    page.keyboard.type("刻字免费，拍下备注要刻的字。")
    agent.press("Control+Enter")
    page.wait_for_selector("text=收下了，编码 sp901")
    assert told(agent) == "还有 4 条 · 收下 1"
    script = load_phrasebook(tmp_path / "phrases.yaml").scripts["shop.product_info.1"]
    assert script.replies[0] == "可以刻字的，满{free_postage_threshold}元不加钱，要刻的字发来排个样给您看。"
    assert script.replies[2] == "刻字免费，拍下备注要刻的字。"
    agent.press("x")
    page.wait_for_selector("text=还有 3 条 · 收下 1 · 不要 1")
    agent.press("z")
    page.wait_for_selector("text=还有 4 条 · 收下 1")
    agent.press("Escape")
    assert agent.focused() == "message"
    assert any("刻字免费" in reply or "排个样" in reply or "多等2天" in reply for reply in agent.ask("刻字要另外加钱吗"))


def test_mouse_only(review: Review) -> None:
    """What was turned down and accepted stays so when the page is opened anew."""
    agent = review("1200")
    page = agent.page
    page.click("#draft-reject")
    page.wait_for_selector("text=还有 4 条 · 不要 1")
    page.click(".asks li:last-child button")
    page.select_option("#draft-group", "ordering")
    assert page.input_value("#draft-code") == ""
    page.click("#draft-accept")
    page.wait_for_selector("text=还有 3 条 · 收下 1 · 不要 1")
    page.reload()
    page.wait_for_selector("body[data-ready]")
    assert told(agent) == "还有 3 条 · 收下 1 · 不要 1"
    page.click(".progress summary")
    page.click(".progress li >> text=有实体店吗")
    assert "已收进本店话术" in page.inner_text(".decided")
    page.click(".progress summary")
    page.click(".progress li >> text=杯子上能刻字不")
    page.click(".decided >> text=恢复")
    page.wait_for_selector("text=还有 4 条 · 收下 1")


def test_what_must_not_be_said_takes_a_second_press(review: Review) -> None:
    agent = review()
    agent.press("ArrowRight", "ArrowRight")
    agent.page.wait_for_selector(".wording .finding.error")
    agent.press("Control+Enter")
    agent.page.wait_for_selector("text=有不能说的话")
    agent.press("Control+Enter")
    agent.page.wait_for_selector("text=收下 1")


def test_two_pages_of_one_desk(review: Review) -> None:
    """What one has decided the other cannot decide again; it is told, and shown what is left."""
    one, other = review(), review()
    one.press("Control+Enter")
    one.page.wait_for_selector("text=收下 1")
    other.press("Control+Enter")
    other.page.wait_for_selector("text=已经收下了")
    other.page.wait_for_selector("text=还有 4 条 · 收下 1")
    other.troubles.clear()  # the browser's own line about the refusal


def test_a_code_that_is_taken(review: Review) -> None:
    """The trouble stands beside the buttons, and what was typed stays."""
    agent = review()
    agent.page.fill("#draft-code", "yj1")
    agent.page.fill(".wording textarea >> nth=0", "改过的")
    agent.page.click("#draft-accept")
    agent.page.wait_for_selector(".decide .trouble >> text=yj1")
    assert agent.page.input_value(".wording textarea >> nth=0") == "改过的"
    agent.troubles.clear()  # the browser's own line about the refusal


def test_edits_outlive_a_look_at_another_draft(review: Review) -> None:
    agent = review()
    agent.press("e")
    agent.page.keyboard.type("先写到这里")
    agent.press("Escape", "ArrowRight", "ArrowLeft")
    assert "先写到这里" in agent.page.input_value(".wording textarea >> nth=0")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["280", "300", "1200"])
def test_every_state_is_in_order(review: Review, size: str, scheme: str) -> None:
    """Nothing scrolls sideways, axe finds nothing serious, and a picture is kept."""
    agent = review(size, scheme)
    page = agent.page

    def look(state: str) -> None:
        agent.picture(f"drafts-{state}")
        assert agent.faults() == [], state

    look("first")
    waiting: list[Route] = []
    page.route("**/api/drafts", lambda route: waiting.append(route))  # noqa: PLW0108 - it wants a function of its own
    page.click("#draft-accept")
    page.wait_for_timeout(300)
    agent.picture("drafts-busy")
    waiting.pop().continue_()
    page.wait_for_selector("text=收下 1")
    page.unroute("**/api/drafts")
    look("doubtful")
    page.click(".progress summary")
    look("all")
    page.click(".progress li >> text=可以送到楼上吗")
    page.wait_for_selector(".wording .finding.error")
    page.click("#draft-accept")
    page.wait_for_selector("text=有不能说的话")
    look("trouble")
    page.click("text=以后再看")
    look("unanswered")
    while page.query_selector("#draft-reject"):
        page.click("#draft-reject")
        page.wait_for_timeout(300)
    look("done")
    page.click(".progress summary")
    page.click(".progress li >> text=杯子上能刻字不")
    look("accepted")
    page.click("button[aria-label=下一条]")
    look("rejected")
    page.route(
        "**/api/drafts", lambda route: route.fulfill(status=500, json={"field": "", "reason": "草稿读不了：drafts.yaml 第 3 行不是 YAML"})
    )
    page.click("#drafts-tab")
    page.wait_for_selector("text=再试一次")
    look("error")
    agent.troubles.clear()  # the browser's own line about the refusal


@pytest.mark.parametrize("size", ["280", "1200"])
def test_a_file_without_drafts(review: Review, size: str) -> None:
    agent = review(size, drafts=NOTHING)
    assert "没有草稿" in agent.page.inner_text("#drafts")
    agent.picture("drafts-none")
    assert agent.faults() == []
    agent.page.click("text=回到回复")
    assert agent.focused() == "message"
