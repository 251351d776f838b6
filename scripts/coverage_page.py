"""Write docs/coverage.md, the page that tells what became of every item of the training documents, from docs/coverage.tsv.

python scripts/coverage_page.py            # write the page
python scripts/coverage_page.py --check    # only tell, by the exit code, whether it is current and names only what exists
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.speech import load_rules

ROOT = Path(__file__).parents[1]
TABLE = ROOT / "docs" / "coverage.tsv"
PAGE = ROOT / "docs" / "coverage.md"
DOCUMENTS = {
    "B": ("basics", "客服基础", [range(1, 47)]),
    "R": ("romoss", "移动电源店的培训", [range(1, 26)]),
    "K": ("kangnai", "鞋店的话术", [range(1, 63)]),
    "S": ("selling", "销售技巧", [range(1, 39)]),
    "H": ("handbook", "客服手册", [range(101, 123), range(201, 257), range(301, 353), range(401, 439), range(501, 536)]),
}
"""By the letter of their ids: the documents, what each is, and the numbers of its items; the handbook's begin with the chapter."""
INTRO = """# 培训文档的每一条

<!-- 由 scripts/coverage_page.py 从 docs/coverage.tsv 生成，请改数据文件，不要改这里。 -->

自带话术出自五份客服培训文档。这里逐条列出文档教的 {count} 件事，以及它在本项目里成了什么：哪几条话术、哪条规则、哪个功能；
没有做的写明理由。文档的原句不在这里，大意是我们自己的话。

| 文档 | 条数 | 有话术 | 只有规则或功能 | 只写理由 |
|---|---|---|---|---|
{totals}
“只写理由”的多是理论、内部制度、要订单数据的指标、原文缺图，以及如今违规的做法（好评返现、引到站外、请买家改评价）。

话术编号用 `cs-scripts phrases 编号` 看全文，规则见 [speech_rules.md](speech_rules.md)。`x.*` 指以 x. 开头的一组。
只要文档教过的话术：`cs-scripts phrases --documented`，`suggest` 和 `export` 也有这个选项；回复的 `documented` 说明它是不是。
"""


@dataclass(frozen=True)
class Item:
    """One thing that a document teaches.

    Attributes:
        id: letter of the document and a number.
        section: the document and its section.
        gist: what is taught, in words of our own.
        scripts: ids of scripts, or ``x.*`` for all that begin so.
        rules: ids of rules of speech, likewise.
        features: files of the program or its data.
        note: what else is to be said, or why there is nothing.
    """

    id: str
    section: str
    gist: str
    scripts: tuple[str, ...]
    rules: tuple[str, ...]
    features: tuple[str, ...]
    note: str


def read_items(lines: Iterable[str]) -> list[Item]:
    """Read the table.

    Args:
        lines: its lines; those that begin with ``#`` are comments.

    Returns:
        The items, in order.
    """
    rows = [line.rstrip("\n").split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [Item(row[0], row[1], row[2], tuple(row[3].split()), tuple(row[4].split()), tuple(row[5].split()), row[6]) for row in rows]


def problems(items: Collection[Item], scripts: Collection[str], rules: Collection[str]) -> list[str]:
    """Find what is wrong with the table.

    Args:
        items: the items.
        scripts: ids of all scripts.
        rules: ids of all rules.

    Returns:
        A line for each fault; none if all is well.
    """
    numbered = Counter(item.id for item in items)
    expected = {f"{letter}{number:02}" for letter, (_, _, numbers) in DOCUMENTS.items() for part in numbers for number in part}
    found = [f"{identity} stands {count} times" for identity, count in numbered.items() if count > 1]
    found += [f"{identity} is missing" for identity in sorted(expected - numbered.keys())]
    found += [f"{identity} is no item of the documents" for identity in sorted(numbered.keys() - expected)]
    for item in items:
        found += [f"{item.id} names a script that is not there: {named}" for named in item.scripts if not _known(named, scripts)]
        found += [f"{item.id} names a rule that is not there: {named}" for named in item.rules if not _known(named, rules)]
        found += [f"{item.id} names a file that is not there: {named}" for named in item.features if not (ROOT / named).is_file()]
        found += [] if item.section.startswith(f"{DOCUMENTS[item.id[0]][0]} § ") else [f"{item.id} cites another document"]
        found += [] if item.scripts or item.rules or item.features or item.note else [f"{item.id} says nothing"]
    return found


def _known(named: str, ids: Collection[str]) -> bool:
    return any(identity.startswith(named[:-1]) for identity in ids) if named.endswith(".*") else named in ids


def render(items: Collection[Item]) -> str:
    """Render the page.

    Args:
        items: the items, in order.

    Returns:
        Markdown.
    """
    totals = ""
    for letter, (name, _, _) in DOCUMENTS.items():
        mine = [item for item in items if item.id.startswith(letter)]
        said = sum(bool(item.scripts) for item in mine)
        other = sum(not item.scripts and bool(item.rules or item.features) for item in mine)
        totals += f"| {name} | {len(mine)} | {said} | {other} | {len(mine) - said - other} |\n"
    parts = [INTRO.format(count=len(items), totals=totals)]
    for letter, group in groupby(items, key=lambda item: item.id[0]):
        name, title, _ = DOCUMENTS[letter]
        parts.append(f"\n## {name}：{title}\n\n| 编号 | 出处 | 教什么 | 成了什么 |\n|---|---|---|---|\n")
        parts.extend(_row(item) for item in group)
    return "".join(parts)


def _row(item: Item) -> str:
    named = [
        " ".join(f"`{each}`" for each in item.scripts),
        "规则 " + " ".join(f"`{each}`" for each in item.rules) if item.rules else "",
        "功能 " + " ".join(f"[{Path(each).name}](../{each})" for each in item.features) if item.features else "",
        item.note,
    ]
    cells = (item.id, item.section, item.gist, "；".join(part for part in named if part))
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def main() -> None:
    """Write or check the page."""
    items = read_items(TABLE.read_text(encoding="utf-8").splitlines())
    faults = problems(items, load_phrasebook().scripts.keys(), load_rules().rules.keys())
    if faults:
        sys.exit("\n".join(faults))
    page = render(items)
    if "--check" in sys.argv[1:]:
        current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page
        sys.exit(0 if current else f"{PAGE} is not current: run python scripts/coverage_page.py")
    PAGE.write_text(page, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
