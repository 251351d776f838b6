"""Tables of goods as shops have them: three formats, Excel's damages, every problem at once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from cs_scripts.cli.main import group, run
from cs_scripts.errors import DataFileError, FileReadError
from cs_scripts.files.data import data_path
from cs_scripts.shop.attributes import attributes
from cs_scripts.shop.goods import Goods
from cs_scripts.shop.slots import slot_values
from tests.cases import table
from tests.shop.test_questions import says

Write = Callable[[str, str | bytes], Path]
DAMAGED = table("shop/damaged.tsv")


@pytest.mark.parametrize(("header", "row", "wanted"), DAMAGED, ids=[row[1] for row in DAMAGED])
def test_damage_is_named_with_its_place_and_remedy(write: Write, header: str, row: str, wanted: str) -> None:
    with pytest.raises(DataFileError) as error:
        Goods.load(write("g.csv", f"{header}\n{row}\n"))
    assert says(str(error.value), wanted), error.value


def test_all_problems_come_at_once(write: Write) -> None:
    rows = "".join(f"{row}\n" for row in ("a1,卫衣,面议,3", "a1,,9,x", "a2,帽子,=1,2"))
    with pytest.raises(DataFileError) as error:
        Goods.load(write("g.csv", "编号,名称,价格,库存\n" + rows))
    assert [problem.where for problem in error.value.problems] == ["第 2 行“价格”", "第 3 行“名称”", "第 3 行“库存”", "第 4 行“价格”"]


def test_lost_zeros_are_noticed(write: Write) -> None:
    with pytest.raises(DataFileError, match="补成 0012"):
        Goods.load(write("g.csv", "编号,名称\n0007,卫衣\n12,帽子\n"))


def test_full_width_letters_and_digits_are_narrowed(write: Write) -> None:
    [article] = Goods.load(write("g.csv", "编号,名称,价格,尺码\nＡ１,卫衣,５９,Ｓ/Ｍ\n")).articles
    assert (article.id, article.numbers("price"), article.options("size")) == ("A1", (("", 59.0),), ("S", "M"))


def test_the_same_table_in_three_formats(write: Write, tmp_path: Path) -> None:
    csv = Goods.load(write("g.csv", "编号,名称,别名,颜色,库存,价格\n7,云绒卫衣,云绒,米白/藏青,米白:0;藏青:8,59.9\n".encode("gbk")))
    yaml = Goods.load(
        write("g.yaml", "商品:\n- 编号: 7\n  名称: 云绒卫衣\n  别名: [云绒]\n  颜色: [米白, 藏青]\n  库存: 米白:0;藏青:8\n  价格: 59.9\n")
    )
    book = openpyxl.Workbook()
    book.worksheets[0].append(["编号", "名称", "别名", "颜色", "库存", "价格", None])
    book.worksheets[0].append([7.0, "云绒卫衣", "云绒", "米白/藏青", "米白:0;藏青:8", 59.9])
    book.save(tmp_path / "g.xlsx")
    xlsx = Goods.load(tmp_path / "g.xlsx")
    shown = {
        (each.id, each.name, each.nicknames, tuple(sorted(each.values.items()))) for goods in (csv, yaml, xlsx) for each in goods.articles
    }
    assert len(shown) == 1


def test_excel_dates_and_formulas_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for row in (["编号", "名称", "尺码", "价格"], ["a1", "卫衣", datetime(2026, 3, 5), "=1+1"]):
        book.worksheets[0].append(row)
    book.save(tmp_path / "g.xlsx")
    with pytest.raises(DataFileError) as error:
        Goods.load(tmp_path / "g.xlsx")
    assert says(str(error.value), "2026-03-05&日期&公式")


@pytest.mark.parametrize(
    ("name", "content"),
    [("g.txt", "x"), ("g.xlsx", "x"), ("g.csv", b"a\0b"), ("g.yaml", "商品: 3"), ("g.csv", ""), ("g.csv", '编号,名称\n"a')],
)
def test_what_is_no_table_is_refused(write: Write, name: str, content: str | bytes) -> None:
    with pytest.raises((FileReadError, DataFileError)):
        Goods.load(write(name, content))


def test_a_table_that_fails_leaves_what_was_loaded(write: Write) -> None:
    goods = Goods.load(write("g.csv", "编号,名称\na1,卫衣\n"))
    with pytest.raises(DataFileError):
        Goods.load(write("g.csv", "编号,名称\na1,\n"))
    assert [article.name for article in goods.articles] == ["卫衣"]


def test_an_article_is_found_by_id_link_name_nickname_and_kind(write: Write) -> None:
    goods = Goods.load(
        write(
            "g.csv",
            "编号,名称,别名,类目,链接\n612345678901,云绒连帽卫衣,小云朵,服饰/卫衣,https://item.example.com/x?id=612345678901\n"
            "612345678902,山茶保温杯500ml,,家居/水杯,https://item.example.com/x?id=612345678902\n",
        )
    )
    for text in (
        "612345678901 这个",
        "https://item.example.com/x?id=612345678901 能机洗吗",
        "看下 https://other.example.com/d?spm=1&id=612345678901 呢",
        "云绒连帽卫衣怎么样",
        "小云朵有货吗",
        "你们卫衣厚吗",
    ):
        assert [article.id for article in goods.find(text)] == ["612345678901"], text
    assert [article.id for article in goods.find("保温杯漏吗")] == ["612345678902"]
    assert goods.find("这个多少钱") == []
    assert [article.id for article in goods.find("这个多少钱", [("buyer", "你们卫衣厚吗"), ("seller", "中厚的")])] == ["612345678901"]
    assert [article.id for article in goods.find("这个多少钱", item="https://item.example.com/x?id=612345678902")] == ["612345678902"]


def test_slots_of_scripts_are_filled_from_the_article() -> None:
    goods = Goods.load(data_path("goods.example.csv"))
    [article] = goods.find("", item="Y1001")
    values = slot_values(article, "什么料的")
    assert values["item"] == "云绒连帽卫衣"
    assert values["item_detail"] == "棉80%、聚酯纤维20%"
    assert values["restock_date"] == "12月8日"


def test_the_example_shop_has_eight_trades() -> None:
    goods = Goods.load(data_path("goods.example.csv"))
    trades = {article.kind.partition("/")[0] for article in goods.articles}
    assert len(goods) == 40
    assert trades == {"服饰", "鞋", "家电", "厨具", "数码", "美妆", "食品", "母婴", "家居"}


def test_no_two_attributes_share_a_word() -> None:
    words = [word for each in attributes().values() for word in (*each.words, *(word for some in each.values.values() for word in some))]
    assert len(words) == len(set(words))
    assert all(len(word) > 1 and word == word.lower() for word in words)


@pytest.mark.parametrize("name", ["g.xlsx", "g.csv"])
def test_template_loads_and_check_says_so(tmp_path: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(tmp_path / name)
    assert run(lambda: group(["goods", "template", "-o", path], standalone_mode=False)) == 0
    assert run(lambda: group(["goods", "check", path], standalone_mode=False)) == 0
    assert "1 件商品" in capsys.readouterr().out


def test_check_says_what_is_wrong(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(lambda: group(["goods", "check", str(write("g.csv", "编号,名称,价格\na1,卫衣,面议\n"))], standalone_mode=False)) == 2
    assert "面议" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("我的商品\n编号,名称\na1,卫衣\n", "第 1 行&像是标题&删掉"),
        ("a1,卫衣,129\na2,帽子,99\n", "缺少“名称”&最上面一行是 a1、卫衣、129"),
        ("编号,名称\na1,卫衣\nA1,帽子\n", "第 3 行“编号”&第 2 行重复"),
        ("编号,名称,库存\na1,卫衣,#N/A\n", "出错标记&!不是库存"),
    ],
)
def test_a_table_set_up_wrongly_says_what_to_do(write: Write, content: str, wanted: str) -> None:
    with pytest.raises(DataFileError) as error:
        Goods.load(write("g.csv", content))
    assert says(str(error.value), wanted), error.value


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_cells_may_be_parted_as_excel_parts_them(write: Write, mark: str) -> None:
    [article] = Goods.load(write("g.csv", f"编号{mark}名称{mark}价格\na1{mark}卫衣{mark}59\n")).articles
    assert (article.name, article.numbers("price")) == ("卫衣", (("", 59.0),))


def test_stock_in_yaml_may_be_a_mapping(write: Write) -> None:
    [article] = Goods.load(write("g.yaml", "商品:\n- 编号: a1\n  名称: 卫衣\n  库存: {米白M: 3, 藏青M: 0}\n")).articles
    assert article.numbers("stock") == (("米白M", 3.0), ("藏青M", 0.0))


def two_sheets(path: Path, first: list[list[str]]) -> Path:
    book = openpyxl.Workbook()
    for row in first:
        book.worksheets[0].append(row)
    book.create_sheet("旧商品").append(["编号", "名称"])
    book.save(path)
    return path


def test_a_second_worksheet_is_said_not_to_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = two_sheets(tmp_path / "g.xlsx", [["编号", "名称"], ["a1", "卫衣"]])
    assert run(lambda: group(["goods", "check", str(path)], standalone_mode=False)) == 0
    assert "没有读：旧商品" in capsys.readouterr().out


def test_goods_in_a_second_worksheet_are_asked_to_be_moved(tmp_path: Path) -> None:
    path = two_sheets(tmp_path / "g.xlsx", [["说明", "请看第二张"], ["x", "y"]])
    with pytest.raises(DataFileError, match=r"旧商品.*移到最前面"):
        Goods.load(path)


def test_check_lists_every_problem_on_its_own_line(write: Write, capsys: pytest.CaptureFixture[str]) -> None:
    rows = "".join(f"a{at},卫衣,面议\n" for at in range(30))
    assert run(lambda: group(["goods", "check", str(write("g.csv", "编号,名称,价格\n" + rows))], standalone_mode=False)) == 2
    assert len(capsys.readouterr().err.splitlines()) == 31
