"""Which attributes a message asks of an article at hand: what is sure before hints, what the table tells before what it lacks."""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.shop.article import Article
from cs_scripts.shop.attribute_answers import is_told
from cs_scripts.shop.attributes import Asked, Attribute, asked_attributes, attributes
from cs_scripts.shop.body_reading import read_body
from cs_scripts.shop.certainty import certain
from cs_scripts.shop.clauses import clause_of, clauses
from cs_scripts.shop.facts_said import About
from cs_scripts.text.patterns import lazy

QUESTION = lazy(
    r"[吗嘛么呢咩?？几多啥怎咋哪]|什么|如何|是否|可否|能否|(.)[不没]\1|有没有|有[^\n,。]{1,5}没有|[不没吧得](?:[了呀啊哦]?$|\s)|[软硬厚薄大小冷热]的[软硬厚薄大小冷热]的"
)
"""The form of a question."""

TELLS = frozenset({"product_info", "quality", "gift", "packaging", "warranty", "stock", "sizing"})
"""Intents of which a message may be answered by a cell that merely shares its words."""

_OF_CHOICE = ("recommendation", "hesitation", "promotion", "ordering", "price_info", "authenticity")
"""Intents of which a message may yet ask for an attribute in plain words: 开春卖 这鞋适合哪几季穿."""

WHAT_IF = lazy(
    r"(?:要是|如果|万一|假如|若)[^\n,。]{0,8}(?:坏|塌|变形|漏|钻毛|[跑掉钻漏]绒|掉毛|鼓包|不亮|不转|没声|没反应|开不了|充不进|裂|断|失灵|故障|锈|开胶|掉漆|脱线|松了)"
    r"[^\n。]{0,8}(?:怎么办|咋办|怎么弄|咋弄|怎么处理|咋处理|如何处理)"
)
"""Asks beforehand what is done about a fault."""

_GAP = lazy(r"[^\s,，。?？!！~]{2}[\s,，。?？!！~]+[^\s,，。?？!！~]{2}")
_FORM = lazy(r"(.)[不没]\1|[多几啥怎咋哪]|什么|[吗么不没]$")
_FORM_BEFORE = lazy(r"(.)[不没]\1[\u4e00-\u9fff]?$")
_FORM_AFTER = lazy(r"[吗么嘛咩]|[不没吧](?![\u4e00-\u9fff])|[多几啥]|什么|得[不吗么]")
"""Words that ask by themselves, and what makes a question of the word before it."""

OF_OPTIONS = ("stock", "price", "list")
"""Kinds of attributes whose words go with a question of stock; any other one is what 奶油味有香精没 asks for."""

_SIZE_WORDS = frozenset({"bear", "size", "dimensions", "ages", "weight", "height", "length", "baby", "fit_size", "stock"})
"""Attributes whose words are part of a question of which size to take."""

_MEASURED = ("weight", "capacity", "spec", "load", "price", "stock")
_TOLD = lazy(
    r"(?:\d{1,5}(?:\.\d)?|半|[一二两三四五六七八九十]{1,3})\s?(?P<unit>公斤|千克|kg|斤|克|g|毫升|ml|升|l)(?:装|重|的)?(?:吗|么|吧|对吧|对不对|是吧|没错吧)"
)
_TOLD_ONLY = lazy(r"[够很太挺好]多了?$")
"""家里猫毛够多了 tells, and asks nothing."""

_COUNTS = lazy(r"[几多](?!少钱)[\u4e00-\u9fff]$|多少[\u4e00-\u9fff]$")
_FIGURE = lazy(r"[\d二两三四五六七八九十]")
_IS_IT = lazy(r"是不是[\u4e00-\u9fff]{0,4}$")
_PLACES = ("dishwasher", "machine_wash", "microwave", "oven")
"""Attributes whose words say where something is washed or heated."""

_CHEAPER = lazy(r"便宜|省了?[多几]|降了?[多几]|差[多几]|优惠了?[多几]")
_SHORTEST, _TELLS_LONG = 2, 6
"""Characters of a clause that is little but a noun, and from which on one without a question only tells something."""

_FEARS = lazy(r"还是|不能|不让|不准|不给|不想|不敢|怕|担心|只有|只能|没有")
_GIVES = lazy(r"[喝吃喂用涂抹]")
_CHILD = 12 * 12
"""Months up to which an age is that of a child."""

_EXPIRING = ("shelf_life", "production_date")
"""What an answer about the day of expiry says too."""


