"""The commands, as an agent would type them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cs_scripts import Recommender
from cs_scripts.cli.export import command as export
from cs_scripts.cli.formats import command as formats
from cs_scripts.cli.import_ import command as import_
from cs_scripts.errors import ArgumentError, CsScriptsError
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.quickreply import list_formats, read_quick_replies
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
    import json

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
