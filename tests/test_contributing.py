"""The worked examples of CONTRIBUTING are accepted by the code that they are for."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest
from scripts.transcripts import ROOT

from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.quickreply import load_format
from cs_scripts.shop.attributes import attributes, load_attributes
from cs_scripts.shop.profile import load_shop
from cs_scripts.speech import Checker, load_rules

Write = Callable[[str, str], Path]
PAGES = ("CONTRIBUTING.md", "CONTRIBUTING.zh-CN.md")


def examples(page: str) -> list[str]:
    """Give the YAML blocks of a page, without their indentation."""
    return [
        textwrap.dedent(block)
        for block in re.findall(r"^ *```yaml\n(.*?)^ *```", (ROOT / page).read_text("utf-8"), re.DOTALL | re.MULTILINE)
    ]


SCRIPT, INTENT, RULE, FORMAT, SLOT, ATTRIBUTE = examples(PAGES[0])


def test_both_languages_have_the_same_examples() -> None:
    assert examples(PAGES[0]) == examples(PAGES[1])


def test_the_script_the_intent_and_the_slot_go_into_a_book(write: Write) -> None:
    parts = {"intents": INTENT, "slots": SLOT, "scripts": SCRIPT}
    text = "version: 1\n" + "".join(f"{key}:\n{textwrap.indent(part, '  ')}" for key, part in parts.items())
    book = load_phrasebook(write("book.yaml", text))
    assert book.scripts["product.engrave"].intent == "product_info"
    assert book.intents["customising"].phase == "before_order"
    assert book.slots["gift_wrap_fee"].of == "shop"


def test_the_rule_flags_its_example_and_spares_the_near_miss(write: Write) -> None:
    checker = Checker(load_rules(write("rules.yaml", f"version: 1\nrules:\n{textwrap.indent(RULE, '  ')}")))
    assert "delivery.blame_own" in {finding.rule for finding in checker.check("应该是仓库偷懒了")}
    assert "delivery.blame_own" not in {finding.rule for finding in checker.check("仓库正在打包")}


def test_the_format_is_one(write: Write) -> None:
    described = load_format(write("my-client.yaml", FORMAT))
    assert [column.header for column in described.columns] == ["快捷键", "内容"]


def test_the_attribute_is_one_and_not_there_yet(write: Write) -> None:
    [attribute] = load_attributes(write("attributes.yaml", f"attributes:\n{textwrap.indent(ATTRIBUTE, '  ')}")).values()
    assert attribute.id not in attributes()
    assert not {attribute.label, *attribute.columns} & {header for each in attributes().values() for header in (each.label, *each.columns)}


@pytest.mark.parametrize("page", ["docs/goods.md", "docs/goods.zh-CN.md"])
def test_the_profile_of_the_page_on_goods_is_one(page: str, write: Write) -> None:
    write("regions.csv", (ROOT / "data" / "regions.example.csv").read_text("utf-8"))
    shop = load_shop(write("shop.yaml", examples(page)[0]), load_phrasebook())
    assert shop.voice == "plain"
    assert shop.regions.rows
