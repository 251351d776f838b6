"""Tag tables of any size on Spark, in the caller's session: one pure function of Arrow record batches, mapped over the partitions.

The fitted weights are read on the driver, sent once by broadcast, and unpacked once in each Python worker; no worker fits anything
or writes a cache. Only recognition is done here: status, intents and their probabilities.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from cs_scripts.errors import ArgumentError, MissingExtraError
from cs_scripts.tagging.stream import ADDED, tag_table

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

    from cs_scripts.recognition.recogniser import Recogniser

Batches = Iterable[Any]

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def tag(df: DataFrame, text: str = "text", *, recogniser: Recogniser | None = None, distinct_first: bool = False) -> DataFrame:
    """Tag the messages of a Spark table.

    Args:
        df: the table.
        text: its column of messages; a null gives nulls.
        recogniser: what recognises; by default the bundled one, with the tokenizer that is installed on the driver. The workers
            need the same extras.
        distinct_first: whether to recognise each different message once and join the result: worth a shuffle where most repeat.

    Returns:
        The table with four more columns: ``status``, ``intent``, ``probability`` and ``intents``. All others pass through.

    Raises:
        ArgumentError: there is no such column, it is not text, or one of the added columns is there already.
        MissingExtraError: pyspark or pyarrow is not installed.
    """
    types = _types()
    _check(df, text)
    if distinct_first:
        only = tag(df.select(text).distinct(), text, recogniser=recogniser).withColumnRenamed(text, _KEY)
        return df.join(only, df[text].eqNullSafe(only[_KEY]), "left").drop(_KEY)
    if recogniser is None:
        from cs_scripts.recognition.recogniser import Recogniser

        recogniser = Recogniser.load()
    shared = df.sparkSession.sparkContext.broadcast(dumped(recogniser))
    return df.mapInArrow(partition_tagger(lambda: shared.value, text), types.StructType([*df.schema.fields, *_added(types)]))


def classify(df: DataFrame, text: str = "text", *, recogniser: Recogniser | None = None) -> DataFrame:
    """Give only the first intent of each message of a Spark table.

    Args:
        df: the table.
        text: its column of messages.
        recogniser: what recognises; by default the bundled one.

    Returns:
        The table with one more column, ``intent``; null where there is none.

    Raises:
        ArgumentError: there is no such column, it is not text, or one of the added columns is there already.
        MissingExtraError: pyspark or pyarrow is not installed.
    """
    return tag(df, text, recogniser=recogniser).drop(*(name for name in ADDED if name != "intent"))


def partition_tagger(content: Callable[[], bytes], text: str) -> Callable[[Batches], Iterator[Any]]:
    """Make the function that tags a partition; it knows nothing of Spark, and serves Ray Data, Daft or Polars as well.

    Args:
        content: gives what ``dumped`` made of a recogniser.
        text: the column of messages.

    Returns:
        A function from record batches to record batches with the added columns.
    """

    def tag_partition(batches: Batches) -> Iterator[Any]:
        return tag_batches(batches, loaded(content()), text)

    return tag_partition


def tag_batches(batches: Batches, recogniser: Recogniser, text: str) -> Iterator[Any]:
    """Tag record batches; what is null stays null.

    Args:
        batches: the record batches.
        recogniser: what recognises.
        text: the column of messages.

    Yields:
        Each batch with the added columns.

    >>> import pyarrow as pa
    >>> from cs_scripts.recognition.recogniser import Recogniser
    >>> [batch] = tag_batches([pa.record_batch({"text": ["能便宜点吗", None]})], Recogniser.load(), "text")
    >>> batch.column("status").to_pylist(), batch.column("intents").null_count
    (['confident', None], 1)
    """
    import pyarrow as pa
    import pyarrow.compute

    for batch in tag_table(batches, recogniser, column=text):
        missing = batch.column(batch.schema.get_field_index(text)).is_null()
        if missing.true_count:
            kept = pa.compute.if_else(missing, None, pa.array(range(len(missing)), pa.int32()))
            pairs = zip(batch.schema.names, batch.columns, strict=True)
            columns = [column.take(kept) if name in ADDED else column for name, column in pairs]
            batch = pa.RecordBatch.from_arrays(columns, schema=batch.schema)  # noqa: PLW2901 - the same batch, put right
        yield batch


def dumped(recogniser: Recogniser) -> bytes:
    """Give a recogniser as bytes for other machines.

    Args:
        recogniser: the recogniser.

    Returns:
        Its weights as an npz file behind its engine and its thresholds; never a pickle of code.
    """
    import json

    from cs_scripts.recognition.weights import pack

    head = json.dumps([recogniser.model.tokenizer.engine, list(recogniser.thresholds)]).encode()
    return head + b"\n" + pack(recogniser.model, "broadcast")


@cache
def loaded(content: bytes) -> Recogniser:
    """Make a recogniser of what ``dumped`` gave, once in each process.

    Args:
        content: the bytes.

    Returns:
        The recogniser. It uses one thread: Spark shares out the cores.
    """
    for name in _THREADS:
        os.environ.setdefault(name, "1")
    import json

    from cs_scripts.recognition.recogniser import Recogniser
    from cs_scripts.recognition.thresholds import Thresholds
    from cs_scripts.recognition.weights import unpack
    from cs_scripts.text.tokens import Tokenizer

    head, _, weights = content.partition(b"\n")
    engine, thresholds = json.loads(head)
    return Recogniser(unpack(weights, Tokenizer(engine)), Thresholds(*thresholds))


_KEY = "__cs_scripts_text"


def _types() -> Any:
    try:
        import pyarrow as pa  # noqa: F401
        from pyspark.sql import types
    except ImportError:
        raise MissingExtraError("在 Spark 上打标签", "spark") from None
    return types


def _added(types: Any) -> list[Any]:
    """Give the added columns as Spark types; ``stream.SCHEMA`` is the same for Arrow."""
    string, number = types.StringType(), types.FloatType()
    pair = types.StructType([types.StructField("id", string), types.StructField("probability", number)])
    kinds = (string, string, number, types.ArrayType(pair))
    return [types.StructField(name, kind) for name, kind in zip(ADDED, kinds, strict=True)]


def _check(df: DataFrame, text: str) -> None:
    """Refuse on the driver what would else fail in a thousand tasks."""
    kinds = dict(df.dtypes)
    if text not in kinds:
        raise ArgumentError("text", f"没有 {text} 这一列（有 {'、'.join(df.columns)}）")
    if kinds[text] != "string":
        raise ArgumentError("text", f"{text} 列不是文字，是 {kinds[text]}")
    if taken := [name for name in ADDED if name in kinds]:
        raise ArgumentError("df", f"已经有 {'、'.join(taken)} 列，请先改名")
