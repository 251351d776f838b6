"""Quick-reply files for Wangwang, Qianniu and other clients, both ways."""

from cs_scripts.quickreply.conform import Finding
from cs_scripts.quickreply.entry import Entry
from cs_scripts.quickreply.format_files import list_formats, load_format, save_format
from cs_scripts.quickreply.formats import Format
from cs_scripts.quickreply.from_book import Export, book_entries, export_entries, select
from cs_scripts.quickreply.reading import Reading, read_quick_replies, read_quick_reply_file

__all__ = [
    "Entry",
    "Export",
    "Finding",
    "Format",
    "Reading",
    "book_entries",
    "export_entries",
    "list_formats",
    "load_format",
    "read_quick_replies",
    "read_quick_reply_file",
    "save_format",
    "select",
]
