"""The page in a real browser: with keys only, with a mouse only, and in every state."""

from pathlib import Path

import pytest

pytest.importorskip("playwright", reason="playwright 没有安装：pip install playwright")
from playwright.sync_api import Browser, Route

from tests.desk.browser import ARTEFACTS, SIZES, Agent, Open, browser, needs_chromium, open_desk

__all__ = ["browser", "open_desk"]
pytestmark = needs_chromium

CHAT = (Path(__file__).parents[2] / "data" / "demo_chat.txt").read_text(encoding="utf-8")
TALK = CHAT + "山里的风a  2026-11-18 10:16:00\n好的 那退货运费谁出\n"
SEVERAL = "发成都要几天，急着用"


@pytest.fixture
def agent(open_desk: Open) -> Agent:
    return open_desk()


def test_keys_only(agent: Agent) -> None:
    """Open, paste, press a number: three steps to the first copied reply."""
    replies = agent.ask(SEVERAL)
    agent.press("2")
    assert agent.copied() == replies[1]
    agent.press("ArrowUp", "Enter")
    agent.page.wait_for_function("text => navigator.clipboard.readText().then(copied => copied === text)", arg=replies[0])
    agent.press("Escape")
    assert agent.focused() == "message"
    assert agent.page.input_value("#message") == ""


def test_mouse_only(agent: Agent) -> None:
    """The paste button, then a click on the reply's words."""
    agent.page.evaluate("navigator.clipboard.writeText('能便宜点吗')")
    agent.page.click("#paste")
    agent.page.wait_for_selector("#replies .card")
    agent.page.click("#replies .card .said")
    assert agent.copied() == agent.replies()[0]


def test_typing_shows_replies_and_digits_stay_digits(agent: Agent) -> None:
    agent.page.click("#message")
    agent.page.keyboard.type("能便宜1点吗")
    agent.page.wait_for_selector("#replies .card")
    assert agent.page.input_value("#message") == "能便宜1点吗"
    agent.press("Alt+1")
    assert agent.copied() == agent.replies()[0]


def test_search_by_code_and_copy(agent: Agent) -> None:
    """A slash, a code, Enter; then the script is among those used lately."""
    agent.page.click("h1")
    agent.press("/")
    assert agent.focused() == "query"
    agent.page.keyboard.type("thh7")
    agent.press("Enter")
    assert agent.copied() == agent.page.inner_text(".hits .said")
    agent.press("Escape", "/")
    agent.page.wait_for_selector(".shelf .used")


def test_the_book_by_groups(agent: Agent) -> None:
    agent.page.click(".panes [data-pane=book]")
    agent.page.click(".rail li >> text=退换货")
    agent.page.wait_for_selector(".shelf-head >> text=退换货")
    said = agent.page.inner_text(".shelf .said")
    agent.page.click(".shelf .turn")
    agent.page.wait_for_function("said => document.querySelector('.shelf .said').innerText !== said", arg=said)
    agent.page.click(".back")
    agent.page.wait_for_selector(".rail li >> text=退换货")


def test_stack_with_keys(agent: Agent) -> None:
    replies = agent.ask(SEVERAL)
    agent.press("Shift+2", "Shift+1", "Control+Enter")
    assert agent.copied() == f"{replies[1]}\n{replies[0]}"


def test_stack_edit_and_live_warning(agent: Agent) -> None:
    """Two replies in one message; a word that must not be said is named while it is typed, and copying it takes a second press."""
    replies = agent.ask(SEVERAL)
    agent.page.click("#replies .card:nth-child(1) >> text=叠")
    agent.page.click("#replies .card:nth-child(2) >> text=叠")
    assert agent.page.input_value("#draft") == "\n".join(replies[:2])
    agent.page.fill("#draft", "加我微信聊吧")
    agent.page.wait_for_selector("#composer .finding.error")
    agent.page.focus("#draft")
    agent.press("Control+Enter")
    agent.page.wait_for_selector("#composer .again")
    agent.press("Control+Enter")
    assert agent.copied() == "加我微信聊吧"


