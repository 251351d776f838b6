"""Take the picture of the desk that the READMEs begin with: ``python scripts/desk_picture.py`` writes docs/desk.png.

It needs the extra ``dev`` and Chromium, and runs a desk of its own with the example shop.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from tests.desk.browser import ARGUMENTS, CHROMIUM, Agent  # noqa: E402 - the root must be known first
from tests.desk.conftest import DATA, running  # noqa: E402 - the same


def main() -> None:
    """Paste a conversation as an agent would, open the group of scripts, and take the picture at twice the size."""
    talk = (DATA / "demo_chat.txt").read_text(encoding="utf-8") + "山里的风a  2026-11-18 10:16:00\n好的 那退货运费谁出\n"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        context = browser.new_context(viewport={"width": 1120, "height": 640}, device_scale_factor=2, locale="zh-CN")
        with running(Path(folder), "--goods", str(DATA / "goods.example.csv")) as address:
            agent = Agent(context, address, "")
            agent.ask(talk)
            agent.page.click(".intent")
            agent.page.wait_for_selector(".shelf .card")
            agent.page.focus("#replies .key")
            agent.page.mouse.move(0, 0)
            agent.page.wait_for_timeout(500)
            agent.page.screenshot(path=ROOT / "docs" / "desk.png")
        browser.close()


if __name__ == "__main__":
    main()
