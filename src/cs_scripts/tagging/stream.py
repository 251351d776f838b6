"""Tag messages as they stream by: from any iterable, or in Arrow record batches, in memory that does not grow.

Messages are taken one by one, without history; the same words are recognised once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

from cs_scripts.errors import ArgumentError, MessageTypeError, MissingExtraError
from cs_scripts.tagging.memo import Repeats

if TYPE_CHECKING:
    from cs_scripts.recognition.model import RecognisedIntent
    from cs_scripts.recommend.suggestion import Suggestion

    SCHEMA: Any
    """The columns that ``tag_table`` adds, as a ``pyarrow.Schema``."""

BATCH = 2_000
"""Messages that are recognised at a time."""

ADDED = ("status", "intent", "probability", "intents")
"""Columns that ``tag_table`` adds."""

REPLY = ("script_id", "script")
"""Columns that it adds when replies are asked for."""


@runtime_checkable
class Recognises(Protocol):
    """What recognises messages in bulk; a ``Recogniser`` is one."""

    def recognise_all(self, texts: Sequence[str]) -> Sequence[tuple[str, Sequence[RecognisedIntent]]]:
        """Give status and intents of many messages."""


@runtime_checkable
class Suggests(Protocol):
    """What suggests replies in bulk; a ``Recommender`` is one."""

    def suggest_all(self, texts: Sequence[str], k: int = 1) -> Sequence[Suggestion]:
        """Suggest replies to many messages."""


class Tagged(NamedTuple):
    """A message and what was recognised.

    Attributes:
        text: the message.
        status: ``confident``, ``ambiguous`` or ``none``.
        intents: pairs of id and probability, most urgent first.
        script_id: id of the first suggested script; empty for none, or where replies were not asked for.
        script: its text, blanks filled in.
    """

    text: str
    status: str
    intents: tuple[tuple[str, float], ...]
    script_id: str = ""
    script: str = ""

    @property
    def intent(self) -> str:
        """Id of the first intent; empty for none."""
        return self.intents[0][0] if self.intents else ""

    @property
    def probability(self) -> float | None:
        """Probability of the first intent; None for none."""
        return self.intents[0][1] if self.intents else None


Tagger = Callable[[Sequence[str]], "list[Tagged]"]


def load_recogniser(*, replies: bool = False) -> Recognises | Suggests:
    """Load the bundled recogniser; with replies, the bundled scripts too."""
    if replies:
        from cs_scripts.recommend.recommender import Recommender

        return Recommender.load()
    from cs_scripts.recognition.recogniser import Recogniser

    return Recogniser.load()


def make_tagger(recogniser: object, *, replies: bool) -> Tagger:
    """Make what tags many messages.

    Args:
        recogniser: a ``Recogniser``, or a ``Recommender``, which has one.
        replies: whether to suggest scripts too, which needs a ``Recommender``.

    Returns:
        A function from texts to what was recognised in each.

    Raises:
        ArgumentError: it can do neither.
    """
    if replies:
        if not isinstance(recogniser, Suggests):
            raise ArgumentError("recommender", "要附建议话术（replies）须给 Recommender")
        suggests = recogniser
        return lambda texts: [_suggested(text, found) for text, found in zip(texts, suggests.suggest_all(texts, k=1), strict=True)]
    recognises = recogniser if isinstance(recogniser, Recognises) else getattr(recogniser, "recogniser", None)
    if not isinstance(recognises, Recognises):
        raise ArgumentError("recommender", "应为 Recogniser 或 Recommender")
    able = recognises
    return lambda texts: [
        Tagged(text, status, _pairs(intents)) for text, (status, intents) in zip(texts, able.recognise_all(texts), strict=True)
    ]


def _pairs(intents: Iterable[RecognisedIntent]) -> tuple[tuple[str, float], ...]:
    return tuple((intent.id, float(intent.probability)) for intent in intents)


def _suggested(text: str, found: Suggestion) -> Tagged:
    reply = found.replies[0] if found.replies else None
    return Tagged(text, found.status, _pairs(found.intents), reply.id if reply else "", reply.text if reply else "")


def tag(messages: Iterable[str], recommender: Recognises | Suggests | None = None, *, replies: bool = False) -> Iterator[Tagged]:
    """Tag messages.

    Args:
        messages: the messages, any number of them.
        recommender: a ``Recogniser`` or ``Recommender``; by default the bundled one.
        replies: whether to suggest a script for each too.

    Yields:
        Each message with what was recognised, in order.

    Raises:
        MessageTypeError: a message is not text, or one text was given in place of many.

    >>> [(tagged.status, tagged.intent) for tagged in tag(["能便宜点吗"])]
    [('confident', 'price_haggling')]
    """
    if isinstance(messages, str | bytes):
        raise MessageTypeError(0, "一整段文字而不是列表")
    if not isinstance(messages, Iterable):
        raise MessageTypeError(0, f"{type(messages).__name__}，应为消息的列表")
    recognise = Repeats(make_tagger(recommender or load_recogniser(replies=replies), replies=replies))
    return _tag(iter(messages), recognise)


def _tag(source: Iterator[str], recognise: Repeats[Tagged]) -> Iterator[Tagged]:
    index = 0
    while batch := list(islice(source, BATCH)):
        for i, message in enumerate(batch, index):
            if not isinstance(message, str):
                raise MessageTypeError(i, type(message).__name__)
        index += len(batch)
        yield from recognise(batch)


def _arrow() -> Any:
    try:
        import pyarrow as pa
    except ImportError:
        raise MissingExtraError("处理 Arrow 表", "parquet") from None
    return pa


def added_schema(*, replies: bool = False) -> Any:
    """Give the columns that ``tag_table`` adds, as a ``pyarrow.Schema``.

    >>> added_schema().names
    ['status', 'intent', 'probability', 'intents']
    """
    pa = _arrow()
    pair = pa.struct([("id", pa.string()), ("probability", pa.float32())])
    fields = [("status", pa.string()), ("intent", pa.string()), ("probability", pa.float32()), ("intents", pa.list_(pair))]
    return pa.schema([*fields, *((name, pa.string()) for name in REPLY if replies)])


def __getattr__(name: str) -> Any:
    """Make ``SCHEMA`` when it is asked for: pyarrow is large, and may be missing."""
    if name == "SCHEMA":
        return added_schema()
    raise AttributeError(name)


def tag_table(
    table: Any, recommender: Recognises | Suggests | None = None, *, column: str = "text", replies: bool = False
) -> Iterator[Any]:
    """Tag a column of Arrow data, so that a dataframe or an engine can call it.

    Args:
        table: a ``pyarrow.Table``, ``RecordBatch`` or ``RecordBatchReader``, or any iterable of record batches.
        recommender: a ``Recogniser`` or ``Recommender``; by default the bundled one.
        column: the column of messages (text, or a dictionary of text); a null is tagged as ``none``.
        replies: whether to suggest a script for each too.

    Yields:
        Each record batch with the columns of ``SCHEMA`` behind its own, and with replies ``script_id`` and ``script``.
        ``pyarrow.Table.from_batches(tag_table(table))`` makes a table again.

    Raises:
        ArgumentError: there is no such column, it is not text, or one of the added columns is there already.
        MissingExtraError: pyarrow is not installed.

    >>> import pyarrow as pa
    >>> [batch.column("intent").to_pylist() for batch in tag_table(pa.table({"text": ["能便宜点吗", None]}))]
    [['price_haggling', None]]
    """
    pa = _arrow()
    recognise = Repeats(make_tagger(recommender or load_recogniser(replies=replies), replies=replies))
    batches = table.to_batches() if isinstance(table, pa.Table) else [table] if isinstance(table, pa.RecordBatch) else table
    for batch in batches:
        yield _tag_batch(pa, batch, column, recognise, added_schema(replies=replies))


def _tag_batch(pa: Any, batch: Any, column: str, recognise: Repeats[Tagged], added: Any) -> Any:
    names = batch.schema.names
    if names.count(column) != 1:
        raise ArgumentError("column", f"{'有两个' if column in names else '没有'} {column} 这一列（有 {'、'.join(names)}）")
    taken = [name for name in added.names if name in names]
    if taken:
        raise ArgumentError("table", f"已经有 {'、'.join(taken)} 列，请先改名")
    place: dict[str, int] = {}
    indices = [place.setdefault(text or "", len(place)) for text in batch.column(names.index(column)).to_pylist()]
    for text in place:
        if not isinstance(text, str):
            raise ArgumentError("column", f"{column} 列不是文字")
    found = recognise(list(place))
    values = {
        "status": [tagged.status for tagged in found],
        "intent": [tagged.intent or None for tagged in found],
        "probability": [tagged.probability for tagged in found],
        "intents": [[{"id": name, "probability": probability} for name, probability in tagged.intents] for tagged in found],
        "script_id": [tagged.script_id for tagged in found],
        "script": [tagged.script for tagged in found],
    }
    at = pa.array(indices, pa.int32())
    arrays = [pa.array(values[field.name], field.type).take(at) for field in added]
    return pa.RecordBatch.from_arrays([*batch.columns, *arrays], schema=pa.schema([*batch.schema, *added]))
