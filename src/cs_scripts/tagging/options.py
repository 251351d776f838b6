"""What a run of ``tag`` is told: frozen, so that it can be sent to workers and compared when a stopped run goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from cs_scripts.errors import ArgumentError
from cs_scripts.tagging.memo import SIZE

ENCODINGS = ("utf-8-sig", "utf-8", "gbk", "gb18030")


@dataclass(frozen=True)
class TagOptions:
    """What is read, what is written, and how.

    Attributes:
        layout: name of the inputs' layout, one of ``chatlog.LAYOUTS``; empty to tell it from the content.
        columns: header of a field in tables, see ``chatlog.read_messages``.
        shop_accounts: nicks of the shop, where they are not written ``店铺:子账号``.
        roles: ``buyer``, ``seller`` or ``system`` for values of a role column, and for nicks.
        leave_out: accounts, as of robots, whose messages are left out.
        encoding: of CSV: ``utf-8-sig``, ``utf-8``, ``gbk`` or ``gb18030``.
        headers: ``zh`` or ``en``; empty for Chinese in CSV and workbooks, which people read, English in the others.
        labels: Chinese name of each intent.
        replies: whether to write the first suggested script too; ``load`` must then load a ``Recommender``.
        pseudonym_key: secret that keeps pseudonyms the same across runs, see ``text.pii.read_key``; empty for one of this run.
        keep_pii: whether to leave personal data as it is.
        all_columns: whether to write all columns of tables too.
        jobs: worker processes; 1 for none, 0 for one a core when there is enough to do.
        resume: True to go on where a stopped run is, False to start anew, None to refuse when there is one.
        remembered: how many messages to recognise only once; 0 for none.
        depends: files on which the result depends besides the inputs, by what people call them.
    """

    layout: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    shop_accounts: tuple[str, ...] = ()
    roles: Mapping[str, str] = field(default_factory=dict)
    leave_out: tuple[str, ...] = ()
    encoding: str = "utf-8-sig"
    headers: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    replies: bool = False
    pseudonym_key: str = ""
    keep_pii: bool = False
    all_columns: bool = False
    jobs: int = 1
    resume: bool | None = None
    remembered: int = SIZE
    depends: Mapping[str, Path] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse what makes no sense."""
        if self.encoding not in ENCODINGS:
            raise ArgumentError("encoding", f"应为 {'、'.join(ENCODINGS)}")
        if self.headers not in ("", "zh", "en"):
            raise ArgumentError("headers", "应为 zh 或 en")

    def said(self) -> dict[str, object]:
        """List what the rows depend on, by the name of the command's option."""
        return {
            "--format": self.layout,
            "--…-column": dict(self.columns),
            "--shop-account": self.shop_accounts,
            "--role-map": dict(self.roles),
            "--leave-out": self.leave_out,
            "--encoding": self.encoding,
            "--headers": self.headers,
            "--replies": self.replies,
            "--keep-pii": self.keep_pii,
            "--pseudonym-key": sha256(self.pseudonym_key.encode()).hexdigest() if self.pseudonym_key else "",
            "--all-columns": self.all_columns,
        }