def test_blanks_are_filled_once_for_a_buyer(agent: Agent) -> None:
    """A number key leads into the empty field, Enter copies; the next reply has it already, another buyer's has not."""
    agent.page.click("h1")
    agent.press("/")
    with agent.page.expect_response(lambda answer: "q=%E5%BE%85%E5%A1%AB%3A%E5%BF%AB%E9%80%92%E5%8D%95%E5%8F%B7" in answer.url):
        agent.page.fill("#query", "待填:快递单号")
    blank = agent.page.wait_for_selector(".hits .blank")
    assert blank is not None
    label = blank.get_attribute("aria-label")
    agent.page.click(f"#found .card:has(.blank[aria-label='{label}']) >> nth=0 >> .key")
    assert agent.focused() == label
    agent.page.keyboard.type("YT0001")
    others = agent.page.evaluate("label => [...document.querySelectorAll(`.blank[aria-label='${label}']`)].map(one => one.value)", label)
    assert set(others) == {"YT0001"}
    agent.page.reload()
    agent.page.wait_for_selector("body[data-ready]")
    kept = agent.page.evaluate("JSON.parse(sessionStorage['desk-talks']).all[0].blanks")
    assert kept == {label: "YT0001"}
    agent.page.click("#buyer-new")
    assert agent.page.evaluate("JSON.parse(sessionStorage['desk-talks']).all[1]?.blanks ?? {}") == {}


def test_a_whole_conversation_becomes_history(agent: Agent) -> None:
    agent.ask(TALK)
    assert agent.page.inner_text(".buyers .now .buyer") == "山里的风a"
    assert agent.page.inner_text("#past summary") == "前面 3 句"
    assert agent.page.input_value("#message") == "好的 那退货运费谁出"


def test_one_click_corrects_the_stage(agent: Agent) -> None:
    agent.ask("运费谁出")
    with agent.page.expect_request("**/api/suggest") as sent:
        agent.page.click(".stages >> text=退货")
    assert (sent.value.post_data_json or {})["stage"] == "returning"
    assert agent.page.get_attribute(".stages .set", "aria-pressed") == "true"


def test_why_this_reply(agent: Agent) -> None:
    agent.ask("能便宜点吗")
    agent.page.click("#replies >> text=为什么")
    assert "问法相近" in agent.page.inner_text(".why")
    assert "议价" in agent.page.inner_text(".why")


def test_none_offers_the_search(agent: Agent) -> None:
    agent.ask("阿啊啊")
    assert "看不出要答什么" in agent.page.inner_text("#replies")
    agent.page.click("#replies >> text=搜话术本")
    assert agent.focused() == "query"


def test_turned_down_with_a_reason(agent: Agent) -> None:
    agent.ask("能便宜点吗")
    with agent.page.expect_request("**/api/choices") as sent:
        agent.page.click(".rejected >> text=语气不对")
    assert (sent.value.post_data_json or {})["reason"] == "语气不对"


def test_a_mended_reply_is_saved_and_suggested(agent: Agent) -> None:
    ask = "你家猫爬架能不能定做高一点的"
    agent.ask(ask)
    agent.page.click("#replies .card >> text=改")
    agent.page.fill("#draft", "猫爬架可以按您要的高度做，三天能好。")
    agent.page.click("#draft-save")
    agent.page.fill("#save-title", "问猫爬架能不能定做")
    with agent.page.expect_response("**/api/scripts") as saved:
        agent.press("Enter")
    assert saved.value.status == 201
    agent.page.wait_for_selector("#save-title", state="detached")  # until then words that are pasted go into the form
    assert "猫爬架可以按您要的高度做，三天能好。" in agent.ask(ask)


def test_after_copying_the_talk_goes_on(agent: Agent) -> None:
    """The reply that was copied is known when the buyer writes again."""
    agent.ask("能便宜点吗")
    agent.press("1")
    copied = agent.copied()
    with agent.page.expect_request("**/api/suggest") as sent:
        agent.paste("那包邮吗")
    assert (sent.value.post_data_json or {})["history"] == [
        {"role": "buyer", "text": "能便宜点吗"},
        {"role": "seller", "text": copied},
    ]


def test_the_token_leaves_the_address_bar(agent: Agent) -> None:
    assert "token" not in agent.page.url


