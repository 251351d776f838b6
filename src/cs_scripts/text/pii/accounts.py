"""Find WeChat and QQ ids behind a word that says what they are."""

from __future__ import annotations

from collections.abc import Iterator

from cs_scripts.text.patterns import lazy
from cs_scripts.text.pii.figures import Found

_ID = r"((?=[a-z0-9_-]*[a-z_])(?!pay|xin)[a-z0-9][a-z0-9_-]{4,19}|[0-9]{6,11})(?![a-z0-9_-])"
_SAYS = "(?:号码?|id|账号)?(?:同手机号?|同号|是|为|搜索?|就是|叫|加|我)?"
_WECHAT = lazy(
    rf"(?:(?:微信?|薇信?|威信|唯信|徽信|维信|v信|weixin|wechat|(?<![a-z])[vw]x|绿泡泡|绿色软件)[❤♥💚🐍]?{_SAYS}[ :,=]{{0,3}}"
    rf"|(?:(?<![a-z])(?:v|wei)|[加➕+][❤♥]){_SAYS}[ :,=]{{1,3}}|加v){_ID}"
)
_POSSIBLE = lazy("[a-z0-9_-]{5}")
_WXID = lazy(r"(?<![a-z0-9])(wxid_[a-z0-9]{5,24}|wx[_-][a-z0-9_-]{4,20})(?![a-z0-9])")
_QQ = lazy(r"(?:(?<![a-z])q{1,2}(?![a-z])|扣扣|企鹅|球球)(?:群|号码?|账号)?(?:是|为|加)?[ :,=]{0,3}([1-9][0-9]{4,11})(?![0-9])")


def find_accounts(text: str) -> Iterator[Found]:
    """Find WeChat and QQ ids behind a word that says what they are.

    >>> list(find_accounts("加微信wx_abc123或qq:123456"))
    [(3, 12, '微信号'), (16, 22, 'QQ号')]
    """
    if not _POSSIBLE.search(text):
        return
    done = 0
    found = [(*match.span(1), "QQ号") for match in _QQ.finditer(text)]
    found += [(*match.span(1), "微信号") for pattern in (_WECHAT, _WXID) for match in pattern.finditer(text)]
    for start, end, kind in sorted(found):
        if start >= done:
            yield start, end, kind
            done = end
