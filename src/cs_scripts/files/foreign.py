"""Tell a file that no reader can use by how it begins: a picture, a PDF, an archive, a web page that was given the name of a workbook."""

from __future__ import annotations

import io
import re
import zipfile

_BEGINNINGS = (
    (b"\xd0\xcf\x11\xe0", "这是老式 xls，请在 Excel 或 WPS 里另存为 xlsx"),
    (b"%PDF", "这是 PDF，不是表格或文字"),
    (b"{\\rtf", "这是 RTF 文档，请另存为纯文本"),
    (b"\x89PNG", "这是图片"),
    (b"\xff\xd8\xff", "这是图片"),
    (b"GIF8", "这是图片"),
    (b"Rar!", "这是 RAR 压缩包，请先解压"),
    (b"7z\xbc\xaf\x27\x1c", "这是 7z 压缩包，请先解压"),
    (b"\x1f\x8b", "这是 gzip 压缩包，请先解压"),
    (b"SQLite format 3", "这是数据库文件"),
)
_PAGE = re.compile(
    r"\s*(?:<!--.{0,200}?-->\s*)?<(?:!doctype\s+html|html|head|meta|style|script|body|table|div|title)[\s>/]|mime-version:", re.IGNORECASE
)


def foreign(raw: bytes, text: str) -> str:
    r"""Say what a file is that holds neither chats nor phrases in any way that can be read.

    Args:
        raw: its first bytes.
        text: its first characters; empty where it is no text.

    Returns:
        What it is and what to do, in Chinese; empty where nothing tells.

    >>> foreign(b"%PDF-1.7", ""), foreign(b"<table>", "<table>")[:8], foreign(b"\xe5\x9c\xa8", "在")
    ('这是 PDF，不是表格或文字', '这是网页；网站导', '')
    """
    for beginning, said in _BEGINNINGS:
        if raw.startswith(beginning):
            return said
    if _PAGE.match(text):
        return "这是网页；网站导出的 .xls 常是这样，请在 Excel 里打开它，另存为 xlsx"
    return ""


def foreign_archive(raw: bytes) -> str:
    """Say what a zip archive is that is no workbook.

    Args:
        raw: all its bytes.

    Returns:
        What it is and what to do, in Chinese; empty for a workbook, a damaged one too, and for what is no archive.

    >>> foreign_archive(b"a,b")
    ''
    """
    if not raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return ""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            names = archive.namelist()
    except (OSError, ValueError, NotImplementedError, zipfile.BadZipFile):
        return ""
    if any(name.startswith("xl/") for name in names):
        return ""
    return "这是 Word 文档，请另存为纯文本" if any(name.startswith("word/") for name in names) else "这是 zip 压缩包，请先解压"
