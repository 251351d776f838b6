"""Tag chat logs: from any iterable, in Arrow record batches, or from files to a file."""

from cs_scripts.tagging.stream import tag, tag_table

__all__ = ["tag", "tag_table"]
