"""Find the data files, read text whoever wrote it, and write files so that a crash leaves the old one whole.

``data/`` stands at the repository's root and travels inside the wheel as ``cs_scripts/data``; ``data_path`` finds it in a
checkout, an editable install and a wheel alike.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cs_scripts.errors import FileReadError, FileWriteError

BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
DATA_PLACES = (Path(__file__).parents[1] / "data", Path(__file__).parents[3] / "data")


def data_path(name: str = "") -> Path:
    """Return the path of a bundled data file or folder.

    Args:
        name: path below ``data/``, for example ``"phrases.yaml"``; empty for the folder itself.

    Returns:
        The absolute path.

    Raises:
        FileReadError: the data is not where any kind of install puts it.

    >>> data_path("phrases.yaml").name
    'phrases.yaml'
    """
    for place in DATA_PLACES:
        if (place / "phrases.yaml").is_file():
            return place / name
    raise FileReadError(DATA_PLACES[0] / name, "安装不完整，请重新安装 cs-scripts")


def installed() -> bool:
    """Tell whether the data came with an installed package, where nobody edits it.

    Returns:
        False in a checkout, an unpacked sdist and an editable install.
    """
    return (DATA_PLACES[0] / "phrases.yaml").is_file()


def detect_encoding(raw: bytes) -> str:
    """Name the encoding of Chinese text: by its BOM, else strict UTF-8, else GB18030.

    Args:
        raw: the bytes, or a long enough head of them.

    Returns:
        A codec name: ``utf-8-sig``, ``utf-16``, ``utf-8`` or ``gb18030``.

    >>> detect_encoding("发货".encode("gbk"))
    'gb18030'
    """
    for mark, codec in BOMS:
        if raw.startswith(mark):
            return codec
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        # A multi-byte character cut off by the end of the head is still UTF-8.
        cut_off = error.reason == "unexpected end of data" and error.start > 0
        return "utf-8" if cut_off else "gb18030"
    return "utf-8"


def read_bytes(path: Path | str) -> bytes:
    """Read a whole file.

    Args:
        path: the file.

    Returns:
        Its bytes.

    Raises:
        FileReadError: it is missing, a folder, or not readable.
    """
    try:
        return Path(path).read_bytes()
    except FileNotFoundError:
        raise FileReadError(path, "没有这个文件") from None
    except IsADirectoryError:
        raise FileReadError(path, "这是文件夹，不是文件") from None
    except (OSError, ValueError) as error:
        raise FileReadError(path, getattr(error, "strerror", None) or str(error)) from None


def read_text(path: Path | str) -> str:
    r"""Read a whole text file in whichever of the known encodings it is.

    Args:
        path: the file.

    Returns:
        Its text, without a byte order mark, line ends as ``\n``.

    Raises:
        FileReadError: it cannot be read or decoded.
    """
    raw = read_bytes(path)
    codec = detect_encoding(raw)
    try:
        text = raw.decode(codec)
    except UnicodeDecodeError as error:
        raise FileReadError(path, f"编码认不出（既不是 UTF-8 也不是 GBK），第 {error.start} 字节") from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def atomic_path(path: Path | str) -> Iterator[Path]:
    """Give a temporary file beside ``path`` and move it into place when the block ends well.

    Args:
        path: the file to be written.

    Yields:
        The temporary file's path; it has the same suffix.

    Raises:
        FileWriteError: the folder is missing or not writable.
    """
    import tempfile  # not needed for reading

    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(prefix=f".{target.stem}.", suffix=target.suffix, dir=target.parent)
        os.close(handle)
    except (OSError, ValueError) as error:
        raise FileWriteError(target, getattr(error, "strerror", None) or str(error)) from None
    temporary = Path(name)
    try:
        yield temporary
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        temporary.replace(target)
    except OSError as error:
        raise FileWriteError(target, error.strerror or str(error)) from None
    finally:
        temporary.unlink(missing_ok=True)


def write_bytes(path: Path | str, content: bytes) -> None:
    """Write a whole file, atomically.

    Args:
        path: the file.
        content: its bytes.

    Raises:
        FileWriteError: it cannot be written.
    """
    with atomic_path(path) as temporary:
        temporary.write_bytes(content)
