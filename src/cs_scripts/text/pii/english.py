"""Find postal addresses written in English or in pinyin: a street word and a number, and the parts about them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cs_scripts.text.patterns import lazy

_ENGLISH_RUN = lazy(r"[a-z0-9#][a-z0-9 ,.#'/&-]{10,}")
_ENGLISH_STREET = lazy(r"\b(?:road|rd|street|st|avenue|ave|lane|blvd|boulevard|drive|lu|jie|dadao|xiang)\b")
_ENGLISH_PART = lazy(
    r"\b(?:road|rd|street|st|avenue|ave|lane|blvd|boulevard|drive|district|"
    r"dist|building|bldg|block|room|rm|flat|apt|apartment|unit|suite|"
    r"floor|province|city|county|town|village|no|zip|china|prc|p\.r|"
    r"lu|jie|qu|shi|hao|sheng|dadao|xiang)\b|\b[0-9]{5,6}\b"
)
_NUMBERED = lazy("[0-9]")


def find_english(text: str) -> Iterator[tuple[int, int]]:
    """Find English addresses in a view.

    >>> list(find_english("寄room 5, 88 yunqi road"))
    [(1, 22)]
    """
    if not _ENGLISH_STREET.search(text):
        return
    for run in _ENGLISH_RUN.finditer(text):
        if not (_ENGLISH_STREET.search(run[0]) and _NUMBERED.search(run[0])):
            continue
        parts = list(re.finditer("[^,]+", run[0]))
        telling = [part for part in parts if _ENGLISH_PART.search(part[0]) or _NUMBERED.search(part[0])]
        start = run.start() + telling[0].start()
        number = re.search(r"(?:\b(?:no|room|rm|flat|apt|unit|building|block|suite)\b[ .#]{0,3})?[0-9]", telling[0][0])
        last = telling[-1].end() if len(parts) - parts.index(telling[-1]) > 3 else parts[-1].end()
        yield start + (number.start() if number else 0), run.start() + len(run[0][:last].rstrip(" ,.-"))
