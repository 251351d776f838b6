"""What a reply calls the article: the buyer's own noun comes back."""

from __future__ import annotations

from cs_scripts.shop.article import Article
from cs_scripts.text.patterns import lazy

_THIS = lazy(r"[这那](?:一)?(件|双|条|款|台|瓶|盒|袋|口|把|套|张|床|包|支|本|罐|只|顶|枚)")
_THIS_NOUN = lazy(
    r"这(?:一)?([个件双条款台瓶盒袋口把套张床包支罐只顶种](?![具定新宝孩孕老很平收活优时能可会是有怎咋要多什啥几防掉起适带够还用好结耐包送保的里尺材面料质不码一现都价颜款味])[\u4e00-\u9fff]{1,4}?)(?=能|可以|会|是|有|怎|咋|要|多|什么|啥|几|防|掉|起|适|带|够|用|好|耐|保|味|材|尺|价|质|颜|规|重|厚|净|的)"
)


def subject_of(folded: str, noun: str, article: Article | None) -> str:
    """Call the article what the buyer calls it, unless that is another thing: 这个锅 said of a cup stays 这款.

    Args:
        folded: the message, folded.
        noun: what the message calls the article, empty where it does not.
        article: the article, None where it is not known.

    Returns:
        For example 这款卫衣.

    >>> subject_of("这双鞋防滑吗", "", None), subject_of("卫衣厚吗", "卫衣", None)
    ('这双鞋', '这款卫衣')
    """
    match = _THIS.search(folded)
    measure = f"这{match[1]}" if match else "这款"
    if not noun and (match := _THIS_NOUN.search(folded)):
        called = match[1].rstrip("都也就还")
        if not called.endswith(("了", "过")) and (
            article is None or set(called[1:]).intersection(f"{article.name}{article.kind}{''.join(article.nicknames)}")
        ):
            return "这" + called
    if "款" in noun and measure == "这款":
        return "这个" + noun
    return measure + noun if len(noun) <= 12 else measure
