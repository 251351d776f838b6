"""What every format looks like, byte for byte.

After a wanted change, renew a file with ``cs-scripts export --phrases tests/quickreply/book.yaml --shop tests/quickreply/shop.yaml
--wordings all --at 2030-01-10 --format NAME -o tests/quickreply/golden/NAME.SUFFIX`` and look at the difference.
"""

from __future__ import annotations

import csv
import io

import pytest
from openpyxl import load_workbook

from cs_scripts.files.formulas import FORMULA_STARTS
from cs_scripts.quickreply import Entry, export_entries, list_formats, load_format
from tests.quickreply.conftest import HERE

TEXT_FORMATS = [each.name for each in list_formats() if each.container != "xlsx"]


@pytest.mark.parametrize("name", TEXT_FORMATS)
def test_the_small_book_gives_the_golden_file(name: str, entries: list[Entry]) -> None:
    described = load_format(name)
    assert export_entries(entries, described).content == (HERE / "golden" / f"{name}{described.suffix}").read_bytes()


def test_the_default_is_what_an_importer_of_qianniu_files_recognises(entries: list[Entry]) -> None:
    """First line exactly the known one, GBK, CRLF, three cells in every row."""
    content = export_entries(entries, load_format("qianniu-csv")).content
    lines = content.decode("gbk").split("\r\n")
    assert lines[0] == "快捷短语编码,快捷短语,快捷短语分组"
    assert lines[-1] == ""
    assert b"\xef\xbb\xbf" not in content


@pytest.mark.parametrize("name", ["xlsx", "kefubao-xlsx"])
def test_a_workbook_holds_the_same_cells_all_of_them_text(name: str, entries: list[Entry]) -> None:
    described = load_format(name)
    page = load_workbook(io.BytesIO(export_entries(entries, described).content)).active
    assert page is not None
    rows = list(page.iter_rows())
    assert [cell.value for cell in rows[0]] == [column.header for column in described.columns]
    assert {cell.data_type for row in rows for cell in row if cell.value} == {"s"}
    at = [column.field for column in described.columns].index("text")
    assert [row[at].value for row in rows[1:]] == [entry.text for entry in entries]


def test_a_workbook_has_no_clock_in_it(entries: list[Entry]) -> None:
    """The same phrases give the same bytes, whenever they are written."""
    described = load_format("xlsx")
    assert export_entries(entries, described).content == export_entries(list(entries), described).content


@pytest.mark.parametrize("start", FORMULA_STARTS)
@pytest.mark.parametrize("name", [each.name for each in list_formats() if each.container == "csv"])
def test_no_csv_cell_begins_the_way_a_formula_does(name: str, start: str) -> None:
    """The guard is one tab, also before a text that begins with a tab itself."""
    described = load_format(name)
    text = export_entries([Entry(f"{start}1+1", f"{start}c", f"{start}g")], described).content.decode(described.encoding)
    cells = list(csv.reader(io.StringIO(text, newline=""), delimiter=described.delimiter))[1]
    assert sum("1+1" in cell for cell in cells) == 1
    assert not [cell for cell in cells if cell.startswith(tuple("=+-@＝＋－＠\r\n"))]


def test_yaml_and_json_formats_are_what_their_programs_read(entries: list[Entry]) -> None:
    """espanso, Rasa and Chatwoot get the keys of their documentation."""
    import json

    import yaml

    def loaded(name: str) -> str:
        return export_entries(entries, load_format(name)).content.decode()

    assert {key for match in yaml.safe_load(loaded("espanso"))["matches"] for key in match} == {"trigger", "replace"}
    assert {key for item in json.loads(loaded("chatwoot")) for key in item} == {"short_code", "content"}
    rasa = yaml.safe_load(loaded("rasa"))
    assert rasa["version"] == "3.1"
    assert rasa["nlu"] == [{"intent": "price_haggling/yj1", "examples": "- 能便宜些吗\n- 少一点可以吗\n"}]
    assert len(rasa["responses"]["utter_price_haggling/yj1"]) == 2
