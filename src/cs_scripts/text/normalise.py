"""Bring every way of typing the same thing to one form, before anything looks at words.

Buyers type full-width letters, traditional characters, six question marks, phone numbers and links. ``normalise`` folds
these: what differs only in typing becomes equal, and what is different each time (a number, a link) becomes its kind.
A kind is one private-use character, so that it is one token and one character n-gram everywhere.

What only dresses a question goes: 亲, 请问, 你好 and the like around it, marks, blanks, emoji. So "亲，请问几天能到？😊" is "几天能到".
What is said but not asked is set aside (``set_aside``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from cs_scripts.files.data import data_path
from cs_scripts.text.patterns import lazy
from cs_scripts.text.set_aside import ARTICLE, set_aside

MAX_LENGTH = 1000
"""Characters of a message that are read; the rest of a longer one is ignored, which bounds the cost of any message."""

KINDS = {
    "链接": "\ue001",
    "邮箱": "\ue002",
    "手机号": "\ue003",
    "单号": "\ue004",
    "价格": "\ue005",
    "日期": "\ue006",
    "时间": "\ue007",
    "尺寸": "\ue008",
    "数字": "\ue009",
    "地名": "\ue00a",
    "姓名": "\ue00b",
    "表情": "\ue00c",
    "物件": ARTICLE,
}
"""Name of each kind and the character that stands for it in normalised text."""

_NAMES = {mask: f"〔{name}〕" for name, mask in KINDS.items()}

# Placeholders of logs that were anonymised before they came here, such as 〈NUM〉 or [PHONE].
_PLACEHOLDERS = {
    "url": "链接", "link": "链接", "email": "邮箱", "mail": "邮箱", "phone": "手机号", "tel": "手机号", "mobile": "手机号",
    "order": "单号", "orderid": "单号", "amt": "价格", "amount": "价格", "price": "价格", "money": "价格", "date": "日期",
    "time": "时间", "num": "数字", "number": "数字", "addr": "地名", "address": "地名", "station": "地名", "loc": "地名",
    "city": "地名", "name": "姓名", "person": "姓名", "org": "姓名", "emo": "表情", "emoji": "表情",
}  # fmt: skip

_MASKED = lazy(
    r"(?=[0-9a-z〈<\[¥$/])(?:"  # one cheap look decides for most characters: ten times faster than trying every branch
    r"[〈<\[](?P<placeholder>[a-z]{3,8})[〉>\]]"
    r"|(?P<链接>https?:[a-z0-9/._?&=%#~:@+,;!*()'-]*|www\.[a-z0-9/._?&=%#~:-]+|(?:[a-z0-9-]+\.)+(?:com|cn|net|tb)\b[a-z0-9/._?&=%#~:-]*)"
    r"|(?P<邮箱>[a-z0-9._-]+@[a-z0-9-]+\.[a-z.]+)"
    r"|(?P<手机号>(?<!\d)1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d))"
    r"|(?P<单号>[a-z]{0,4}\d{8,})"
    r"|(?P<日期>\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}[日号]?)?|\d{1,2}月(?:\d{1,2}[日号]?)?|\d{1,2}[日号](?!店|楼|码|线|链))"
    r"|(?P<时间>\d{1,2}:\d{2}(?::\d{2})?|\d{1,2}点(?:半|\d{1,2}分?)?)"
    r"|(?P<价格>[¥$] ?\d+(?:\.\d+)?|\d+(?:\.\d+)? ?(?:元|块钱?|rmb|毛|角))"
    r"|(?P<尺寸>\d+(?:\.\d+)? ?(?:cm|mm|ml|kg|mah|厘米|毫米|公分|毫升|公斤|英寸|[斤克寸升米码gmlwv](?![a-z])))"
    r"|(?P<数字>\d+(?:\.\d+)?)"
    r"|(?P<表情>/:[a-z0-9^_~-]{2,6}|\[(?:微笑|呲牙|流泪|大哭|可怜|玫瑰|强|抱拳|愉快|偷笑|捂脸|发怒|握手|ok|爱心|调皮|害羞|鼓掌)\]))"
)
# Stripped with what is around them only where something is left: 你好 alone is a greeting, 亲 alone calls for attention.
_MARK = r"[ ,。!~?\"'()\[\]:\ue00c]"
_NUMBER_PLACEHOLDER = lazy(r"[〈<\[](?:num|number)[〉>\]]")
_MARKS = lazy(rf"(?<![a-z0-9]){_MARK}+|{_MARK}+(?![a-z0-9])")
_LAST = lazy(r"(?<=[^\n亲])亲+$", re.MULTILINE)
_FIRST = lazy(
    r"^(?:亲爱的|亲+(?![自测戚子朋手密近情友口眼笔生们身人妈爸姐哥弟妹肤])|[您你]好(?![慢烦像意贵狠坏歹评笨惨懒抠绝心过厉吃用看])(?:呀|啊|哈|哦)?|哈喽|hello|hi(?![a-z])"
    r"|请问(?:一下|下)?|请教(?:一下|下)?|想?问(?:你|您)?(?:一下|下)|麻烦(?!死|不|吗|的|啊|呀|得|[了啦]?$)(?:问(?:一下|下))?|在[吗么嘛](?![?]?$)){1,4}(?=[^\n])",
    re.MULTILINE,
)
_THANKS = lazy(
    r"亲*(?:谢谢(?:[你您亲]|大家)?们?[了啦咯哦哈啊]?|多谢[你您]?[了啦]?|谢[了啦]|感谢[了啦]?|麻烦[你您亲]?[了啦]|辛苦[你您亲]?[了啦]|3q|thx|thanks?)+亲*$",
    re.MULTILINE,
)
_ASKS = lazy(
    r"[吗嘛呢]|(?<!什)么$|(?<!没)什么(?!的$)|多少|怎么|哪[个里家款种天些]|几[个天件号点斤包]|多[久大长]|啥时|([有能是会要])[没不]\1|可不可以"
)
_REPEATED = lazy(r"([^\n])\1{2,}")
_EMOJI = lazy("[\U0001f000-\U0001faff]")
_EMOJI_RANGES = ((0x1F000, 0x1FAFF), (0x2600, 0x27BF), (0x2B00, 0x2BFF), (0x2190, 0x21FF))


@lru_cache(maxsize=1)
def character_table() -> dict[int, str | int | None]:
    """Build the table that ``str.translate`` uses: one character in, one out."""
    table: dict[int, str | int | None] = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys((*range(0x20), *range(0x7F, 0xA0), *range(0x2000, 0x200B), 0x3000), " ")
    table |= dict.fromkeys((*range(0xD800, 0xE100), *range(0xFE00, 0xFE10), *range(0x200B, 0x2010), 0xFEFF, 0xFFFC, 0xFFFD), None)
    del table[ord("\n")]
    table |= {ord(mark): "," for mark in "，、；;·|｜—"}
    same: dict[str, str] = {"…": "。", "～": "~", "﹖": "?", "￥": "¥", "“": '"', "”": '"', "【": "[", "】": "]", "：": ":"}
    table |= {ord(mark): plain for mark, plain in same.items()}
    for first, last in _EMOJI_RANGES:
        table |= dict.fromkeys(range(first, last + 1), KINDS["表情"])
    for line in data_path("traditional.txt").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            table |= {ord(pair[0]): pair[1] for pair in line.split()}
    return table


def _unless_asked(match: re.Match[str]) -> str:
    """Leave out the thanks behind a question: they only dress it. Behind anything else they close the talk."""
    line = match.string[match.string.rfind("\n", 0, match.start()) + 1 : match.start()]
    return "" if _ASKS.search(line) else match[0]


def _mask(match: re.Match[str]) -> str:
    kind = match.lastgroup or ""
    if kind == "placeholder":
        name = _PLACEHOLDERS.get(match["placeholder"])
        return KINDS[name] if name else match[0]
    return KINDS[kind]


@lru_cache(maxsize=1)
def _folding() -> tuple[re.Pattern[str], dict[str, str]]:
    """Build what folds the characters of the table: few characters need it, and a pattern finds those faster than ``translate``."""
    table = {chr(code): chr(to) if isinstance(to, int) else to or "" for code, to in character_table().items()}
    basic = "".join(character for character in table if character <= "\uffff")  # a class of these alone is a bitmap: ten times faster
    return re.compile(f"[{re.escape(basic)}]"), table


def _normalise_lines(blob: str) -> str:
    """Normalise messages that are joined by line feeds; the line feeds stay where they are."""
    odd, plain = _folding()
    blob = odd.sub(lambda match: plain[match[0]], blob.lower())
    if not blob.isalpha():  # a short message has often nothing but characters
        blob = _MARKS.sub("", _MASKED.sub(_mask, _NUMBER_PLACEHOLDER.sub("8", _EMOJI.sub(KINDS["表情"], blob))))
    # a function, because preparing a template with a group costs more than the search in a short message
    blob = _FIRST.sub("", _LAST.sub("", _THANKS.sub(_unless_asked, blob)))
    return set_aside(_REPEATED.sub(lambda match: match[1] * 2, blob))


def normalise(text: str) -> str:
    """Fold one message to the form that recognition works on.

    Args:
        text: the message as typed.

    Returns:
        Lower-case simplified half-width text in one line; numbers, links and the like as one character of ``KINDS``.

    >>> readable(normalise("這個１２０元嗎？？？"))
    '这个〔价格〕吗'
    """
    return _normalise_lines(text[:MAX_LENGTH].replace("\n", " ")).strip(" ")


def normalise_all(texts: Sequence[str]) -> list[str]:
    r"""Fold many messages at once; the same as ``normalise`` on each, several times faster.

    Args:
        texts: the messages as typed.

    Returns:
        One normalised message for each.

    >>> normalise_all(["Ａ", "b\nc"])
    ['a', 'b c']
    """
    if not texts:
        return []
    blob = "\n".join([text[:MAX_LENGTH] for text in texts])
    if blob.count("\n") != len(texts) - 1:
        blob = "\n".join([text[:MAX_LENGTH].replace("\n", " ") for text in texts])
    return [line.strip(" ") for line in _normalise_lines(blob).split("\n")]


def readable(normalised: str) -> str:
    """Show the masks of normalised text by name, for people.

    Args:
        normalised: what ``normalise`` returned.

    Returns:
        The text with ``〔数字〕`` and the like in the place of masks.

    >>> readable(normalise("拍了2件"))
    '拍了〔数字〕件'
    """
    for mask, name in _NAMES.items():
        if mask in normalised:
            normalised = normalised.replace(mask, name)
    return normalised
