"""Drive Debian's Chromium the way an agent would, and keep pictures of what was seen."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync",
    "--disable-component-update",
]  # fmt: skip
ARTEFACTS = Path(__file__).parent / "artefacts"
SIZES: dict[str, ViewportSize] = {
    "280": {"width": 280, "height": 640},
    "300": {"width": 300, "height": 760},
    "1200": {"width": 1200, "height": 800},
}
needs_chromium = pytest.mark.skipif(not Path(CHROMIUM).exists(), reason="没有 Chromium：apt-get install chromium")

_PASTE = """text => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""
_SMALL = """() => [...document.querySelectorAll("button, summary, select, textarea, input:not(.blank)")]
  .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.closest(".article"))
  .map(one => [one, one.getBoundingClientRect()]).filter(([, box]) => box.width && Math.min(box.width, box.height) < 24)
  .map(([one, box]) => `${one.id || one.className || one.textContent}: ${box.width} × ${box.height}`)"""
_AXE = """() => axe.run(document, { resultTypes: ["violations"] }).then(result => result.violations
  .filter(found => ["serious", "critical"].includes(found.impact))
  .map(found => `${found.id}: ${found.nodes.map(node => node.target.join(" ") + " " + (node.any[0]?.message || "")).join(" | ")}`))"""


class Agent:
    """An agent at the page.

    Args:
        context: a browser window.
        address: what the command printed.
        name: goes into the names of pictures.
    """

    def __init__(self, context: BrowserContext, address: str, name: str) -> None:
        self.name = name
        self.troubles: list[str] = []
        self.foreign: list[str] = []
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page: Page = context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", lambda message: self.troubles.append(message.text) if message.type == "error" else None)
        base = address.partition("/?")[0]
        self.page.on("request", lambda request: self.foreign.append(request.url) if not request.url.startswith(base) else None)
        self.page.goto(address)
        self.page.wait_for_selector("body[data-ready]")

    def paste(self, text: str) -> None:
        """Press Ctrl+V wherever the focus is."""
        self.page.evaluate(_PASTE, text)

    def ask(self, text: str) -> list[str]:
        """Paste a buyer's words and wait for the replies to them; the cards of the words before stand until then."""
        with self.page.expect_response("**/api/suggest"):
            self.paste(text)
        self.page.wait_for_selector("#replies[aria-busy=false]")
        self.page.wait_for_selector("#replies .card, #replies .state")
        return self.replies()

    def press(self, *keys: str) -> None:
        """Press keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def replies(self) -> list[str]:
        """Read the replies on the screen."""
        return [said.inner_text() for said in self.page.query_selector_all("#replies .said")]

    def copied(self) -> str:
        """Read what was copied last, once the page says so."""
        self.page.wait_for_selector(".toast.on[data-copied]")
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def focused(self) -> str:
        """Tell what has the focus."""
        return str(self.page.evaluate("document.activeElement.id || document.activeElement.getAttribute('aria-label') || ''"))

    def picture(self, state: str) -> None:
        """Keep a picture, and make sure that nothing scrolls sideways."""
        ARTEFACTS.mkdir(exist_ok=True)
        self.page.wait_for_timeout(250)
        self.page.screenshot(path=ARTEFACTS / f"{state}-{self.name}.png")
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{state}: {wide} px too wide"

    def faults(self) -> list[str]:
        """Ask axe for what is serious, and find what is too small to hit; blanks and the article stand in a line of text."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate((Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8"))
        self.page.wait_for_function("() => document.getAnimations().every(one => one.playState !== 'running')")  # fading
        return [*self.page.evaluate(_SMALL), *self.page.evaluate(_AXE)]


Open = Callable[..., Agent]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def open_desk(browser: Browser, address: str) -> Iterator[Open]:
    """Open the page; at the end no script has failed and nothing was fetched from elsewhere."""
    agents: list[Agent] = []

    def open_page(size: str = "300", scheme: str = "light", to: str = address) -> Agent:
        context = browser.new_context(viewport=SIZES[size], color_scheme="dark" if scheme == "dark" else "light", locale="zh-CN")
        agents.append(Agent(context, to, f"{size}-{scheme}"))
        return agents[-1]

    yield open_page
    for agent in agents:
        agent.page.context.close()
        assert agent.troubles == [], agent.troubles
        assert agent.foreign == [], agent.foreign
