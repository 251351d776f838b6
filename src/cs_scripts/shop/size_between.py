"""Which of two neighbouring sizes to take, for a buyer who stands between them: 平时穿27到28之间 of jeans that run small is 28."""

from __future__ import annotations

from cs_scripts.shop.answer import Answer
from cs_scripts.shop.article import OPTION_KEYS, Article
from cs_scripts.shop.named_options import named_options
from cs_scripts.shop.size_names import same, shown
from cs_scripts.shop.size_notes import a_size_up
from cs_scripts.shop.stock_answers import have_asked
from cs_scripts.shop.stock_table import stock_lines
from cs_scripts.shop.wording import say, slot
from cs_scripts.text.patterns import lazy

_ONE = r"(\d{2,3}(?:\.5)?|x{0,4}[sl]|[2-6]xl|m)(?:码|号)?"
_BOTH = rf"(?<![a-z0-9.]){_ONE}(?:\s?(?:到|和|与|跟|或者?|、|[-~–])\s?|\s){_ONE}(?![a-z0-9.]|\s?(?:斤|cm|公分|元|块|岁|天))"
_BETWEEN = lazy(rf"{_BOTH}[^\n,。\d]{{0,3}}(?:之间|中间|都(?:行|能|可以|穿|合适)|两可|来回)|(?:介于|卡在|处于|夹在){_BOTH}")
_OF_TWO = lazy(r"两码|之间|介于|中间")
_LOOSE, _TIGHT = lazy(r"宽松|松一?点|大一?点"), lazy(r"修身|贴身|紧一?点|合身")
_UP, _DOWN = lazy(r"大"), lazy(r"小")
_CLAUSES = lazy(r"[，,。;；]")


def between_answer(folded: str, article: Article) -> Answer | None:
    """Name one of two sizes between which a buyer stands.

    Args:
        folded: the message, folded.
        article: the article.

    Returns:
        The answer, whose size stays open where the article does not say how it runs; None where no two sizes side by side are named.

    >>> jeans = Article("1", "牛仔裤", (), "", {"size": "26/27/28", "fit_size": "偏小，介于两码建议拿大的"}, 2)
    >>> "拍28码" in between_answer("平时穿27到28之间 拿哪个", jeans).text
    True
    """
    match = _BETWEEN.search(folded)
    if not match:
        return None
    sizes = article.options("size")
    named = [each.upper() for each in match.groups() if each]
    at = [next((i for i, option in enumerate(sizes) if same(option, size)), -1) for size in named]
    if min(at) < 0 or abs(at[0] - at[1]) != 1:
        return None
    low, high = sizes[min(at)], sizes[max(at)]
    runs = article.values.get("fit_size", "").rstrip("。")
    chosen = _chosen(folded, runs, low, high, article)
    size = shown(chosen) if chosen else slot("推荐尺码")
    values = {"both": f"{shown(low)}和{shown(high)}", "runs": f"这款{runs}，" if runs else "", "size": size}
    values["stock"] = left_of(folded, article, chosen) if chosen else ""
    missing = () if chosen else ("推荐尺码",)
    return Answer("sizes.between", "sizing", say("size_between", folded, values), missing, ("goods.fit_size",))


def _chosen(folded: str, runs: str, low: str, high: str, article: Article) -> str:
    """Choose by what the table says of buyers between two sizes, of feet, of taste, else of how the sizes run; empty where it is silent."""
    if a_size_up(folded, runs, low, article):
        return high
    if end := _of_two(runs):
        return high if end == "大" else low
    for clause in _CLAUSES.split(runs):
        for taste, pattern, size in ((_LOOSE, _UP, high), (_TIGHT, _DOWN, low)):
            if "喜欢" in clause and taste.search(clause) and pattern.search(clause) and taste.search(folded):
                return size
    return high if "偏小" in runs else low if "偏大" in runs else ""


def _of_two(runs: str) -> str:
    """Tell which of two sizes a table says to take: 大 or 小; empty where it does not."""
    for clause in _CLAUSES.split(runs):
        if _OF_TWO.search(clause) and (bool(_UP.search(clause)) != bool(_DOWN.search(clause))):
            return "大" if _UP.search(clause) else "小"
    return ""


def as_it_runs(runs: str, size: str, article: Article) -> str:
    """Give the size for one whose usual size the article's own lie a little off: 28 for 27 of jeans that run small.

    Args:
        runs: how the article's sizes run.
        size: the size usually worn.
        article: the article.

    Returns:
        The next size, or the one below; empty where the table does not say which of two to take, or the article does not have it.

    >>> jeans = Article("1", "牛仔裤", (), "", {"size": "26/27/28"}, 2)
    >>> as_it_runs("偏小一点，介于两码之间建议拿大的", "27", jeans), as_it_runs("正码", "27", jeans)
    ('28', '')
    """
    end = _of_two(runs)
    sizes = article.options("size")
    at = next((at for at, option in enumerate(sizes) if same(option, size)), -1)
    if at < 0 or not end or ("偏小" if end == "大" else "偏大") not in runs:
        return ""
    at += 1 if end == "大" else -1
    return sizes[at] if 0 <= at < len(sizes) else ""


def left_of(folded: str, article: Article, size: str) -> str:
    """Say what is left of the size where this is asked for, or some of it is sold out.

    Args:
        folded: the message, folded.
        article: the article.
        size: the size, as the article names it.

    Returns:
        The words, behind a comma; empty where nothing is to be said.
    """
    named = named_options(article, folded)
    lines = stock_lines(article, {key: (size,) if key == "size" else named[key] for key in OPTION_KEYS})
    there, gone = ([name for name, count in lines if name and bool(count) is some] for some in (True, False))
    if (not there and not gone) or not (gone or have_asked(folded)):
        return ""
    return "，" + "，".join(f"{'、'.join(names[:4])}{word}" for names, word in ((there, "有货"), (gone, "没货了")) if names)
