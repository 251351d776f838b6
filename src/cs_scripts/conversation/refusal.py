"""Tell which of the couriers that a text names are not wanted: 别发邮政, 我们小区中通不太方便.

Couriers named in one breath share what is said of them; one that is only missed (没有圆通吗) or asked for (能不能发邮政) is not refused.
"""

from __future__ import annotations

from collections.abc import Sequence

from cs_scripts.text.patterns import lazy

_BEFORE = lazy(
    r"(?:(?<![要可])不要|绝不|(?<!想)不想|不用|(?<![级特])别(?!的|家)|(?<![能可])不能|避开|(?<!走)不走|(?<!发)不发|(?<!你们)(?<!你)不收|拒收|"
    r"不喜欢|讨厌|只要不是|(?:我们?|咱们?|家|小区|村里?|镇上?)(?:这里?|那里?|这边|那边|这儿)?没有?)(?:再|给我|用|发|走|寄|选|要|是|的){0,3}$"
)
_AFTER = lazy(
    r"(?:快递|站?点|那家|这家|在?(?:我们?|我?家)(?:这里?|那里?|这边|那边|这儿|小区|村里?|镇上)?|总是|老是?|一直|真的?|都|也|的|是|服务|送得?|派送|有点|实在|根本){0,4}"
    r"(?:不(?:(?:太|怎么|大|是很)?(?:方便|好|靠谱)|行(?![吗么就])|想|要(?=[, 。!了啊哦吧呀发]|$)|喜欢|送|到|给送|爱|发就|能[送到])|"
    r"没有?[站网]?点|到不了|送不到|(?:太|很|好|特别)?(?:慢|差(?!评|不多|价)|远|烂|垃圾|坑)|"
    r"丢件|除外|以外|就算了)"
)
_BUT = lazy(r"(?:除了|除开)$")
_ONLY = lazy(r"(?:快递|的|以外|之外|其[他它]|别的|都|全){0,4}(?:不|别)")
_AND = lazy("[、,和跟与或 ]?")
_STAFF = ("员", "快递员")
_WINDOW = 12


def refused(text: str, names: Sequence[tuple[int, int]]) -> list[bool]:
    """Tell of each courier named in a text whether it is refused.

    Args:
        text: the folded text.
        names: where each name begins and ends, in order.

    Returns:
        Whether each is.

    >>> refused("别发邮政和圆通，中通可以", [(2, 4), (5, 7), (8, 10)])
    [True, True, False]
    >>> refused("能不能发邮政", [(4, 6)])
    [False]
    """
    runs: list[list[tuple[int, int]]] = []
    for name in names:
        if runs and _AND.fullmatch(text, runs[-1][-1][1], name[0]):
            runs[-1].append(name)
        else:
            runs.append([name])
    answers: list[bool] = []
    for run in runs:
        start, end = run[0][0], run[-1][1]
        before = text[max(0, start - _WINDOW) : start]
        if _BUT.search(before):  # 除了邮政都行, but 除了邮政都不要
            unwanted = not _ONLY.match(text, end)
        else:
            unwanted = not text.startswith(_STAFF, end) and bool(_BEFORE.search(before) or _AFTER.match(text, end))
        answers += [unwanted] * len(run)
    return answers
