"""Every kind of file that quick replies stand in, and which of them a file or a format is."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.quickreply.containers.csv import Csv
from cs_scripts.quickreply.containers.rasa import Rasa
from cs_scripts.quickreply.containers.records import Json, JsonLines, Yaml
from cs_scripts.quickreply.containers.source import Container, Source
from cs_scripts.quickreply.containers.xlsx import Xlsx
from cs_scripts.quickreply.containers.xml import Xml
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.formats import Format

KINDS: dict[str, Container] = {
    "xlsx": Xlsx(),
    "xml": Xml(),
    "json": Json(),
    "jsonl": JsonLines(),
    "rasa": Rasa(),
    "yaml": Yaml(),
    "csv": Csv(),
}
"""By the name that a format gives its container; a file is of the first kind that says so."""


def kind_of(source: Source) -> Container:
    """Tell what kind of file this is, from the whole of it.

    Args:
        source: the file.

    Returns:
        Its container; CSV where it is no other.

    Raises:
        ValueError: it looks like YAML, which it is not; the reason is Chinese.
    """
    return next((kind for kind in KINDS.values() if kind.sniff(source)), KINDS["csv"])


def write_entries(entries: Sequence[Entry], described: Format) -> bytes:
    """Write entries; ``conform.fit_entries`` must have made them fit before.

    Args:
        entries: the entries.
        described: the format.

    Returns:
        The bytes of the file.

    Raises:
        UnicodeEncodeError: a character is not in the format's encoding.

    >>> from cs_scripts.quickreply.format_files import load_format
    >>> write_entries([Entry("您好", "wh1", "问候")], load_format("qianniu-csv")).decode("gbk").splitlines()[1]
    'wh1,您好,问候'
    """
    return KINDS[described.container].write(entries, described)


def fields_of(described: Format) -> tuple[str, ...]:
    """Name the fields that a format holds.

    Args:
        described: the format.

    Returns:
        Their names.
    """
    return KINDS[described.container].fields(described)


def order_of(entries: Sequence[Entry], described: Format) -> list[Entry]:
    """Give entries in the order, and with the codes, in which a written file gives them back.

    Args:
        entries: the entries that were written.
        described: the format.

    Returns:
        The entries.
    """
    return KINDS[described.container].order(entries, described)
