"""Tag messages as they stream by: from any iterable, or in Arrow record batches, in memory that does not grow.

Messages are taken one by one, without history; the same words are recognised once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from cs_scripts.errors import ArgumentError, MessageTypeError, MissingExtraError
from cs_scripts.tagging.memo import Repeats

if TYPE_CHECKING:
    from cs_scripts.recommend.suggestion import Suggestion

BATCH = 2_000
"""Messages that are recognised at a time."""

ADDED = ("status", "intents", "script_id", "script")
"""Columns that ``tag_table`` adds."""


class Recogniser(Protocol):
    """What tags messages in bulk; a ``Recommender`` is one."""

    def suggest_all(self, texts: Sequence[str], k: int = 1) -> list[Suggestion]:
        """Suggest replies to many messages."""


class Tagged(NamedTuple):
    """A message and what was recognised.

    Args:
        text: the message.
        status: ``confident``, ``ambiguous`` or ``none``.
        intents: pairs of id and probability, most urgent first.
        script_id: id of the first suggested script; empty for none.
        script: its text, blanks filled in.
    """

    text: str
    status: str
    intents: tuple[tuple[str, float], ...]
    script_id: str
    script: str


def tag(messages: Iterable[str], recommender: Recogniser | None = None) -> Iterator[Tagged]:
    """Tag messages.

    Args:
        messages: the messages, any number of them.
        recommender: what recognises them; ``Recommender.load()`` by default.

    Yields:
        Each message with what was recognised, in order.

    Raises:
        MessageTypeError: a message is not text.

    >>> [(tagged.status, tagged.intents[0][0]) for tagged in tag(["能便宜点吗"])]
    [('confident', 'price_haggling')]
    """
    recognise = Repeats(_tagger(recommender or load_recommender()))
    source = iter(messages)
    index = 0
    while batch := list(islice(source, BATCH)):
        for i, message in enumerate(batch, index):
            if not isinstance(message, str):
                raise MessageTypeError(i, type(message).__name__)
        index += len(batch)
        yield from recognise(batch)


def load_recommender() -> Recogniser:
    """Load the bundled recogniser.

    Returns:
        ``Recommender.load()``.
    """
    from cs_scripts.recommend.recommender import Recommender

    return Recommender.load()


def _tagger(recommender: Recogniser) -> Any:
    return lambda texts: [_tagged(text, found) for text, found in zip(texts, recommender.suggest_all(texts, k=1), strict=True)]


def _tagged(text: str, found: Suggestion) -> Tagged:
    reply = found.replies[0] if found.replies else None
    intents = tuple((intent.id, float(intent.probability)) for intent in found.intents)
    return Tagged(text, found.status, intents, reply.id if reply else "", reply.text if reply else "")


def tag_table(table: Any, recommender: Recogniser | None = None, *, column: str = "text") -> Iterator[Any]:
    """Tag a column of Arrow data, so that a dataframe or an engine can call it.

    Args:
        table: a ``pyarrow.Table``, ``RecordBatch`` or ``RecordBatchReader``, or any iterable of record batches.
        recommender: what recognises the messages; ``Recommender.load()`` by default.
        column: the column of messages (text, or a dictionary of text); a null is tagged as ``none``.

    Yields:
        Each record batch with four more columns: ``status``, ``intents`` (a list of structs with ``id`` and ``probability``),
        ``script_id`` and ``script``. ``pyarrow.Table.from_batches(tag_table(table))`` makes a table again.

    Raises:
        ArgumentError: there is no such column, it is not text, or one of the added columns is there already.
        MissingExtraError: pyarrow is not installed.

    >>> import pyarrow as pa
    >>> [batch.column("status").to_pylist() for batch in tag_table(pa.table({"text": ["能便宜点吗", None]}))]
    [['confident', 'none']]
    """
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError("处理 Arrow 表", "parquet") from None
    recognise = Repeats(_tagger(recommender or load_recommender()))
    batches = table.to_batches() if isinstance(table, pa.Table) else [table] if isinstance(table, pa.RecordBatch) else table
    for batch in batches:
        yield _tag_batch(pa, batch, column, recognise)


def _tag_batch(pa: Any, batch: Any, column: str, recognise: Repeats[Tagged]) -> Any:
    if column not in batch.schema.names:
        raise ArgumentError("column", f"没有 {column} 这一列（有 {'、'.join(batch.schema.names)}）")
    taken = [name for name in ADDED if name in batch.schema.names]
    if taken:
        raise ArgumentError("table", f"已经有 {'、'.join(taken)} 列，请先改名")
    place: dict[str, int] = {}
    indices = [place.setdefault(text or "", len(place)) for text in batch.column(column).to_pylist()]
    for text in place:
        if not isinstance(text, str):
            raise ArgumentError("column", f"{column} 列不是文字")
    found = recognise(list(place))
    intents = [[{"id": name, "probability": probability} for name, probability in tagged.intents] for tagged in found]
    arrays = (
        pa.array([tagged.status for tagged in found], pa.string()),
        pa.array(intents, pa.list_(pa.struct([("id", pa.string()), ("probability", pa.float32())]))),
        pa.array([tagged.script_id for tagged in found], pa.string()),
        pa.array([tagged.script for tagged in found], pa.string()),
    )
    at = pa.array(indices, pa.int32())
    fields = [*batch.schema, *(pa.field(name, array.type) for name, array in zip(ADDED, arrays, strict=True))]
    return pa.RecordBatch.from_arrays([*batch.columns, *(array.take(at) for array in arrays)], schema=pa.schema(fields))
