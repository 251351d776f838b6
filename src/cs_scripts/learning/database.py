"""The SQLite file of a shop: opened whole or not at all, brought to the newest schema, written to the disk before anybody is told."""

from __future__ import annotations

import secrets
import sqlite3
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cs_scripts.errors import FileReadError, FileWriteError
from cs_scripts.files.reasons import reason

MIGRATIONS = (
    """
    CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE choices (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, kind TEXT NOT NULL, buyer TEXT NOT NULL, message TEXT NOT NULL,
        situation TEXT NOT NULL, script TEXT NOT NULL, text TEXT NOT NULL, reason TEXT NOT NULL
    );
    CREATE INDEX choices_by_situation ON choices (situation, id);
    CREATE INDEX choices_by_script ON choices (script, kind);
    CREATE INDEX choices_by_buyer ON choices (buyer);
    """,
    """
    CREATE TABLE drafts (
        wording TEXT PRIMARY KEY, decision TEXT NOT NULL, script TEXT NOT NULL, at TEXT NOT NULL
    ) WITHOUT ROWID;
    """,
)
"""What brings a file from each schema version to the next; a file's version is how many of them it has had."""


class Database:
    """One SQLite file. Threads may share it; one of them writes at a time.

    Args:
        path: the file; it and its folder are made when missing.

    Raises:
        FileReadError: the file is no such database, is damaged, or was written by a newer version.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._lock = threading.Lock()
        try:
            if str(path) != ":memory:":
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(path, timeout=10, isolation_level=None, check_same_thread=False)
        except (OSError, sqlite3.Error) as error:
            raise FileReadError(path, reason(error) if isinstance(error, OSError) else "打不开") from None
        try:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "secure_delete=ON"):
                self._db.execute(f"PRAGMA {pragma}")
            self._migrate()
            self.salt = self._salt()
        except sqlite3.Error as error:
            self._db.close()
            raise FileReadError(path, f"不是选用记录，或已损坏（{error}）；移走它就会新建一个") from None
        except FileReadError:
            self._db.close()
            raise

    def _migrate(self) -> None:
        self._db.execute("BEGIN IMMEDIATE")
        version = self._db.execute("PRAGMA user_version").fetchone()[0]
        if version > len(MIGRATIONS):
            self._db.execute("ROLLBACK")
            raise FileReadError(self.path, f"是更新的版本写的（第 {version} 版），请升级 cs-scripts")
        for script in MIGRATIONS[version:]:
            for statement in filter(str.strip, script.split(";")):
                self._db.execute(statement)
        self._db.execute(f"PRAGMA user_version={len(MIGRATIONS)}")
        self._db.execute("COMMIT")

    def _salt(self) -> str:
        self._db.execute("INSERT OR IGNORE INTO about VALUES ('salt', ?)", (secrets.token_hex(16),))
        return str(self._db.execute("SELECT value FROM about WHERE key = 'salt'").fetchone()[0])

    def write(self, statements: Sequence[tuple[str, Sequence[Any]]]) -> sqlite3.Cursor:
        """Do all of several statements or none.

        Args:
            statements: SQL and its values.

        Returns:
            What the last one did; it is on the disk.

        Raises:
            FileWriteError: another program holds the file, or the disk is full.
        """
        with self._lock:
            try:
                self._db.execute("BEGIN IMMEDIATE")
                for statement, values in statements:
                    done = self._db.execute(statement, values)
                self._db.execute("COMMIT")
            except sqlite3.Error as error:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise FileWriteError(self.path, str(error)) from None
        return done

    def read(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """Ask.

        Args:
            query: SQL.
            values: its values.

        Returns:
            The rows.
        """
        with self._lock:
            return self._db.execute(query, values).fetchall()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()