def further(about: About) -> list[Asked]:
    """Take a column that the shop added itself as an attribute: it is asked for by its own header.

    Args:
        about: the article and the message.

    Returns:
        What is asked for.
    """
    known = attributes()
    columns = about.article.values if about.article else {}
    names = [name for name in columns if name not in known and len(name) > 1 and name.lower() in about.text]
    return [Asked(Attribute(name, name, "text"), name, about.text.find(name.lower())) for name in names if QUESTION.search(about.text)]


def asked_of(folded: str, nouns: Sequence[str], intents: Sequence[str], article: Article | None, *, sized: bool) -> list[Asked]:
    """List what is asked for, leaving out words that are part of an article's name (保温杯) or of a question of size.

    Args:
        folded: the message, folded.
        nouns: what it calls the article.
        intents: the recognised intents, likeliest first.
        article: the article, None where it is not certain.
        sized: whether a size is answered already.

    Returns:
        What is asked for, in the order in which it is to be answered.
    """
    asked = [each for each in asked_attributes(folded, nouns) if not (sized and each.attribute.id in _SIZE_WORDS)]
    asked = _in_questions(asked, folded, article, sized=sized)
    if article and not sized and not asked and (child := _for_child(folded, article)):
        asked = [child]
    if len(asked) > 1:
        asked = sorted((each for each in asked if each.word != "多大"), key=lambda each: not each.sure)
    if article and not sized and not any(each.attribute.id in _MEASURED for each in asked) and (told := _measure_told(folded, article)):
        asked = [*asked, told]
    chiefly = [*_chiefly(asked, folded), *_hinted_besides(asked, folded, article)]
    if article and not any(each.attribute.kind in OF_OPTIONS or is_told(each, article) for each in chiefly):
        chiefly = _instead(asked, chiefly, folded, article) or chiefly
    asked = chiefly
    if any(each.attribute.id == "expiry" for each in asked):
        asked = [each for each in asked if each.attribute.id not in _EXPIRING]
    if any(each.attribute.id == "list_price" for each in asked) and _CHEAPER.search(folded):  # the answer tells both prices
        asked = [each for each in asked if each.attribute.id != "price"]
    if any(each.attribute.id == "lining" and is_told(each, article) for each in asked):  # 里子是啥皮 asks nothing of the outside
        inner = {clause_of(folded, each.start) for each in asked if each.attribute.id == "lining"}
        asked = [each for each in asked if each.attribute.id != "material" or clause_of(folded, each.start) not in inner]
    if WHAT_IF.search(folded) and is_told(promise := Asked(attributes()["guarantee"], "怎么办", 0), article):
        asked = [promise]
    if any(each.attribute.id == "guarantee" for each in asked):  # 跑绒了给修不 asks for the guarantee alone
        asked = [each for each in asked if each.attribute.kind != "yesno" or f"{each.word}了" not in folded]
    if not intents or "product_info" in intents:
        return asked
    return [
        each
        for each in asked
        if set(each.attribute.intents) & set(intents)
        or ((each.sure or intents[0] in TELLS) and is_told(each, article))
        or (each.attribute.kind == "price" and article and intents[0] in TELLS and _GAP.search(folded))
        or (article and each.sure and intents[0] in TELLS and each.attribute.kind not in OF_OPTIONS and certain(folded, each))
        or (intents[0] in _OF_CHOICE and each.sure and is_told(each, article) and certain(folded, each))
    ]


def _in_questions(asked: Sequence[Asked], folded: str, article: Article | None, *, sized: bool) -> list[Asked]:
    """Leave out what is only told in a clause of its own beside one that asks what the table tells: 早上灌的热水 到下午还热吗."""
    asking = [each for each in asked if _asks(clause_of(folded, each.start), folded)]
    if not sized and not any(each.attribute.kind in OF_OPTIONS or is_told(each, article) for each in asking):
        return list(asked)
    return [each for each in asked if each in asking or len(clause_of(folded, each.start)) < _TELLS_LONG]


def _asks(clause: str, folded: str) -> bool:
    """Tell whether a clause asks: by its form, by the mark behind it, by 还是, or by what the buyer fears or cannot do."""
    return bool(QUESTION.search(clause) or _FEARS.search(clause)) or folded[folded.find(clause) + len(clause) :][:1] in ("?", "？")


def _for_child(folded: str, article: Article) -> Asked | None:
    """Read whether a child of a named age may have it as a question of that: 孙儿才八个月 兑点水给他喝要得不."""
    months = read_body(folded).months if article.values.get("baby") and _GIVES.search(folded) and QUESTION.search(folded) else None
    if months is None or months > _CHILD:
        return None
    start = next(at for clause in clauses(folded) if _GIVES.search(clause) for at in [folded.find(clause)])
    return Asked(attributes()["baby"], "宝宝能吃", start)


