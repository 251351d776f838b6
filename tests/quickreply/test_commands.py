"""The commands, as an agent would type them."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cs_scripts import Recommender
from cs_scripts.cli.export import command as export
from cs_scripts.cli.formats import command as formats
from cs_scripts.cli.import_ import _refuse_chat_log
from cs_scripts.cli.import_ import command as import_
from cs_scripts.cli.phrases import command as phrases
from cs_scripts.errors import ArgumentError, CsScriptsError, DataFileError, FileReadError
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.quickreply import book_entries, list_formats, read_quick_replies, read_quick_reply_file
from tests.quickreply.conftest import HERE

BOOK = ["--phrases", str(HERE / "book.yaml")]
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in an empty folder; an error of ours is raised as it is."""
    monkeypatch.chdir(tmp_path)

    def invoke(command: object, *arguments: str) -> Result:
        result = CliRunner().invoke(command, list(arguments))  # type: ignore[arg-type]
        if isinstance(result.exception, CsScriptsError):
            raise result.exception
        return result

    return invoke


def test_export_writes_the_default_format_and_says_what_it_did(run: Run, tmp_path: Path) -> None:
    result = run(export, "-o", "快捷短语.csv", *BOOK, "--shop", str(HERE / "shop.yaml"), "--at", "2030-01-10")
    assert result.exit_code == 0
    assert "写出 7 条 → 快捷短语.csv（千牛快捷短语（CSV，GBK），GBK）" in result.output
    assert (tmp_path / "快捷短语.csv").read_bytes().decode("gbk").startswith("快捷短语编码,快捷短语,快捷短语分组\r\n")


def test_strict_export_ends_with_3_and_shows_a_table_with_ids(run: Run) -> None:
    arguments = ["-o", "a.csv", *BOOK, "--shop", str(HERE / "shop.yaml"), "--ids", "greeting.hello.test"]
    assert run(export, *arguments).exit_code == 0
    result = run(export, *arguments, "--strict")
    assert result.exit_code == 3
    assert "greeting.hello.test" in result.output
    assert "🦄（U+1F984）" in result.output


def test_complete_only_leaves_out_what_still_has_blanks(run: Run, tmp_path: Path) -> None:
    result = run(export, "-o", "a.csv", *BOOK, "--wordings", "all", "--intent", "发货时间", "--complete-only")
    assert "还有空位没填的 1 条没有导出" in result.output
    assert "待填" not in (tmp_path / "a.csv").read_text(encoding="gbk")


def test_a_format_with_an_excel_variant_follows_the_file_name(run: Run, tmp_path: Path) -> None:
    run(export, "-o", "a.xlsx", *BOOK, "--format", "kefubao")
    assert (tmp_path / "a.xlsx").read_bytes().startswith(b"PK")


def test_a_selection_of_nothing_writes_nothing(run: Run, tmp_path: Path) -> None:
    with pytest.raises(ArgumentError, match="没有一条话术"):
        run(export, "-o", "a.csv", *BOOK, "--intent", "议价", "--group", "常用")
    assert list(tmp_path.iterdir()) == []


def test_the_thin_script_is_the_same_command(tmp_path: Path) -> None:
    script = HERE.parents[1] / "scripts" / "export_quick_replies.py"
    target = tmp_path / "a.csv"
    done = subprocess.run([sys.executable, str(script), "-o", str(target), *BOOK, "--ids", "yj1"], capture_output=True, check=True)
    assert "写出 1 条" in done.stdout.decode()
    assert target.is_file()


def test_formats_lists_every_format_and_how_sure_it_is(run: Run) -> None:
    shown = run(formats).output
    told = json.loads(run(formats, "--json").output)
    assert [each["name"] for each in told] == [each.name for each in list_formats()]
    assert all(each["name"] in shown and each["certainty"] and each["evidence"] and each["place"] for each in told)


def test_a_format_learnt_on_the_command_line_is_exported_in(run: Run, tmp_path: Path) -> None:
    head, tail = '<?xml version="1.0" encoding="GBK"?>\r\n<list>\r\n', "</list>\r\n"
    sample = head + '<w k="cs1" g="组">第一行&#10;第二行</w>\r\n<w k="cs2" g="组">好</w>\r\n' + tail
    (tmp_path / "sample.xml").write_bytes(sample.encode("gbk"))
    result = run(formats, "learn", "sample.xml", "-o", "my.yaml", "--known", "cs1", "第一行\\n第二行", "组")
    assert "一个字节不差" in result.output
    assert run(export, "-o", "out.xml", *BOOK, "--format", "my.yaml", "--ids", "yj1").exit_code == 0
    written = (tmp_path / "out.xml").read_bytes().decode("gbk")
    assert written == head + '<w k="yj1" g="议价">这个价对每位顾客都一样。</w>\r\n' + tail