def test_without_its_token_the_page_says_what_to_do(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport=SIZES["300"])
    page.goto(address.partition("?")[0])
    page.wait_for_selector("text=这个地址缺口令")
    page.close()


def test_while_the_recogniser_is_prepared(browser: Browser, address: str) -> None:
    """The page is there, says what it waits for, and goes on by itself."""
    page = browser.new_page(viewport=SIZES["300"])
    answer = {"field": "", "reason": "正在准备识别模型，第一次约需一分钟"}
    page.route("**/api/desk", lambda route: route.fulfill(status=503, json=answer))
    page.goto(address)
    page.wait_for_selector("text=第一次约需一分钟")
    page.screenshot(path=ARTEFACTS / "preparing-300-light.png")
    page.unroute("**/api/desk")
    page.wait_for_selector("body[data-ready]")
    page.close()


def test_a_stopped_desk_is_named(open_desk: Open) -> None:
    """And a click tries again."""
    agent = open_desk()
    agent.page.route("**/api/suggest", lambda route: route.abort())
    agent.paste("在吗")
    agent.page.wait_for_selector("text=工作台停了")
    agent.picture("stopped")
    agent.page.unroute("**/api/suggest")
    agent.page.click("text=再试一次")
    agent.page.wait_for_selector("#replies .card")
    agent.troubles.clear()  # the browser's own line about the request that was cut


def test_an_answer_that_is_cut_off_is_none(open_desk: Open) -> None:
    """The server says 200 and stops half-way: that is said, and no script of the page fails."""
    agent = open_desk("1200")
    for path in ("suggest", "phrases*"):
        agent.page.route(f"**/api/{path}", lambda route: route.fulfill(status=200, content_type="application/json", body='{"replies": ['))
    agent.paste("在吗")
    agent.page.wait_for_selector("#replies >> text=再试一次")
    agent.press("Escape")
    agent.page.wait_for_selector("#found >> text=收到的不是工作台的回答")
    agent.page.unroute("**/api/suggest")
    agent.paste("在吗")
    agent.page.wait_for_selector("#replies .card")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["300", "1200"])
def test_every_state_is_in_order(open_desk: Open, size: str, scheme: str) -> None:
    """Nothing scrolls sideways, axe finds nothing serious, and a picture is kept."""
    agent = open_desk(size, scheme)
    page = agent.page

    def look(state: str) -> None:
        agent.picture(state)
        assert agent.faults() == [], state

    look("first")
    waiting: list[Route] = []
    page.route("**/api/suggest", lambda route: waiting.append(route))  # noqa: PLW0108 - it wants a function of its own
    agent.paste(SEVERAL)
    page.wait_for_selector(".bone")
    agent.picture("busy")
    waiting.pop().continue_()
    page.wait_for_selector("#replies .card")
    page.unroute("**/api/suggest")
    look("replies")
    page.click("#replies >> text=为什么")
    agent.press("2")
    agent.copied()
    look("copied")
    agent.ask(TALK)
    page.click("#past summary")
    look("talk")
    page.click("#replies >> text=改")
    page.fill("#draft", "单号【待填:快递单号】，明天肯定能到，加我微信")
    page.wait_for_selector("#composer .finding.error")
    look("composer")
    page.click("#draft-save")
    look("save")
    agent.press("Escape")
    agent.ask("阿啊啊")
    look("none")
    if size == "300":
        page.click(".panes [data-pane=book]")
    look("book")
    page.click(".rail li >> text=物流查询")
    page.wait_for_selector(".shelf-head >> text=物流查询")
    look("group")
    page.fill("#query", "待填:快递单号")
    page.wait_for_selector("#found .blank")
    look("search")
    page.fill("#query", "没有这样的话术")
    page.wait_for_selector(".nothing")
    look("nothing")
    page.click("#help-open")
    look("help")


@pytest.mark.parametrize("width", [280, 320, 420, 759, 760, 1000])
def test_no_width_scrolls_sideways(agent: Agent, width: int) -> None:
    agent.page.set_viewport_size({"width": width, "height": 700})
    agent.ask(TALK)
    agent.picture(f"width-{width}")
