"""Read what has a form of its own: links, phone numbers, order and parcel numbers, addresses, invoice titles and tax numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cs_scripts.conversation.numbers import Span
from cs_scripts.text.patterns import lazy

_LINK = lazy(
    r"〈(?:url|link)〉|\[(?:链接|商品|商品链接|宝贝链接|商品卡片)\]|https?://[^\s\u4e00-\u9fff]{3,300}|"
    r"www\.[a-z0-9./?&=%#_-]{3,200}|(?:m\.tb\.cn|e\.tb\.cn|item\.jd\.com|item\.taobao\.com|"
    r"detail\.tmall\.com)[a-z0-9./?&=%#_-]{0,200}|[¥€][a-z0-9]{8,14}[¥€]"
)
_LONG = lazy(r"(?<![a-z0-9])(?P<letters>[a-z]{0,6})(?P<digits>\d{6,22})(?P<tail>[a-z]{0,3}(?![a-z0-9]))?")
_PHONE = lazy(r"〈(?:phone|tel|mobile)〉|(?<!\d)(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?!\d)|(?<!\d)0\d{2,3}-\d{7,8}(?!\d)")
_ORDER = lazy(
    r"订单(?:编号|号码|号|尾号|后四位|后几位)?(?:是|为|:|尾号|后四位|后4位|,| ){0,3}(?P<number>[a-z0-9]{4,24}|"
    r"〈(?:num|order|orderid)〉)(?!\d|[个件元号天年月]|块)|〈(?:order|orderid)〉"
)
_PARCEL = lazy(
    r"(?:快递单号|运单号|物流单号|退货单号|快递号|物流号|(?<![订务修])单号|运单)(?:是|为|"
    r":|尾号|后四位|后4位|,| ){0,3}(?P<number>[a-z0-9]{6,24}|〈(?:num|order|orderid)〉)"
)
_TAIL = lazy(
    r"(?P<what>订单|单号|快递|电话|手机|号码|手机号|电话号码)(?:的)?(?:尾号|后四位|末四位|"
    r"后4位|改成尾号)(?:是|为|:)?(?P<number>\d{3,6}|〈num〉)|(?:电话|手机|号码).{0,4}尾号(?:是|"
    r"为|:)?(?P<phone>\d{3,6})"
)
_TAX = lazy(
    r"(?<![0-9a-z])(?=[0-9]{0,17}[a-z])9[0-9a-z]{17}(?![0-9a-z])|(?:税号|识别号|信用代码)(?:是|"
    r"为|:| ){0,2}(?P<number>[0-9a-z]{15,20}|〈num〉)"
)
_COMPANY_END = "有限责任公司|股份有限公司|有限公司|事务所|合作社|研究院|委员会"
_TITLE = lazy(
    r"抬头(?:名称)?(?:就)?(?:是|为|写成?|开成?|:|用|填|要|改成|改为| ){0,2}"
    r"(?P<title>(?!什么|怎么|哪|要|多少|写|错|不|开|填|的|也|和|跟|发|能|可以|在|那|呢|"
    r"吗|有|没|给|信息|就|都|需|已|请|帮|你们|怎|单位名|,)"
    r"[\u4e00-\u9fffa-z0-9()（）〈〉·]{2,40})"
    rf"|(?P<company>[\u4e00-\u9fff()〈〉a-z]{{2,30}}?(?:{_COMPANY_END})(?!的(?!抬头|发票|"
    rf"$))(?:[\u4e00-\u9fff]{{1,6}}(?:分公司|支行|分店))?)"
    r"|(?:抬头(?:就)?(?:是|写|开|:)?|(?:^|[,就帮给 ]|(?<!不)要)我?开(?:的|成)?)(?P<personal>个人)(?!信息|中心|的了|改|的名|还是)"
)
_TITLE_HEAD = lazy(r"^.{0,30}(?:抬头|名称|单位|公司名|发票|开成?|:|写|叫|是|为)")
_TITLE_TAIL = lazy(r"(?<=公司)(?!.{0,6}分公司).*|税号.*|内容.*|金额.*|单价.*|纳税.*|识别号.*")
_TITLE_NOT = lazy(r"^(?:你们|我们|我|你|跟|和|给|就|那个|这个|是|公司|的|单位)*$")
_ADDRESS_WORD = lazy(r"〈(?:addr|address)〉")
_SENDS = lazy(r"地址|收货|邮寄|寄到|寄往|寄给|改到|换到|改成|发这|收件|单元|栋|室|电话|^〈addr(?:ess)?〉$")
_LEAD = lazy("改成|改为|换成|地址|发到|寄到")
_ADDRESS_SIGN = lazy(r"[省市区县镇乡州旗路街巷村]")
_NAME = r"(?:(?![省市区县旗镇乡州盟路街道巷村同不是的哪什么了吗呢吧啊我你您这那还就都能会要没到发寄])[\u4e00-\u9fff])"
_ADDRESS = lazy(
    rf"(?:{_NAME}{{1,8}}(?:自治区|[省市区县旗镇乡州])[ ,]?){{1,4}}(?:[\u4e00-\u9fff]{{1,10}}?(?:路|"
    rf"街道|街|大道|巷|弄|村|组|小区|花园|大厦|广场|公寓|大学|学校|医院|工业园)){{1,3}}(?:[0-9a-z一二三四五六七八九十#-]{{1,8}}(?:号楼|"
    rf"号院|号|弄|栋|幢|座|单元|室|楼|组|层)?){{0,4}}(?:[\u4e00-\u9fff]{{0,8}}?[0-9a-z-]{{1,6}}(?:号楼|"
    rf"号|栋|幢|座|单元|室|楼|层|#)){{0,3}}"
    rf"|{_NAME}{{2,8}}(?:路|街|大道|巷|弄|小区|花园|村)[ ]?[0-9]{{1,5}}(?:号楼|号|弄|栋|"
    rf"幢|单元|组)(?:[0-9a-z-]{{1,6}}(?:号楼|号|栋|幢|座|单元|室|楼))?"
)
_ITEM = lazy(
    r"(?:货号|款号|型号|商品编号|编号)(?:是|为|:| )?(?P<code>[a-z0-9][a-z0-9-]{2,20})|(?P<lone>^〈num〉(?=这|"
    r"那|$|[ ,]|有|是|的|和|宝宝|亲|请|跟|还|多少|怎么|哪|可|你|您)|(?<![0-9:号是码])〈num〉(?=这|"
    r"那款|亲)|(?<=[吗么呢吧箱件包袋份])〈num〉$)|〈item〉|〈sku〉"
)


def read_codes(text: str, asked: frozenset[str] = frozenset()) -> Iterator[Span]:
    """Find what has a form of its own in a folded text.

    Args:
        text: folded text.
        asked: kinds that the agent asked for just before, which tells what a bare number is.

    Yields:
        The facts, as typed.

    >>> [(span.kind, span.value) for span in read_codes("单号sf1000000000001 电话13800000000")]
    [('phone', '13800000000'), ('tracking_no', 'sf1000000000001')]
    """
    taken: list[Span] = []
    for span in _sure(text):
        if not any(span.start < other.end and other.start < span.end for other in taken if other.kind != "link"):
            taken.append(span)
    for match in _LONG.finditer(text):
        if any(match.start() < span.end and span.start < match.end() for span in taken):
            continue
        kind = _number_kind(match, asked)
        if kind:
            taken.append(Span(kind, match[0], match.start(), match.end()))
    for match in _ITEM.finditer(text):
        if match["lone"] and (
            kind := next(
                (kind for kind in ("order_no", "phone", "tracking_no", "tax_no", "quantity", "price", "height") if kind in asked), "item"
            )
        ):
            taken.append(Span(kind, match[0], *match.span()))
        elif not match["lone"]:
            taken.append(Span("item", match["code"] or match[0], match.start("code") if match["code"] else match.start(), match.end()))
    yield from taken


def _sure(text: str) -> Iterator[Span]:
    """Find what tells by itself what it is, the surest first."""
    for match in _LINK.finditer(text):
        yield Span("link", match[0], *match.span())
    for match in _PHONE.finditer(text):
        yield Span("phone", match[0], *match.span())
    for match in _TAX.finditer(text):
        yield Span("tax_no", match["number"] or match[0], *match.span("number" if match["number"] else 0))
    for match in _TAIL.finditer(text):
        kind = {"订单": "order_no", "单号": "tracking_no", "快递": "tracking_no"}.get(match["what"] or "", "phone")
        name = "number" if match["number"] else "phone"
        yield Span(kind, match[name], *match.span(name))
    for pattern, kind in ((_PARCEL, "tracking_no"), (_ORDER, "order_no")):
        for match in pattern.finditer(text):
            start, end = match.span("number") if match["number"] else match.span()
            if re.search(r"\d|〈", text[start:end]) is not None:
                yield Span(kind, text[start:end], start, end)


def _number_kind(match: re.Match[str], asked: frozenset[str]) -> str:
    """Tell what a long bare number is."""
    length, letters = len(match["digits"]), match["letters"]
    if letters:
        return "tracking_no" if 2 <= len(letters) <= 4 and length >= 8 else ""
    if 15 <= length <= 22:
        return "order_no"
    wanted = [kind for kind in ("order_no", "tracking_no", "phone") if kind in asked]
    if wanted and length >= 6:
        return wanted[0]
    return "tracking_no" if 12 <= length <= 14 else ""


def read_invoice(text: str) -> Iterator[Span]:
    """Find the title of an invoice in a folded text.

    Args:
        text: folded text.

    Yields:
        The titles.

    >>> [span.value for span in read_invoice("抬头是云杉木业有限公司")]
    ['云杉木业有限公司']
    """
    for match in _TITLE.finditer(text):
        name = match.lastgroup or "title"
        start, end = match.span(name)
        if name == "company" and (head := _TITLE_HEAD.match(match[name])):
            start += head.end()
        if tail := _TITLE_TAIL.search(text[start:end]):
            end = start + tail.start()
        value = text[start:end]
        core = re.sub(_COMPANY_END, "", value)
        if (
            len(value) >= 2
            and not (name == "company" and (len(core) < 2 or _TITLE_NOT.match(core)))
            and not re.search("什么|怎么|多少", value)
        ):
            yield Span("title", value, start, end)


def read_address(text: str) -> Iterator[Span]:
    """Find postal addresses in a folded text.

    Args:
        text: folded text.

    Yields:
        The addresses.

    >>> [span.value for span in read_address("改成杭州市余杭区文一西路99号")]
    ['杭州市余杭区文一西路99号']
    """
    for match in _ADDRESS_WORD.finditer(text):
        yield Span("address" if _SENDS.search(text) else "place", match[0], *match.span())
    if len(text) >= 6 and _ADDRESS_SIGN.search(text):
        for match in _ADDRESS.finditer(text):
            lead = _LEAD.match(match[0])
            start = match.start() + (lead.end() if lead else 0)
            yield Span("address", text[start : match.end()], start, match.end())
