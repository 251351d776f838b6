"""Turn the HTML that other programs keep replies in into text that can be sent: line breaks and link targets stay."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]{0,15})((?:\s|/)[^<>]*)?>(\n?)")
_KNOWN = frozenset(
    ("a", "abbr", "b", "big", "blockquote", "body", "br", "center", "code", "div", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6", "hr",
     "html", "i", "img", "li", "mark", "ol", "p", "pre", "s", "small", "span", "strong", "sub", "sup", "table", "tbody", "td", "th",
     "thead", "tr", "u", "ul")
)  # fmt: skip
_BLOCKS = frozenset(("blockquote", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "p", "pre", "tr", "ul", "ol", "table"))
_ALONE = frozenset(("br", "img", "hr", "p", "div", "li"))
_HIDDEN = (("<!--", "-->"), ("<style", "</style>"), ("<script", "</script>"), ("<head", "</head>"))
_HREF = re.compile(r"""(?i)\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_LINKS = ("http://", "https://", "tel:", "mailto:")
_ENTITY = re.compile(r"&(?:amp|lt|gt|nbsp|quot|apos|#39|#34|#160);")


class Plain(NamedTuple):
    """A text that was HTML.

    Args:
        text: the text.
        links: how many link targets were put behind their words.
        images: how many images it had, which a text cannot hold.
    """

    text: str
    links: int
    images: int


def is_html(value: str) -> bool:
    """Tell whether a text is HTML: it has a tag that stands by itself or is closed, or entities and nothing left unescaped.

    Args:
        value: the text.

    Returns:
        False for a text that merely has angle brackets.

    >>> is_html("a<br>b"), is_html("您好&amp;欢迎"), is_html("身高<170>的亲"), is_html("1<2 &amp; 3>2")
    (True, True, False, False)
    """
    if any((match[1] or match[2].lower() in _ALONE) and match[2].lower() in _KNOWN for match in _TAG.finditer(value)):
        return True
    return _ENTITY.search(value) is not None and "<" not in value and ">" not in value


def html_to_text(value: str) -> Plain:
    r"""Turn simple HTML into text.

    Args:
        value: the HTML.

    Returns:
        The text, a line break for each ``<br>`` and end of a paragraph that is not the last, a link's target behind its words.

    >>> html_to_text("<p>您好</p><p>a &lt; b<br><a href='https://e.cn/x'>看这里</a></p>").text
    '您好\na < b\n看这里 https://e.cn/x'
    """
    for opening, closing in _HIDDEN:
        value = _without(value, opening, closing)
    out: list[str] = []
    target = ""
    links = images = at = 0
    ends_in_block = False
    for match in _TAG.finditer(value):
        out.append(value[at : match.start()])
        at = match.end()
        name, closes = match[2].lower(), bool(match[1])
        ends_in_block = closes and name in _BLOCKS and not value[at:].strip()
        if name == "br":
            out.append("\n")
            continue
        at -= len(match[4])
        if name in _BLOCKS and (closes or (out and any(out) and not _ends_line(out))):
            out.append("\n")
            at = _past_blanks(value, at) if closes else at
        elif name in ("td", "th") and closes:
            out.append(" ")
        elif name == "img":
            images += 1
        elif name == "a" and not closes:
            found = _HREF.search(match[3] or "")
            target = html.unescape((found[1] or found[2] or found[3] or "").strip()) if found else ""
        elif name == "a" and target.startswith(_LINKS) and target not in "".join(out[-3:]):
            out.append(f" {target}")
            links, target = links + 1, ""
    out.append(value[at:])
    text = html.unescape("".join(out).replace("&nbsp;", " "))
    return Plain(text.rstrip("\n") if ends_in_block else text, links, images)


def _ends_line(out: list[str]) -> bool:
    last = next((part for part in reversed(out) if part), "")
    return last.endswith("\n")


def _past_blanks(value: str, at: int) -> int:
    """Pass white space between blocks."""
    end = at
    while end < len(value) and value[end] in " \t\r\n":
        end += 1
    return end if end == len(value) or value[end] == "<" else at


def _without(value: str, opening: str, closing: str) -> str:
    """Cut out what stands between two marks; an opening one that is never closed stays."""
    starts, ends = (re.compile(re.escape(mark), re.IGNORECASE) for mark in (opening, closing))
    parts = []
    at = 0
    while (start := starts.search(value, at)) and (end := ends.search(value, start.end())):
        parts.append(value[at : start.start()])
        at = end.end()
    return "".join(parts) + value[at:]
