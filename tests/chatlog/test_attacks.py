"""Files made to lose, corrupt, leak or crash: what each becomes instead."""

from __future__ import annotations

import contextlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from click.testing import CliRunner, Result

from cs_scripts.chatlog import Reject, read_messages
from cs_scripts.cli.console import harmless
from cs_scripts.cli.main import run as run_command
from cs_scripts.cli.tag import command
from cs_scripts.errors import CsScriptsError, FileReadError
from tests.chatlog.chat_fakes import FakeRecommender
from tests.chatlog.running import rows_of, run


@pytest.fixture
def cli(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Result]:
    """Run the command with the fake recogniser, and end as ``main`` does."""
    monkeypatch.setattr("cs_scripts.recognition.recogniser.Recogniser.load", FakeRecommender)

    def invoke(*args: object) -> Result:
        runner = CliRunner()
        result = runner.invoke(command, [str(arg) for arg in args])
        if isinstance(result.exception, CsScriptsError):
            error = result.exception
            result.exit_code = run_command(lambda: (_ for _ in ()).throw(error))
        return result

    return invoke


def test_other_files_in_a_zip_are_counted(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.json", '{"user": "甲乙", "chats": [{"sender": "甲乙", "text": "在吗", "date": "", "time": ""}]}')
        archive.writestr("b.txt", "在吗")
    rejects: list[Reject] = []
    assert [message.text for message in read_messages(tmp_path / "a.zip", rejects=rejects)] == ["在吗"]
    assert ["请先解压" in reject.reason for reject in rejects] == [True]


def test_a_member_that_unpacks_into_far_more_is_told_for_what_it_is(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.json", '{"user": "甲乙", "chats": [{"sender": "甲乙", "text": "在吗", "date": "", "time": ""}]}')
        archive.writestr("晚风.json", " " * (33 << 20))
    rejects: list[Reject] = []
    assert [message.text for message in read_messages(tmp_path / "a.zip", rejects=rejects)] == ["在吗"]
    assert [("解开后太大" in reject.reason, "晚风" in reject.reason) for reject in rejects] == [(True, False)]


def test_members_that_lie_cost_themselves_only(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    good = json.dumps({"user": "甲", "chats": [{"sender": "甲", "text": "在吗", "date": "", "time": ""}]})
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.json", good, zipfile.ZIP_LZMA)
        archive.writestr("b.json", good)
    raw = bytearray(buffer.getvalue())
    at = raw.index(b"a.json") + 10
    raw[at : at + 8] = b"\xff" * 8
    (tmp_path / "a.zip").write_bytes(raw)
    rejects: list[Reject] = []
    assert len(list(read_messages(tmp_path / "a.zip", rejects=rejects))) == 1
    assert len(rejects) == 1


def test_parquet_with_bytes_and_with_two_columns_of_one_name(tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": pa.array(["在吗".encode(), None])}), tmp_path / "a.parquet")
    assert [message.text for message in read_messages(tmp_path / "a.parquet")] == ["在吗"]
    twice = pa.Table.from_arrays([pa.array(["在吗"]), pa.array(["x"]), pa.array(["y"])], names=["text", "备注", "备注"])
    pq.write_table(twice, tmp_path / "b.parquet")
    run([tmp_path / "b.parquet"], tmp_path / "out.csv", all_columns=True)
    assert (rows_of(tmp_path / "out.csv")[0]["备注"], rows_of(tmp_path / "out.csv")[0]["备注_2"]) == ("x", "y")


def test_a_corrupt_page_is_one_clear_error(tmp_path: Path) -> None:
    pq.write_table(
        pa.table({"sender": ["某人"] * 5000, "text": [f"第{i}句" for i in range(5000)]}), tmp_path / "a.parquet", compression="zstd"
    )
    raw = bytearray((tmp_path / "a.parquet").read_bytes())
    raw[40:400] = b"\x00" * 360
    (tmp_path / "a.parquet").write_bytes(raw)
    with pytest.raises(FileReadError):
        list(read_messages(tmp_path / "a.parquet"))


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet", ".xlsx"])
def test_times_of_all_kinds_are_written(tmp_path: Path, suffix: str) -> None:
    times = ["2024-01-02 09:05:07.123", "1704157507123", "0001-01-01", "9999-12-31 23:59:59", "2024-01-02T09:05:07+14:00"]
    (tmp_path / "in.csv").write_text("昵称,时间,内容\n" + "".join(f"甲,{time},在吗\n" for time in times), "utf-8")
    assert run([tmp_path / "in.csv"], tmp_path / f"out{suffix}").figures["tagged"] == len(times)
    if suffix == ".parquet":
        found = pq.read_table(tmp_path / "out.parquet").column("time").to_pylist()
        assert found[0] == datetime(2024, 1, 2, 9, 5, 7, 123000)


LINES = [
    ("a first line of 100 KB", '{"text": "' + "长" * 40_000 + '"}\n{"text": "在吗"}\n', 2),
    ("a first line that is broken", '{"text": \n{"text": "在吗"}\n{"text": "好"}\n', 2),
    ("a number of 5,000 digits", '{"text": "在吗", "n": ' + "1" * 5000 + '}\n{"text": "好"}\n{"text": "行"}\n', 2),
    ("a text 900 deep", '{"text": "在吗"}\n' + '{"text":' * 900 + '"x"' + "}" * 900 + '\n{"text": "好"}\n', 2),
    ("a list 900 deep in a column", '{"text": "在吗", "x": ' + "[" * 900 + "]" * 900 + '}\n{"text": "好"}\n', 2),
    ("objects a thousand deep", '{"text": "在吗"}\n' + '{"a":' * 5000 + "1" + "}" * 5000 + '\n{"text": "好"}\n', 2),
]


@pytest.mark.parametrize(("raw", "count"), [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_one_bad_line_of_json_costs_that_line(tmp_path: Path, raw: str, count: int) -> None:
    (tmp_path / "in.jsonl").write_text(raw, "utf-8")
    assert run([tmp_path / "in.jsonl"], tmp_path / "out.csv").figures["tagged"] == count


def test_odd_keys_become_headers_that_run_nothing_and_break_nothing(tmp_path: Path) -> None:
    row = {"text": "在吗", "=1+1": "a", "a\x1b[31m": "b", "half\ud800": "c", "＝cmd": "d", "消息": "e"}
    (tmp_path / "in.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    for suffix in (".csv", ".xlsx", ".parquet", ".jsonl"):
        run([tmp_path / "in.jsonl"], tmp_path / f"out{suffix}", all_columns=True, headers="")
    header = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[0].split(",")
    assert {"'=1+1", "'＝cmd", "a[31m", "half"} <= set(header)
    assert len(set(header)) == len(header)
    from openpyxl import load_workbook

    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)} == {"s"}


def test_texts_too_long_for_a_cell_are_cut_and_counted(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("😀" * 20_000 + "\n在吗\n", "utf-8")
    result = run([tmp_path / "in.txt"], tmp_path / "out.xlsx")
    assert result.cut_cells == 1
    from openpyxl import load_workbook

    sheet = load_workbook(tmp_path / "out.xlsx").active
    assert sheet is not None
    assert len(str(sheet["F2"].value).encode("utf-16-le")) // 2 <= 32_767


FORMULAS = ["=1+1", "＝1+1", "+86", "-1+1", "@a", "＋1", "－1", "＠a"]


def test_no_form_of_formula_runs(tmp_path: Path) -> None:
    (tmp_path / "in.txt").write_text("\n".join(FORMULAS), "utf-8")
    run([tmp_path / "in.txt"], tmp_path / "out.csv")
    assert [row["text"] for row in rows_of(tmp_path / "out.csv")] == [f"'{formula}" for formula in FORMULAS]


def test_nothing_that_a_terminal_obeys_reaches_it(cli: Callable[..., Result], tmp_path: Path) -> None:
    evil = "\x1b[2J\x1b]0;pwned\x07发货\u202e"
    (tmp_path / "in.csv").write_text(f"昵称,商品ID,内容\n某店旗舰店:{evil},1,{evil}\n甲{evil},{evil},{evil}\n" + "乙,2,在吗\n" * 5, "utf-8")
    result = cli(tmp_path / "in.csv", "-o", tmp_path / "out.csv")
    assert result.exit_code == 0
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", result.output)
    assert harmless(evil) == "发货"


def test_the_buyers_nick_is_masked_wherever_it_stands(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "会话ID,昵称,角色,内容,收货人,微信号,商品ID\n"
        "晚风说书-8812,晚风说书,买家,我是晚风说书 什么时候发货,王小二,wx_abc123,612345678901\n"
        "晚风说书-8812,小美,客服,晚风说书您好今天发,,,\n",
        "utf-8",
    )
    for suffix in (".csv", ".jsonl"):
        run([tmp_path / "in.csv"], tmp_path / f"out{suffix}", all_columns=True, summary=tmp_path / "sum.json")
        text = (tmp_path / f"out{suffix}").read_text("utf-8-sig") + (tmp_path / "sum.json").read_text("utf-8")
        assert not [secret for secret in ("晚风说书", "王小二", "wx_abc123") if secret in text]
        assert "612345678901" in text


NAMED = {
    "the receiver in a column": (
        "in.csv",
        "会话ID,昵称,角色,内容,收货人\n1,晚风,买家,什么时候发货,王小明\n1,小美,客服,王小明您好，今天发,\n1,晚风,买家,我是王小明,\n",
    ),
    "the receiver only in a later row": (
        "in.csv",
        "会话ID,昵称,角色,内容,收货人\n1,晚风,买家,我是王小明,\n1,小美,客服,王小明您好,\n1,晚风,买家,好的,王小明\n",
    ),
    "no conversation": ("in.csv", "角色,内容,联系人\n买家,我是王小明,王小明\n客服,王小明您好，今天发,王小明\n"),
    "the receiver of a whole talk": (
        "in.json",
        '{"receiver_name": "王小明", "messages": [{"role": "买家", "text": "我是王小明"}, {"role": "客服", "text": "王小明您好"}]}',
    ),
    "the receiver beside a transcript in a cell": (
        "in.csv",
        '客户ID,收货人,聊天记录\n晚风,王小明,"2026-05-09 10:00:01\n晚风：我是王小明\n2026-05-09 10:00:09\n小店:宝：王小明您好"\n',
    ),
    "a remark in a column": ("in.csv", "会话ID,角色,内容,收货人,备注\n1,买家,在吗,王小明,王小明要求今天发\n1,客服,在的,,\n"),
}


@pytest.mark.parametrize("case", NAMED.values(), ids=NAMED.keys())
@pytest.mark.parametrize("all_columns", [False, True])
def test_a_name_from_a_column_is_hidden_in_every_text_of_the_talk(tmp_path: Path, case: tuple[str, str], all_columns: bool) -> None:
    (tmp_path / case[0]).write_text(case[1], "utf-8")
    run([tmp_path / case[0]], tmp_path / "out.csv", all_columns=all_columns, summary=tmp_path / "sum.json")
    written = (tmp_path / "out.csv").read_text("utf-8-sig") + (tmp_path / "sum.json").read_text("utf-8")
    assert "王小明" not in written
    assert written.count("您好") == case[1].count("您好")


def test_a_column_of_receivers_hides_no_plain_word(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("会话ID,角色,内容,收货人\n1,买家,本人签收行吗,本人\n", "utf-8")
    run([tmp_path / "in.csv"], tmp_path / "out.csv")
    assert rows_of(tmp_path / "out.csv")[0]["text"] == "本人签收行吗"


def test_a_refusal_shows_no_buyers_data(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("张三,13800000000,哪里\n李四,13900000000,那里\n", "utf-8")
    with pytest.raises(FileReadError) as caught:
        list(read_messages(tmp_path / "a.csv"))
    assert "13800000000" not in str(caught.value)


def test_an_empty_path_and_a_device_are_refused(tmp_path: Path) -> None:
    for name in ("", "/dev/zero"):
        with pytest.raises(CsScriptsError):
            run([name], tmp_path / "out.csv")


def test_a_command_that_used_nothing_exits_2(cli: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("角色,内容\n系统,会话开始\n", "utf-8")
    (tmp_path / "out.csv").write_text("old", "utf-8")
    assert cli(tmp_path / "in.csv", "-o", tmp_path / "out.csv").exit_code == 2
    assert (tmp_path / "out.csv").read_text("utf-8") == "old"


def test_json_on_the_screen_is_the_summary(cli: Callable[..., Result], tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("角色,内容\n买家,发货吗\n督导,在\n", "utf-8")
    result = cli(tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--json")
    figures = json.loads(result.stdout)
    assert figures["account"]["unknown_roles"] == {"督导": 1}
    assert "--role-map" in result.stderr
    mapped = cli(tmp_path / "in.csv", "-o", tmp_path / "out.csv", "--json", "--role-map", "督导=seller")
    assert json.loads(mapped.stdout)["seller_messages"] == 1


def test_half_a_surrogate_in_a_nick_is_no_end(tmp_path: Path) -> None:
    rows = [json.dumps({"nick": f"甲\ud800{i % 7}", "text": "在吗"}) for i in range(50)]
    (tmp_path / "in.jsonl").write_text("\n".join(rows), "utf-8")
    with contextlib.suppress(CsScriptsError):
        assert run([tmp_path / "in.jsonl"], tmp_path / "out.csv").figures["tagged"] == 50


def test_pseudonyms_are_the_same_across_runs_with_a_key_only(tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text("昵称,角色,内容\n晚风,买家,打我13800000000\n", "utf-8")
    found = []
    for key in ("", "", "k" * 16, "k" * 16):
        figures = run([tmp_path / "in.csv"], tmp_path / "out.csv", pseudonym_key=key).figures
        found.append(rows_of(tmp_path / "out.csv")[0]["sender"])
    assert found[2] == found[3]
    assert len(set(found)) == 3
    assert figures["masked"] == {"手机号": 1}


def test_what_is_personal_in_a_header_is_masked(tmp_path: Path) -> None:
    """Headers go into the output with ``all_columns``, so they are masked as cells are; two that become the same stay apart."""
    (tmp_path / "in.csv").write_text("昵称,角色,内容,备注(林晚 13800000000),13800000001,13900000002,商品\n甲,买家,在吗,a,b,c,d\n", "utf-8")
    for suffix in (".csv", ".jsonl", ".xlsx"):
        run([tmp_path / "in.csv"], tmp_path / f"out{suffix}", all_columns=True)
    header = (tmp_path / "out.csv").read_text("utf-8-sig").splitlines()[0].split(",")
    assert header[-4:] == ["备注([姓名] [手机号])", "[手机号]", "input_[手机号]", "商品"]
    assert "1380000" not in (tmp_path / "out.jsonl").read_text("utf-8")
    run([tmp_path / "in.csv"], tmp_path / "kept.csv", all_columns=True, keep_pii=True)
    assert ",13800000001,13900000002," in (tmp_path / "kept.csv").read_text("utf-8-sig")
