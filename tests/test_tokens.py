"""Tokens: two engines, one answer, and nobody else's tokenizer touched."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.errors import ArgumentError, DataFileError
from cs_scripts.files.text import data_path, read_text
from cs_scripts.recognition.examples import load_examples
from cs_scripts.text.normalise import normalise, normalise_all
from cs_scripts.text.tokens import Tokenizer, parse_lexicon


@pytest.fixture(scope="module")
def engines() -> tuple[Tokenizer, Tokenizer]:
    return Tokenizer("jieba"), Tokenizer("rjieba")


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
    assert JIEBA.cut(normalised) == RJIEBA.cut(normalised)


JIEBA, RJIEBA = Tokenizer("jieba"), Tokenizer("rjieba")


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