def _instead(asked: Sequence[Asked], chiefly: Sequence[Asked], folded: str, article: Article) -> list[Asked]:
    """List what the table tells where it lacks what is asked chiefly: the number in 孕妇一天能吃几颗, the first wash in 第一次洗注意啥."""
    told = [each for each in asked if each.sure and is_told(each, article)]
    if chiefly and all(each.attribute.kind == "plain" for each in chiefly):
        return told
    return [each for each in told if _COUNTS.search(folded) and _FIGURE.search(article.values.get(each.attribute.id, ""))]


def side_by_side(asked: Sequence[Asked], folded: str) -> bool:
    """Tell whether two things are asked with one question mark: 会起球褪色吗.

    Args:
        asked: what is asked for.
        folded: the message, folded.

    Returns:
        Whether one word stands right before another.
    """
    return any(_joined(one, other, folded) for one in asked for other in asked if one is not other)


def unheard(about: About, asked: Sequence[Asked]) -> list[str]:
    """List the clauses of a message that ask for something no attribute has a word for, beside others that do.

    Args:
        about: the article and the message.
        asked: what is asked for.

    Returns:
        The clauses.
    """
    heard = {clause_of(about.text, each.start) for each in asked}
    parts = [clause for clause in clauses(about.text) if (len(clause) > _SHORTEST or clause in heard) and not _TOLD_ONLY.search(clause)]
    asking = [clause for clause in parts if QUESTION.search(clause) or "还是" in clause]
    words = {word for each in asked if each.attribute.kind == "yesno" for word in each.attribute.mentions}
    asking = [clause for clause in asking if clause in heard or not any(word in clause for word in words)]
    return [clause for clause in asking if clause not in heard] if len(asking) > 1 else []


def _measure_told(folded: str, article: Article) -> Asked | None:
    """Read a measure that waits for a yes as a question of it: 一包半斤吗, 400克吗."""
    match = _TOLD.search(folded)
    unit = match["unit"] if match else ""
    keys = ("capacity", "weight") if unit in ("ml", "毫升", "升", "l") else ("weight", "capacity")
    key = next((key for key in keys if article.values.get(key) and not article.options("size")), "") if match else ""
    return Asked(attributes()[key], match[0], match.start()) if key and match else None


def _hinted_besides(asked: Sequence[Asked], folded: str, article: Article | None) -> list[Asked]:
    """List what a clause of its own hints at beside a clause that asks for something surely: 带帽子的吗 有几个兜."""
    sure = [each for each in asked if each.sure]
    told = {clause_of(folded, each.start) for each in sure if each.attribute.kind in OF_OPTIONS or is_told(each, article)}
    hints = [each for each in asked if not each.sure and told and clause_of(folded, each.start) not in told]
    return [each for each in hints if is_told(each, article) and QUESTION.search(clause_of(folded, each.start))]


def _chiefly(asked: Sequence[Asked], folded: str) -> list[Asked]:
    """Keep what the message asks for chiefly: what is sure before hints, and in each clause what stands in the form of a question."""
    sure = [each for each in asked if each.sure]
    if not sure:
        return list(asked)
    parts = dict.fromkeys(clause_of(folded, each.start) for each in sure)
    kept = [one for clause in parts for one in _in_clause([each for each in sure if clause_of(folded, each.start) == clause], folded)]
    return [each for each in sure if each in kept]


def _joined(one: Asked, form: Asked, folded: str) -> bool:
    """Tell whether a word shares the question mark of the next: 起球 in 会起球褪色吗."""
    between = folded[one.start + len(one.word) : form.start]
    alike = one.attribute.kind == form.attribute.kind == "yesno"
    return alike and one.start < form.start and between in ("", "、", "和", "或", "或者")


def _in_clause(sure: list[Asked], folded: str) -> list[Asked]:
    if len(sure) < 2 or any(each.attribute.kind == "price" for each in sure):
        return sure
    forms = [each for each in sure if _FORM.search(each.word) or _FORM_AFTER.match(folded, each.start + len(each.word))]
    forms = forms or [each for each in sure if _FORM_BEFORE.search(folded[: each.start])]
    forms = [each for each in sure if each in forms or _IS_IT.search(folded[: each.start])]
    if any(each.attribute.id in _PLACES for each in sure):  # 洗碗机头能洗不 asks for the dishwasher
        sure, forms = ([each for each in several if each.attribute.id != "care"] for several in (sure, forms))
    forms = [each for each in sure if each in forms or any(_joined(each, form, folded) for form in forms)]
    kinds = [each for each in forms or sure if each.attribute.kind != "list"]
    return kinds or forms or sure