MINE = "快捷短语编码,快捷短语,快捷短语分组\r\nzz1,这款杯子配的密封圈可以单独买，发订单号给您补链接,保修\r\nzz2,😀\r\n,,空组\r\n"


def test_an_imported_phrase_is_recommended_for_a_message_that_fits_it(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(MINE, encoding="utf-8-sig", newline="")
    result = run(import_, "mine.csv", "-o", "my_phrases.yaml")
    assert "新增 2，改动 0，相同 0，重复 0" in result.output
    assert "只有分组，没有短语" in result.output
    replies = Recommender.load(phrases=tmp_path / "my_phrases.yaml").suggest("杯子配的密封圈可以单独买吗").replies
    assert "own.zz1" in [reply.id for reply in replies]


def test_a_dry_run_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(MINE, encoding="utf-8-sig", newline="")
    result = run(import_, "mine.csv", "-o", "my_phrases.yaml", "--dry-run")
    assert "试运行，什么都没有写" in result.output
    assert [path.name for path in tmp_path.iterdir()] == ["mine.csv"]


def test_import_does_not_overwrite_a_book_unasked_and_merging_twice_changes_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(MINE, encoding="utf-8-sig", newline="")
    run(import_, "mine.csv", "-o", "my.yaml")
    before = (tmp_path / "my.yaml").read_bytes()
    with pytest.raises(ArgumentError, match="--merge"):
        run(import_, "mine.csv", "-o", "my.yaml")
    assert "相同 2" in run(import_, "mine.csv", "-o", "my.yaml", "--merge").output
    assert (tmp_path / "my.yaml").read_bytes() == before


def test_several_files_become_one_book_and_every_place_names_its_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(MINE, encoding="utf-8-sig", newline="")
    (tmp_path / "b.jsonl").write_text('{"code": "zz7", "text": "滤芯三个月换一次，用完告诉我"}\n{"code": "zz8"}\n', encoding="utf-8")
    told = json.loads(run(import_, "a.csv", "b.jsonl", "-o", "my.yaml", "--json").stdout)
    assert (told["read"], told["used"]) == (5, 3)
    assert [item["where"].split()[0] for item in told["items"]] == ["a.csv", "a.csv", "b.jsonl"]
    assert [row["where"] for row in told["left_out_rows"]] == ["a.csv 第 4 行"]
    assert [row["where"] for row in told["rejected_rows"]] == ["b.jsonl 第 2 行"]
    assert len(load_phrasebook(tmp_path / "my.yaml").scripts) == len(load_phrasebook().scripts) + 3
    with pytest.raises(FileReadError, match="none"):
        run(import_, "a.csv", "none.csv", "-o", "other.yaml")


def test_strict_import_ends_with_3_where_rows_were_bad(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(MINE, encoding="utf-8-sig", newline="")
    assert run(import_, "mine.csv", "-o", "my.yaml", "--strict").exit_code == 3


def test_a_whole_export_comes_back_as_the_only_book(run: Run, tmp_path: Path) -> None:
    """Export → import --replaces-bundled → export gives the same bytes."""
    run(export, "-o", "a.csv", *BOOK, "--wordings", "all")
    run(import_, "a.csv", "-o", "b.yaml", "--replaces-bundled")
    run(export, "-o", "c.csv", "--phrases", "b.yaml", "--wordings", "all")
    assert (tmp_path / "c.csv").read_bytes() == (tmp_path / "a.csv").read_bytes()
    assert len(load_phrasebook(tmp_path / "b.yaml").scripts) == len(read_quick_replies(tmp_path / "a.csv"))


def test_the_count_of_what_is_held_back_is_of_what_was_asked_for(run: Run) -> None:
    assert "没有导出" not in run(export, "-o", "a.csv", *BOOK, "--ids", "yj1", "--at", "2031-01-01").output
    assert "条件现在不合的话术 1 条没有导出" in run(export, "-o", "b.csv", *BOOK, "--stage", "售前", "--at", "2031-01-01").output


def test_what_is_all_held_back_is_said_and_nothing_is_written(run: Run, tmp_path: Path) -> None:
    held = [script.id for script in load_phrasebook(HERE / "book.yaml").scripts.values() if script.when.campaign]
    with pytest.raises(ArgumentError, match=r"选中的 1 条现在都不合活动、平台条件"):
        run(export, "-o", "a.csv", *BOOK, "--ids", held[0], "--at", "2031-01-01")
    assert list(tmp_path.iterdir()) == []


def test_a_first_code_asks_for_all_wordings_and_a_further_one_for_itself(run: Run, tmp_path: Path) -> None:
    codes = []
    for name, code in (("a.csv", "yj1"), ("b.csv", "yj1b"), ("c.csv", "price.discount.no_campaign")):
        run(export, "-o", name, "--wordings", "all", "--ids", code)
        codes.append([entry.code for entry in read_quick_replies(tmp_path / name)])
    assert codes[0][:2] == ["yj1", "yj1b"]
    assert codes[1] == ["yj1b"]
    assert codes[0] == codes[2]


SUFFIXES = [
    ("q.csv", "qianniu-csv"),
    ("q.xlsx", "xlsx"),
    ("q.jsonl", "jsonl"),
    ("q.xml", "wangwang-xml"),
]


@pytest.mark.parametrize(("name", "described"), SUFFIXES)
def test_the_name_of_the_file_chooses_the_format(run: Run, tmp_path: Path, name: str, described: str) -> None:
    run(export, "-o", name, *BOOK)
    assert getattr(read_quick_reply_file(tmp_path / name).format, "name", "") == described


CONTRADICTIONS = [
    ("q.yml", (), "看不出 .yml 要写成什么；用 --format 指明，如 espanso、rasa"),
    ("q.json", (), "如 chatwoot"),
    ("q.txt", (), "看不出 .txt"),
    ("q", (), "看不出 没有后缀的文件"),
    ("q.xlsx", ("--format", "qianniu-csv"), "写出的是 csv，文件名却以 .xlsx 结尾"),
    ("q.csv", ("--format", "espanso"), "写出的是 yaml，文件名却以 .csv 结尾"),
    ("q.xls", ("--format", "xlsx"), "文件名却以 .xls 结尾"),
]


@pytest.mark.parametrize(("name", "more", "said"), CONTRADICTIONS)
def test_a_name_that_contradicts_the_format_is_refused(run: Run, tmp_path: Path, name: str, more: tuple[str, ...], said: str) -> None:
    with pytest.raises(ArgumentError) as caught:
        run(export, "-o", name, *BOOK, *more)
    assert said in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_only_documented_scripts_are_exported_and_listed_when_asked_for(run: Run, tmp_path: Path) -> None:
    book = load_phrasebook()
    wanted = {script.id for script in book.scripts.values() if script.documented and script.intent == "courier"}
    run(export, "-o", "a.jsonl", "--intent", "courier", "--documented")
    assert {entry.id for entry in read_quick_replies(tmp_path / "a.jsonl")} == wanted
    listed = [json.loads(line)["id"] for line in run(phrases, "--intent", "courier", "--documented", "--json").output.splitlines()]
    assert set(listed) == wanted
    assert wanted < {script.id for script in book.for_intent("courier")}


def test_exported_replies_read_as_sentences() -> None:
    """What the buyer would have said shows its fallback: no braces, no doubled or hanging punctuation."""
    bad = re.compile(r"[{}]|said\.|[，。、][，。、]|^[，。、]|（）|“”")
    texts = [entry.text for entry in book_entries(load_phrasebook(), every_wording=True, every_script=True)]
    assert [text for text in texts if bad.search(text)] == []


def test_an_intent_may_be_named_in_chinese_and_a_typo_is_told(run: Run, tmp_path: Path) -> None:
    rows = "编码,正文,意图\nzz1,鱼缸底砂怎么洗都行,商品咨询\nzz2,滤材一个月换一次,product_inf\n"
    (tmp_path / "mine.csv").write_text(rows, encoding="utf-8")
    told = json.loads(run(import_, "mine.csv", "-o", "my.yaml", "--json").stdout)
    first, second = told["items"]
    assert (first["intent"], first["basis"], first["notes"]) == ("product_info", "file", [])
    assert second["basis"] != "file"
    assert second["notes"] == ["没有“product_inf”这个意图（是不是 product_info？）"]
    assert run(import_, "mine.csv", "-o", "other.yaml", "--strict").exit_code == 3


def test_an_import_gives_account_on_the_screen_and_in_json(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text(
        MINE + "zz1,这款杯子配的密封圈可以单独买，发订单号给您补链接,保修\r\nzz3,,\r\n", encoding="utf-8-sig", newline=""
    )
    result = run(import_, "mine.csv", "-o", "my.yaml")
    assert "读到 5 条 = 用上 2 + 没有用 2（只有分组，没有短语 1，重复 1） + 读不出 1（没有正文 1）" in result.output
    told = json.loads(run(import_, "mine.csv", "-o", "x.yaml", "--json", "--dry-run").stdout)
    assert (told["read"], told["used"]) == (5, 2)
    assert (told["left_out"], told["rejected"]) == ({"只有分组，没有短语": 1, "重复": 1}, {"没有正文": 1})
    assert not (tmp_path / "x.yaml").exists()


def test_a_file_without_a_phrase_writes_no_book(run: Run, tmp_path: Path) -> None:
    (tmp_path / "nlu.yml").write_text("nlu:\n- intent: greet\n  examples: |\n    - 您好\n", encoding="utf-8")
    with pytest.raises(FileReadError, match="只有问法"):
        run(import_, "nlu.yml", "-o", "my.yaml")
    assert not (tmp_path / "my.yaml").exists()


def test_what_a_file_holds_does_not_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("编码,正文\nzz1\x1b]0;x\x07,鱼缸底砂\x1b[31m怎么洗\n", encoding="utf-8")
    assert "\x1b" not in run(import_, "mine.csv", "-o", "my.yaml").output


def test_export_writes_where_a_link_points_to(run: Run, tmp_path: Path) -> None:
    (tmp_path / "real.csv").write_bytes(b"old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    run(export, "-o", "link.csv", *BOOK)
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_bytes().startswith("快捷短语编码".encode("gbk"))


FORMAT = "version: 1\nname: x\nlabel: x\ncontainer: csv\ncertainty: learned\nevidence: x\nplace: x\ncolumns:\n- {header: t, field: text}\n"
BAD_FORMATS = [
    *[(f"encoding: {name}\n", "encoding：应为 utf-8、gbk") for name in ("rot13", "hex", "zlib", "ascii", "base64", "idna", "utf-8-sig")],
    ('delimiter: "||"\n', "delimiter：应为一个字"),
    ("delimiter: '\"'\n", "delimiter：应为一个字"),
    ("sheet: a/b\n", "sheet：工作表名"),
    ("delimter: ','\n", "不认识的键 delimter（是不是 delimiter？）"),
]


@pytest.mark.parametrize(("line", "said"), BAD_FORMATS)
def test_a_format_file_that_cannot_work_is_refused_with_its_line(run: Run, tmp_path: Path, line: str, said: str) -> None:
    (tmp_path / "my.yaml").write_text(FORMAT + line, encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        run(export, "-o", "a.csv", *BOOK, "--format", "my.yaml")
    assert said in str(caught.value)
    assert "第 10 行" in str(caught.value)


LOGS = [
    ("talk.csv", "发送者,时间,内容\n甲,2025-11-13 09:05:07,在吗\n店:小杉,2025-11-13 09:05:20,在的\n"),
    ("talk.csv", "角色,内容\n买家,在吗\n客服,在的\n"),
    ("talk.csv", "sender,time,message\nbuyer,2025-11-13 09:05:07,在吗\nshop,2025-11-13 09:06:07,在的亲\n"),
    ("talk.jsonl", '{"session": "1", "sender": "甲", "text": "在吗"}\n{"session": "1", "sender": "店", "text": "在的"}\n'),
    ("talk.json", '[{"role": "buyer", "content": "在吗"}, {"role": "seller", "content": "在的"}]'),
    ("talk.txt", "甲 2025-11-13 9:05:07\n在吗\n店:小杉 2025-11-13 9:05:20\n在的\n"),
]


@pytest.mark.parametrize(("name", "content"), LOGS)
def test_a_chat_log_is_refused_as_what_it_is(run: Run, tmp_path: Path, name: str, content: str) -> None:
    """Else every message would become a phrase, the buyers' too."""
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(FileReadError) as caught:
        run(import_, name, "-o", "book.yaml")
    assert "这是聊天记录" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert [path.name for path in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize("path", sorted(path for path in (HERE / "golden").iterdir() if path.suffix), ids=lambda path: path.name)
def test_no_file_of_phrases_is_taken_for_a_chat_log(path: Path) -> None:
    _refuse_chat_log(str(path))
