"""Numbers as buyers say them: 一百一 is 110, 二尺三 is 2.3, 一六五 is 165."""

from __future__ import annotations

import re

from cs_scripts.text.patterns import lazy

DIGITS = {mark: value for value, mark in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0}


def number(text: str) -> float | None:
    """Read a number in digits or Chinese, also as people say it: 一百一 is 110.

    Args:
        text: the number alone.

    Returns:
        The number, None where it is none.

    >>> number("一百一"), number("九十五"), number("一百零五"), number("110")
    (110.0, 95.0, 105.0, 110.0)
    """
    if re.fullmatch(r"\d+(?:\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"[零〇一二两三四五六七八九]{1,3}", text):
        return float("".join(str(DIGITS[mark]) for mark in text))
    match = re.fullmatch(r"(?:([一二两三四五六七八九])百)?([零〇])?(?:([一二两三四五六七八九])?(十))?([一二两三四五六七八九])?", text)
    if not match or not text:
        return None
    hundreds, zero, tens, ten, units = match.groups()
    value = 100 * DIGITS.get(hundreds, 0) + (10 * DIGITS.get(tens, 1) if ten else 0)
    if units:
        value += DIGITS[units] * (10 if hundreds and not ten and not zero else 1)
    return float(value)


_SPOKEN_POINT = lazy(r"([零〇一二两三四五六七八九十百]{1,4})点([零〇一二三四五六七八九]{1,2})(?![钟分刻半])")
_SPOKEN_FIGURE = lazy(
    r"(身高|体重|上胸围|下胸围|胸围|腰围|臀围|脚长|头围|高|重)([是有大概约]{0,3})([零〇一二两三四五六七八九十百]{2,7})(?![米尺寸\d点零〇一二两三四五六七八九十百])"
)


_SPOKEN_PAIR = lazy(
    r"(?<![零〇一二两三四五六七八九十百\d])([一二][零〇一二三四五六七八九]{2})[\s,]{1,2}([一二]百[零〇]?[一二三四五六七八九]?十?[一二三四五六七八九]?|[一二三四五六七八九]十[一二三四五六七八九]?)"
)


_SPOKEN_CENTIMETRES = lazy(
    r"(?<![零〇一二两三四五六七八九十百\d.])(\d{1,3}|[二两三]?十[一二三四五六七八九]?|[一二两三四五六七八九])\s?(公分|厘米|cm)([一二三四五六七八九半]|\d(?!\d))(?![个双只件岁\d十百分毫mc寸])"
)
_HALF_FOOT = lazy(r"(脚(?:内?长)?[\s:是有约大概量]{0,4}[12]\d)半(?![码个岁])|(?<!\d)([12]\d)半(?=的(?:大|小)?脚)")
_SPOKEN_WHOLE = lazy(r"(?<![零〇一二两三四五六七八九十百\d.点])([二三四五六七八九]?十[一二三四五六七八九]?)\s?(?=公分|厘米|cm)")


def in_digits(text: str) -> str:
    """Write spoken figures of a body in digits, as voice input spells them: 脚长二十四点五, 身高一六五体重一百一.

    Args:
        text: a message, folded.

    Returns:
        The message; what is no such figure stays as it is.

    >>> in_digits("脚长二十四点五"), in_digits("身高一六五体重一百一"), in_digits("二十五公分二"), in_digits("脚长23半")
    ('脚长24.5', '身高165体重110', '25.2公分', '脚长23.5')
    """
    text = _SPOKEN_PAIR.sub(lambda match: f"{_whole(match[1])} {_whole(match[2])}", text)
    text = _SPOKEN_CENTIMETRES.sub(_with_tenth, text)
    text = _HALF_FOOT.sub(lambda match: f"{match[1] or match[2]}.5", text)
    text = _SPOKEN_WHOLE.sub(lambda match: _whole(match[1]), text)
    text = _SPOKEN_POINT.sub(_with_point, text)
    return _SPOKEN_FIGURE.sub(lambda match: f"{match[1]}{match[2]}{_whole(match[3])}", text)


def _with_point(match: re.Match[str]) -> str:
    whole = number(match[1])
    return match[0] if whole is None else f"{whole:.0f}." + "".join(str(DIGITS[mark]) for mark in match[2])


def _with_tenth(match: re.Match[str]) -> str:
    """Put the tenth that is said behind the unit before it: 24公分半 is 24.5公分."""
    tenth = "5" if match[3] == "半" else match[3] if match[3].isdigit() else str(DIGITS[match[3]])
    return f"{_whole(match[1])}.{tenth}{match[2]}"


def _whole(words: str) -> str:
    value = number(words)
    return words if value is None else f"{value:.0f}"
