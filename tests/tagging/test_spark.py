"""Tables of any size: the function that Spark maps over partitions, without Spark; and a real session with two cores where there is one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cs_scripts import Recommender
from cs_scripts.errors import ArgumentError
from cs_scripts.recognition.recogniser import Recogniser
from cs_scripts.tagging.spark import dumped, loaded, partition_tagger, tag_batches
from cs_scripts.tagging.stream import tag as tag_texts

pa = pytest.importorskip("pyarrow")
ROOT = Path(__file__).parents[2]
TEXTS = ["能便宜点吗", None, "什么时候发货", "能便宜点吗", "", "嗯嗯", "退货运费谁出 什么时候退款"]


@pytest.fixture(scope="module")
def recogniser(recommender: Recommender) -> Recogniser:
    return recommender.recogniser


def table(texts: list[str | None]) -> Any:
    return pa.table({"n": list(range(len(texts))), "text": pa.array(texts, pa.string()), "other": [f"x{i}" for i in range(len(texts))]})


def expected(texts: list[str | None], recogniser: Recogniser) -> list[tuple[str | None, str | None]]:
    """What ``tag`` says of each text that is there."""
    found = iter(tag_texts([text for text in texts if text is not None], recogniser))
    return [(one.status, one.intent or None) if text is not None and (one := next(found)) else (None, None) for text in texts]


@pytest.mark.parametrize("size", [1, 3, 100])
def test_batches_of_any_size_give_what_tag_gives(size: int, recogniser: Recogniser) -> None:
    """Columns pass through, nulls stay null, and the answers are those of ``tag``."""
    given = table(TEXTS)
    found = pa.Table.from_batches(list(tag_batches(given.to_batches(max_chunksize=size), recogniser, "text")))
    assert found.select(given.column_names).equals(given)
    assert list(zip(found["status"].to_pylist(), found["intent"].to_pylist(), strict=True)) == expected(TEXTS, recogniser)
    assert found["intents"].to_pylist()[1] is None
    assert found["intents"].to_pylist()[0][0]["id"] == found["intent"].to_pylist()[0]


def test_no_batches_give_no_batches(recogniser: Recogniser) -> None:
    """An empty partition stays empty."""
    assert list(tag_batches(iter(()), recogniser, "text")) == []


def test_what_is_sent_is_what_arrives(recogniser: Recogniser) -> None:
    """A recogniser made of the bytes scores the same, and is made once a process."""
    content = dumped(recogniser)
    again = loaded(content)
    assert again.recognise_all(["能便宜点吗", "嗯嗯"] * 9) == recogniser.recognise_all(["能便宜点吗", "嗯嗯"] * 9)
    assert loaded(bytes(bytearray(content))) is again
    assert [batch.num_rows for batch in partition_tagger(lambda: content, "text")(table(TEXTS).to_batches())] == [len(TEXTS)]


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    sql = pytest.importorskip("pyspark.sql")
    if shutil.which("java") is None:
        pytest.skip("Spark needs Java")
    builder = sql.SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false").config("spark.sql.shuffle.partitions", "2")
    builder = builder.config("spark.sql.execution.arrow.maxRecordsPerBatch", "3").config("spark.driver.bindAddress", "127.0.0.1")
    with pytest.MonkeyPatch.context() as variables:  # for the Java process alone: pip would take such a path for what it builds with
        variables.setenv("PYSPARK_PYTHON", sys.executable)
        variables.setenv("PYTHONPATH", os.pathsep.join([str(ROOT / "src"), *sys.path]))
        session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning", "ignore::UserWarning")
@pytest.mark.parametrize("distinct_first", [False, True])
def test_a_spark_table(spark: Any, recogniser: Recogniser, distinct_first: bool) -> None:
    """Two partitions on two cores, small batches: the same rows as ``tag``, whichever way."""
    from cs_scripts.tagging.spark import classify, tag

    texts = TEXTS * 5
    df = spark.createDataFrame(list(enumerate(texts)), "n int, text string").repartition(2)
    rows = sorted(tag(df, recogniser=recogniser, distinct_first=distinct_first).collect(), key=lambda row: row.n)
    assert [(row.n, row.text) for row in rows] == list(enumerate(texts))
    assert [(row.status, row.intent) for row in rows] == expected(texts, recogniser)
    assert rows[1].intents is None
    only = sorted(classify(df, recogniser=recogniser).collect(), key=lambda row: row.n)
    assert only[0].asDict() == {"n": 0, "text": "能便宜点吗", "intent": "price_haggling"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning", "ignore::FutureWarning", "ignore::UserWarning")
def test_a_wrong_column_is_told_on_the_driver(spark: Any, recogniser: Recogniser) -> None:
    """Before any task starts, in Chinese."""
    from cs_scripts.tagging.spark import tag

    df = spark.createDataFrame([(1, "在吗", "x")], "n int, text string, status string")
    for column, what in (("words", "没有 words 这一列"), ("n", "不是文字"), ("text", "请先改名")):
        with pytest.raises(ArgumentError, match=what):
            tag(df, column, recogniser=recogniser)


@pytest.mark.parametrize("suffix", ["parquet", "csv", "json"])
def test_the_script(spark: Any, tmp_path: Path, suffix: str) -> None:
    """Each kind of file in and out."""
    source = spark.createDataFrame([(1, "能便宜点吗"), (2, '他说"好"，\n发货')], "n int, text string")
    getattr(source.write, suffix)(str(tmp_path / f"in.{suffix}"), **({"header": True, "escape": '"'} if suffix == "csv" else {}))
    command = [sys.executable, str(ROOT / "scripts" / "tag_on_spark.py"), str(tmp_path / f"in.{suffix}"), str(tmp_path / f"out.{suffix}")]
    variables = {"SPARK_LOCAL_IP": "127.0.0.1", "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), *sys.path])}
    subprocess.run(command, check=True, capture_output=True, env=os.environ | variables)
    read = spark.read.option("header", True).option("multiLine", suffix == "csv").option("escape", '"')
    rows = sorted(getattr(read, suffix)(str(tmp_path / f"out.{suffix}")).collect(), key=lambda row: int(row.n))
    assert [row.text for row in rows] == ["能便宜点吗", '他说"好"，\n发货']
    assert rows[0].intent == "price_haggling"
