"""Replace nicks, always the same nick by the same pseudonym: within a run by a secret of the run, across runs by a key file."""

from __future__ import annotations

import hashlib
import os
import secrets
from functools import lru_cache
from pathlib import Path

from cs_scripts.errors import FileReadError, FileWriteError
from cs_scripts.files.reasons import reason
from cs_scripts.files.text import as_path

_LEAST = 16
_MOST = 4096
_KEY_BYTES = 64


class Pseudonyms:
    """Replace nicks, always the same nick by the same pseudonym.

    Args:
        salt: secret of one run, or of all runs that share a key file; without it nobody can tell whether a pseudonym is
            of a given nick.

    >>> names = Pseudonyms("salt")
    >>> names.of("某人") == names.of("某人") != names.of("另一人")
    True
    """

    def __init__(self, salt: str) -> None:
        self.salt = salt
        key = salt.encode("utf-8", "surrogatepass")
        self._key = key if len(key) <= _KEY_BYTES else hashlib.blake2b(key).digest()
        self.of = lru_cache(maxsize=1 << 16)(self._of)
        """Give the pseudonym of a nick; an empty nick stays empty."""

    def _of(self, nick: str) -> str:
        if not nick:
            return ""
        digest = hashlib.blake2b(nick.encode("utf-8", "surrogatepass"), key=self._key, digest_size=5)
        return f"买家_{digest.hexdigest()}"


def read_key(path: Path | str) -> str:
    """Read the secret that keeps pseudonyms the same across runs; make the file, for its owner's eyes only, where there is none.

    Args:
        path: the key file: one line of at least 16 characters.

    Returns:
        The secret, to be given to ``Pseudonyms``.

    Raises:
        FileReadError: it cannot be read, is no text, or is too short to be a secret.
        FileWriteError: it is not there and cannot be made.
    """
    path = as_path(path, "pseudonym_key")
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _existing(path)
    except (OSError, ValueError) as error:
        raise FileWriteError(path, reason(error)) from error
    key = secrets.token_hex(32)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key + "\n")
    return key


def _existing(path: Path) -> str:
    try:
        with path.open("rb") as file:
            key = file.read(_MOST + 1).decode("utf-8").strip()
    except OSError as error:
        raise FileReadError(path, reason(error)) from error
    except UnicodeDecodeError as error:
        raise FileReadError(path, "密钥文件应是一行文字；删掉它会新建一个") from error
    if not _LEAST <= len(key) <= _MOST:
        raise FileReadError(path, f"密钥应为 {_LEAST} 到 {_MOST} 个字；删掉它会新建一个")
    return key
