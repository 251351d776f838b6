"""Which article a message is about: the one looked at, one it names, one spoken of before, or two that are set side by side.

An article is never guessed: where more than one fits, all that fit are given, and the reply asks or stays general.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from cs_scripts.shop.article import Article
from cs_scripts.shop.goods_index import Mention, NameIndex, all_keys, last_of
from cs_scripts.shop.goods_joined import COMPARES, TOGETHER
from cs_scripts.shop.goods_mentions import describes, dropped, in_question, part, points
from cs_scripts.shop.options import mentioned
from cs_scripts.text.folding import fold
from cs_scripts.text.patterns import lazy

Turns = Sequence[tuple[str, str]]

_BOTH = lazy(r"[这那它]两|两[个款种双件条瓶台样]|俩")
_IN_ALL = lazy(r"一共|总共|合计|加起来")
_MOST_BEFORE = 3
_WHICH = lazy(r"哪[个款种双件条台]")
_JOINED = lazy(
    r"[和跟与同加比配](?:上|一|那|这|个|条|件|双|款|台|瓶|袋|盒|点|再){0,3}$|再(?:加|来|拿|买|要|拍)?[一两]?[个件条双款台瓶袋盒]?(?:[a-z\d.+]{1,8}(?:的|码|毫升|克|斤)?)?$"
    r"|再(?:加|来|拿|买|要|拍|带|配)[一两]?[个条双款台瓶袋盒件支包套][^\s,，。]{0,12}$"
)
_PAIRED = lazy(r"[配搭](?:什么|啥|哪[种条件款个]|怎样|什么样|啥样)的?$")
"""Before a noun: what to wear with the article, not the article."""

_BARE = lazy(r"(?:^|[\s,，。])([\u4e00-\u9fff])(?=我|先|要|来|给|就|还有|多少|[\s,，]|\d)")
_TELLING = lazy(r"^(?=.{4})\d[\d.]*[\u4e00-\u9fff]{2,}$")
_FEW = 1000
"""A clause that begins with one character for an article, and in how large a table it is looked for."""

_ID = lazy(r"[a-z0-9][a-z0-9_-]{2,39}")
_LINK = lazy(r"(?<=://)[a-z0-9./?=&_%#:+-]{4,400}|(?<![a-z0-9:/])[a-z0-9-]{1,40}\.[a-z0-9.-]{1,60}/[a-z0-9./?=&_%#:+-]{1,400}")
_LINK_ID = lazy(r"[?&](?:id|item_?id|num_iid)=([a-z0-9_-]{1,40})")
_LONGEST = 600
"""Characters of a message or turn in which names are looked for."""


class Finder:
    """Finds articles by id, link, name, nickname and kind.

    Args:
        articles: the articles, each id once.
    """

    def __init__(self, articles: Sequence[Article]) -> None:
        self.articles = articles
        self._ids = {article.id.lower(): at for at, article in enumerate(articles)}
        self._index = NameIndex()
        for at, (keys, short) in enumerate(all_keys(articles)):
            self._index.add(at, keys)
            self._index.add_short(at, short)

    @cached_property
    def links(self) -> dict[str, int]:
        """Positions of the articles by link, without what stands before the host."""
        return {
            link.lower().partition("://")[2] or link.lower(): at
            for at, article in enumerate(self.articles)
            if (link := article.values.get("link", ""))
        }

    @cached_property
    def _telling_options(self) -> dict[str, int]:
        """Positions of the articles by those options that no other has, of a number and a word: 306豆沙, 1.5米床; of small tables."""
        few = enumerate(self.articles) if len(self.articles) <= _FEW else ()
        pairs = [(option.lower(), at) for at, each in few for option in each.all_options() if _TELLING.search(option)]
        shared = {name for name, at in pairs if any(name == other and at != place for other, place in pairs)}
        return {name: at for name, at in pairs if name not in shared}

    def find(self, text: str, history: Turns, item: str | None) -> tuple[list[Article], tuple[str, ...]]:
        """Find the article a message is about, and what the message calls it; see ``Goods.find_named``.

        Args:
            text: the message.
            history: role and text of the turns before it, oldest first.
            item: the id, link or name of what the buyer looks at.

        Returns:
            The articles, and the buyer's nouns, the fullest first.
        """
        looked_at = None if item is None else self._identified(fold(item), loose=True)
        if item is not None and looked_at is None:
            return [], ()
        folded = fold(text[:_LONGEST])
        found, nouns = self._several(folded, history, looked_at) if COMPARES.search(folded) or TOGETHER.search(folded) else ([], ())
        if not found:
            found, nouns = self._one(folded, history, looked_at)
        return [self.articles[at] for at in found], nouns

    def _several(self, folded: str, history: Turns, looked_at: int | None) -> tuple[list[int], tuple[str, ...]]:
        """Find two articles or more that are compared or bought together; none where the message has not got two."""
        mentions = [] if self._identified(folded) is not None else self._index.mentions(folded)
        if len(mentions) == 1 and TOGETHER.search(folded):  # 大米一袋加牛肉千一袋
            rest = folded.replace(mentions[0].noun, "~" * len(mentions[0].noun))
            mentions += [slip for slip in self._index.misspelt(rest) if len(slip.articles) == 1]
        if mentions and set(mentions[0].articles).intersection(*(mention.articles for mention in mentions[1:])):
            mentions = mentions[:1] if len(mentions) > 1 else mentions  # several words for one thing
        found = list(dict.fromkeys(at for mention in mentions for at in self._narrowed(mention.articles, history)))
        nouns = tuple(sorted((mention.noun for mention in mentions), key=len, reverse=True))
        joined = bool(mentions) and bool(_JOINED.search(folded[: mentions[0].start]))
        if len(mentions) == 1 and joined:
            first = [looked_at] if looked_at is not None else self._taken_before(folded, history, found)
            found = list(dict.fromkeys([*first, *found]))
        elif not mentions and looked_at is None and _WHICH.search(folded) and len(pair := self._last_named(history)) == 2:
            found = pair
        elif not mentions and _BOTH.search(folded):
            spoken = self._before(history, 2)
            found = [*spoken[:1], looked_at] if looked_at is not None and looked_at not in spoken else spoken
        return (found, nouns) if len(found) > 1 else ([], ())

    def _taken_before(self, folded: str, history: Turns, found: Sequence[int]) -> list[int]:
        """List what was spoken of before one more article is taken: the last, or all where the whole is asked."""
        whole = bool(_IN_ALL.search(folded))
        others = [at for at in self._before(history, _MOST_BEFORE + 1 if whole else 2) if at not in found]
        return others[-_MOST_BEFORE:] if whole else others[-1:]

    def _last_named(self, history: Turns) -> list[int]:
        """List the articles of the latest turn that names any, each noun by itself."""
        for _, turn in reversed(history):
            mentions = self._index.mentions(fold(turn[:_LONGEST]))
            if mentions:
                return list(dict.fromkeys(at for mention in mentions for at in mention.articles))
        return []

    def _before(self, history: Turns, count: int) -> list[int]:
        """List the articles that were spoken of last, one at a time, the latest last."""
        found: list[int] = []
        for _, turn in reversed(history):
            if len(found) < count and len(named := self._named(fold(turn[:_LONGEST]), alone=True)[0]) == 1 and named[0] not in found:
                found.insert(0, named[0])
        return found

    def _one(self, folded: str, history: Turns, looked_at: int | None) -> tuple[list[int], tuple[str, ...]]:
        found, nouns = self._named(folded, alone=looked_at is None)
        if looked_at is None and found and self._only_beside(folded) and len(last := self._before(history, 1)) == 1:
            return last, ()  # 每层隔多高 我要放电饭锅 asks of the shelf
        if looked_at is not None:
            return (found if found and looked_at not in found else [looked_at]), nouns
        if found:
            return self._spoken_of(nouns, found, history) or self._narrowed(found, history), nouns
        for _, turn in reversed(history):
            before = self._named(fold(turn[:_LONGEST]), alone=True)[0]
            if before:
                return before, nouns
        if len(self.articles) == 1:
            return [0], nouns
        own = {at for name, at in self._telling_options.items() if name in folded} if any(map(str.isdigit, folded)) else ()
        if len(own) == 1:
            return list(own), nouns  # 320枫叶有吗
        slips = [slip for slip in self._index.misspelt(folded, least=2) if len(slip.articles) == 1]
        slips = slips or [slip for slip in self._index.misspelt(folded, any_slip=True) if self._options_named(slip, folded)]
        slips = slips or self._by_last_mark(folded)
        return (_fitting(slips), (slips[0].noun,)) if slips else ([], nouns)  # 卫依: so short a slip is read only where nothing else tells

    def _by_last_mark(self, folded: str) -> list[Mention]:
        """Find the one article of which a clause begins with the last character alone, and that has an option named: 米我要10公斤的."""
        found = [
            mention
            for match in (_BARE.finditer(folded) if len(self.articles) <= _FEW else ())
            for at, each in enumerate(self.articles)
            if any(name.endswith(match[1]) for name in (last_of(each.kind), *each.nicknames))
            and self._options_named(mention := Mention(match[1], match.start(1), (at,)), folded)
        ]
        most = max((self._options_named(each, folded) for each in found), default=0)
        found = [each for each in found if self._options_named(each, folded) == most]
        return found if len(found) == 1 else []

    def _options_named(self, slip: Mention, folded: str) -> int:
        """Count the colours, sizes and the like of the one article of a misspelt name that are named with it: 牛子裤浅蓝30."""
        options = self.articles[slip.articles[0]].all_options() if len(slip.articles) == 1 else ()
        return sum(len(each) > 1 for each in mentioned(options, folded))

    def _spoken_of(self, nouns: Sequence[str], found: Sequence[int], history: Turns) -> list[int]:
        """Take 这双鞋子 for the boots that were spoken of last, although no shoe of that name was."""
        if len(found) < 2 or nouns[:1] == () or nouns[0][1:] != "子":
            return []
        last = self._before(history, 1)
        return last if last and nouns[0][0] in self.articles[last[0]].name + self.articles[last[0]].kind else []

    def _narrowed(self, found: Sequence[int], history: Turns) -> list[int]:
        """Of several that fit, take the one that was spoken of last."""
        if len(found) > 1:
            for _, turn in reversed(history):
                before = self._named(fold(turn[:_LONGEST]), alone=True)[0]
                if len(both := [at for at in found if at in before]) == 1:
                    return both
        return list(found)

    def _identified(self, folded: str, *, loose: bool = False) -> int | None:
        """Find an article by link or id; when loose, by its exact name too."""
        if "/" in folded:
            links = (match[0].rstrip(".") for match in _LINK.finditer(folded))
            if (at := next((self.links[link] for link in links if link in self.links), None)) is not None:
                return at
            if match := _LINK_ID.search(folded):
                return self._ids.get(match[1])
        for match in _ID.finditer(folded):
            if (known := self._ids.get(match[0])) is not None and (loose or len(match[0]) >= 5):
                return known
        if loose:
            exact = [at for at in self._index.exact(folded.strip()) if fold(self.articles[at].name) == folded.strip()]
            return exact[0] if len(exact) == 1 else self._ids.get(folded.strip())
        return None

    def _named(self, folded: str, *, alone: bool) -> tuple[list[int], tuple[str, ...]]:
        """Find the articles a text names: by id or link, else those that fit most of its nouns."""
        identified = self._identified(folded)
        if identified is not None:
            return [identified], ()
        mentions = self._index.mentions(folded) or (self._index.misspelt(folded) if alone else [])
        plain = [
            mention
            for mention in mentions
            if not dropped(folded, mention)
            and not (len(mentions) > 1 and describes(folded, mention))
            and not _PAIRED.search(folded[: mention.start])
            and not (mention.beside and (not alone or len(mentions) > 1))
            and (alone or not self._loose(mention) or points(folded, mention))
        ]
        plain = [mention for mention in plain if not part(folded, mention)] or plain
        plain = in_question(plain, folded) or plain
        nouns = tuple(sorted((mention.noun for mention in plain), key=len, reverse=True))
        return (_fitting(plain), nouns) if plain else ([], ())

    def _only_beside(self, folded: str) -> bool:
        """Tell whether a message names no article but such as go into or with the one it asks about."""
        return self._identified(folded) is None and all(mention.beside for mention in self._index.mentions(folded) or [Mention("", 0, ())])

    def _loose(self, mention: Mention) -> bool:
        """Tell whether a noun such as 帽子 or 收纳 is only the shop's word for a kind: the article looked at may have such a thing."""
        named = (self.articles[at] for at in mention.articles)
        return not any(mention.noun in fold(f"{each.name}/{'/'.join(each.nicknames)}") for each in named)


def _fitting(mentions: Sequence[Mention]) -> list[int]:
    """Give the articles that all mentions share, else those of each mention in turn."""
    shared = set(mentions[0].articles).intersection(*(mention.articles for mention in mentions[1:]))
    if shared:
        return sorted(shared)
    return list(dict.fromkeys(at for mention in mentions for at in mention.articles))
