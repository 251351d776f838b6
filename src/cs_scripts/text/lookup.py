"""Cut a few messages without loading a dictionary: words are looked up in jieba's own file, where it lies.

Putting its 350,000 words into memory takes longer than all else that a command does for one message. The file is sorted, all but its
first lines and two words, so a word is found in it in twenty steps. Only the very file that this was made for is read so.
"""

from __future__ import annotations

import importlib.util
import mmap
import re
from collections.abc import Iterator, Mapping
from math import log
from pathlib import Path
from zlib import crc32

_SIZE, _CHECKSUM, _TOTAL = 5_071_852, 0x1394096D, 60_101_967
"""Of the dictionary that jieba has had since 0.40: bytes, CRC-32, and the sum of all frequencies."""
_ASTRAY = {"吉林": 89, "高富帅": 13}
"""Two words that do not stand where the order would have them, and their frequencies."""
_ASTRAY_KEYS = {word.encode() for word in _ASTRAY}
_SORTED_FROM = "\n一 ".encode()
_WORDS = re.compile(r"([\u4E00-\u9FD5a-zA-Z0-9+#&._%\-]+)")
_BLANK = re.compile(r"(\r\n|\s)")
_ALPHANUMERIC = re.compile(r"[a-zA-Z0-9]")


class _Frequencies(dict[str, "int | None"]):
    """Frequency of each word; 0 for the mere beginning of a word, None for what begins none."""

    def __init__(self, file: mmap.mmap, added: Mapping[str, int]) -> None:
        super().__init__()
        self._file = file
        self._first = file.find(_SORTED_FROM)
        for line in file[: self._first].decode().split("\n"):
            word, frequency, *_ = line.split(" ")
            self[word] = int(frequency)
        self.update(_ASTRAY)
        self.update(added)
        self._begun = {word[:stop] for word in self for stop in range(1, len(word))}

    def __missing__(self, word: str) -> int | None:
        found = self._sought(word)
        self[word] = found = 0 if found is None and word in self._begun else found
        return found

    def _sought(self, word: str) -> int | None:
        """Find the first line that does not stand before the word."""
        key = word.encode("utf-8", "surrogatepass")
        low, high = self._first, len(self._file) - 1  # of line feeds
        while low < high:
            middle = self._file.rfind(b"\n", low, (low + high) // 2 + 1)
            if self._line(middle)[0] < key:
                low = self._file.find(b"\n", middle + 1)
            else:
                high = middle
        found, frequency, *_ = self._line(low)
        return int(frequency) if found == key else 0 if found.startswith(key) else None

    def _line(self, start: int) -> list[bytes]:
        """Give the fields of the line behind a line feed; of the next one where that one is astray."""
        end = self._file.find(b"\n", start + 1)
        fields = self._file[start + 1 : end].split(b" ")
        return self._line(end) if fields[0] in _ASTRAY_KEYS else [*fields, b"0"]


class Lookup:
    """Cut text as jieba does without guessing unknown words.

    Args:
        file: jieba's dictionary.
        added: frequency of words to add to it.
    """

    def __init__(self, file: mmap.mmap, added: Mapping[str, int]) -> None:
        self._frequencies = _Frequencies(file, added)
        self._log_total = log(_TOTAL + sum(added.values()))

    def __call__(self, text: str) -> list[str]:
        """Cut a text.

        Args:
            text: normalised text.

        Returns:
            Its words in order.
        """
        words: list[str] = []
        for block in _WORDS.split(text):
            if _WORDS.match(block):
                words += self._cut(block)
            else:
                for part in _BLANK.split(block):
                    words += [part] if _BLANK.match(part) else part
        return words

    def _cut(self, block: str) -> Iterator[str]:
        """Take the likeliest way through a block; single letters and digits that are left stay together."""
        start, held = 0, ""
        ends = self._route(block)
        while start < len(block):
            word, start = block[start : ends[start]], ends[start]
            if len(word) == 1 and _ALPHANUMERIC.match(word):
                held += word
                continue
            if held:
                yield held
                held = ""
            yield word
        if held:
            yield held

    def _route(self, block: str) -> list[int]:
        """Tell for each place where the likeliest word that begins there ends."""
        known = self._frequencies
        best, ends = [0.0] * (len(block) + 1), [0] * len(block)
        for start in reversed(range(len(block))):
            ways = []
            for stop in range(start + 1, len(block) + 1):
                frequency = known[block[start:stop]]
                if frequency is None:
                    break
                if frequency:
                    ways.append((log(frequency) - self._log_total + best[stop], stop))
            best[start], ends[start] = max(ways) if ways else (-self._log_total + best[start + 1], start + 1)
        return ends


def open_lookup(added: Mapping[str, int]) -> Lookup | None:
    """Open jieba's dictionary.

    Args:
        added: frequency of words to add to it.

    Returns:
        What cuts text by it; None where it is another file than it was.
    """
    jieba = importlib.util.find_spec("jieba")
    try:
        with (Path(str(jieba and jieba.origin)).parent / "dict.txt").open("rb") as file:
            content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError):
        return None
    return Lookup(content, added) if len(content) == _SIZE and crc32(content) == _CHECKSUM else None
