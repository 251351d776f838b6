"""Tokens: two engines, one answer, and nobody else's tokenizer touched."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.errors import ArgumentError, DataFileError
from cs_scripts.files.data import data_path
from cs_scripts.files.text import read_text
from cs_scripts.recognition.examples import load_examples
from cs_scripts.text.lookup import Lookup, open_lookup
from cs_scripts.text.normalise import normalise, normalise_all
from cs_scripts.text.tokens import Tokenizer, parse_lexicon


@pytest.fixture(scope="module")
def engines() -> tuple[Tokenizer, Tokenizer]:
    return loaded("jieba"), loaded("rjieba")


def loaded(engine: str) -> Tokenizer:
    """A tokenizer that has given up looking words up in the file."""
    tokenizer = Tokenizer(engine)
    tokenizer.cut("发" * 5000)
    return tokenizer


def looked_up() -> Lookup:
    found = open_lookup(Tokenizer()._words)
    assert found is not None, "jieba's dictionary is another one: the numbers in text.lookup are to be made anew"
    return found


def test_words_are_looked_up_as_the_engines_have_them(engines: tuple[Tokenizer, Tokenizer]) -> None:
    """Without loading anything, messages are cut alike; and so is every word of the dictionary."""
    texts = normalise_all([example.text for example in load_examples()[::20]])
    assert [LOOKED_UP(text) for text in texts] == [engines[1]._cut(text) for text in texts]
    dictionary = Path(str(importlib.util.find_spec("jieba").origin)).with_name("dict.txt")  # type: ignore[union-attr]
    words = [line.split(" ")[0] for line in dictionary.read_text(encoding="utf-8").splitlines()]
    some = words[:100] + words[100::97] + ["吉林", "吉林工业大学", "高富帅", "高姓大名"]
    assert [LOOKED_UP(word) for word in some] == [engines[0]._cut(word) for word in some]


def test_a_dictionary_that_is_another_one_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cs_scripts.text.lookup._CHECKSUM", 0)
    assert open_lookup({}) is None
    assert Tokenizer("rjieba").cut("仅退款行吗") == ["仅退款", "行", "吗"]


def test_same_tokens_on_thousands_of_messages(engines: tuple[Tokenizer, Tokenizer]) -> None:
    """jieba and rjieba cut every bundled example message alike."""
    texts = normalise_all([example.text for example in load_examples()])
    assert len(texts) > 5000
    jieba_rows, rjieba_rows = (engine.cut_all(texts) for engine in engines)
    assert jieba_rows == rjieba_rows


@given(st.text(alphabet=st.sampled_from("发货快递退换3-5天2024-11-11xlXL号abc.%+#&_ ，？！，。\n的了吗😂壱鬱〇")))
def test_same_tokens_on_awkward_mixtures(text: str) -> None:
    """Digit-hyphen runs, Latin letters and rare hanzi too, once normalised."""
    normalised = normalise(text)
    assert JIEBA._cut(normalised) == RJIEBA._cut(normalised) == LOOKED_UP(normalised)


JIEBA, RJIEBA, LOOKED_UP = loaded("jieba"), loaded("rjieba"), looked_up()


@given(st.lists(st.text(alphabet="发货快递吗 ,?a1", max_size=10)))
def test_batch_is_each_on_its_own(texts: list[str]) -> None:
    """Cutting many in one call changes nothing."""
    normalised = normalise_all(texts)
    assert RJIEBA.cut_all(normalised) == [RJIEBA.cut(text) for text in normalised]


@pytest.mark.parametrize("engine", ["jieba", "rjieba"])
def test_lexicon_words_stay_whole(engine: str) -> None:
    """Each word of the lexicon comes out as one token."""
    path = data_path("lexicon.txt")
    words = parse_lexicon(read_text(path), path)
    tokenizer = Tokenizer(engine)
    assert [word for word in words if tokenizer.cut(word) != [word]] == []


def test_global_tokenizer_is_left_alone() -> None:
    """A program that uses jieba itself finds its dictionary and its logger as they were."""
    program = (
        "import logging, jieba; level = jieba.default_logger.level\n"
        "from cs_scripts.text.tokens import Tokenizer; Tokenizer('jieba', {'云杉测试词': 9999})\n"
        "assert jieba.default_logger.level == level and not jieba.dt.initialized\n"
        "assert '云杉测试词' not in jieba.lcut('云杉测试词')"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True, capture_output=True)


def test_import_does_no_work() -> None:
    """Importing the package loads no dictionary, no scikit-learn, and touches no logger."""
    program = (
        "import sys, logging; before = set(logging.root.manager.loggerDict); import cs_scripts\n"
        "heavy = {'jieba', 'rjieba', 'sklearn', 'scipy', 'rich', 'pyarrow', 'openpyxl', 'pypinyin'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "assert not {name for name in set(logging.root.manager.loggerDict) - before if name.startswith('cs_scripts')}"
    )
    subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)


def test_unknown_engine() -> None:
    """A wrong name is an error of ours that says which names there are."""
    with pytest.raises(ArgumentError, match="jieba、rjieba"):
        Tokenizer("hanlp")


def test_lexicon_problems_come_together() -> None:
    """Every broken line is named."""
    with pytest.raises(DataFileError) as caught:
        parse_lexicon("仅退款 2000\n到手价\n仅退款 1", "x.txt")
    assert [problem.where for problem in caught.value.problems] == ["第 2 行", "第 3 行"]
