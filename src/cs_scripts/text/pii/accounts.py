"""Find ids at WeChat, QQ, Wangwang and other apps behind a word that names the app, however that word is spelt.

Who is not to name an app writes it with characters that sound or look alike (薇x, 叩叩, 小红薯), with its initials (dy, xhs), or
torn apart (微-信). Such a word alone tells little, so what follows must look like an id: how much so depends on what stands between.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from cs_scripts.text.patterns import lazy
from cs_scripts.text.pii.cues import counts, says_plain
from cs_scripts.text.pii.figures import Found

_TORN = "[ .*_/|丨~+❤♥💗💚-]{0,2}"
_HEART = "[❤♥💗💚💙💛🐍]"
_HANZI_DIGIT = "[〇零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖]"
_WEI = "[微薇威唯徽维溦葳崴徴徵]"
_KOU = "[扣抠叩蔻]"

_LABEL = "(?:群号?|号码?|u?id|[账帐][号户]|名字?|昵称)"
_IS = "(?:同手机号?|同号|就?是|为|叫|搜索?|加|聊|私信?|关注|找|我|改[成为到]|换[成为])"
_SIGN = "[ :,=@]{0,3}"
_CLOSE = "(?![a-z0-9_-])(?! ?(?:型号|款|这款|同款))"

_WECHAT_ID = (
    r"(?:[a-z][a-z0-9_-]{3,15}(?:[ .][0-9]{1,4}|\([0-9]{1,4}\))"
    r"|(?=[a-z0-9_-]{0,19}[a-z_])(?!pay|xin)[a-z0-9][a-z0-9_-]{4,19}|[0-9]{6,11}|(?:[a-z0-9_-] ){4,19}[a-z0-9_-])" + _CLOSE
)
_QQ_ID = (
    rf"(?:[1-9][0-9]{{4,11}}|[1-9][0-9]{{2,5}}(?:[ -][0-9]{{2,5}}){{1,3}}|(?:[0-9] ){{4,11}}[0-9]|{_HANZI_DIGIT}{{5,11}})"
    "(?![0-9]|[ -][0-9])"
)
_NAME_ID = r"(?=[a-z0-9_.-]{0,23}[a-z_])[a-z0-9_](?:[a-z0-9_.-]{2,22})[a-z0-9_]" + _CLOSE
_NUMBER_ID = "[0-9]{5,13}" + _CLOSE
_TELLING_ID = "(?:[a-z]{3,16}[0-9]{1,8}|[a-z0-9]{1,20}_[a-z0-9_]{1,20})(?![a-z0-9_-])(?= ?(?:[,.!?~\n)]|$|[快就可搜加找联]))"

_WECHAT = (
    rf"(?:{_WEI}{_TORN}(?:[信芯心辛伈伩]|亻言|{_HEART}|xin|x(?![a-z]))|[微薇]号?|绿泡泡|绿色软件|小绿(?=号|[ :])|卫星(?=号?[:=])"
    rf"|(?:加(?:个|下|一下|我)?|我(?:的)?)(?:{_WEI}|卫星)|{_WEI}(?=[:=])"
    rf"|(?<![a-z])(?:(?:vv?|w|wei){_TORN}(?:[信芯]|{_HEART})|wei ?xin|we ?chat)|(?<![a-z0-9])[vw](?:x| x(?![a-z]))){_HEART}?"
)
_SHORT_WECHAT = rf"(?:(?<![a-z])(?:v|wei)|[加➕+]{_HEART})"
_QQ = (
    rf"(?:(?<![a-z])(?:q{_TORN}q|q|(?:{_KOU}|q){_TORN}(?:{_KOU}|q))(?![a-z])|口口|秋秋|球球|丘丘|企鹅|鹅号|🐧"
    rf"|(?<=[加我的联系号]){_KOU}|{_KOU}(?=号?[:=]))"
)
_WANGWANG = (
    "(?:(?:阿里|淘宝)?旺旺|(?:旺旺?|淘宝)(?=号|id|[账帐]号|名)|[汪望忘]{2}(?=号|id|名)"
    "|(?<![a-z])(?:ww|tb)(?![a-z])(?=号|id|名|[账帐]号|[:=]))"
)
_OTHER = (
    r"(?:[抖斗陡](?:音|喑|因|荫|yin|y)|(?<![a-z])(?:d|dou)音|[某小]音|小?红[书薯叔舒]|小(?:h|hong)书|某书|小地瓜|薯(?=[号名])|快手|[块筷]手|某手|[闲咸贤]鱼|某鱼"
    r"|微博|围脖|[支之知只](?:[付富副]|fu)(?:宝|保|bao|b)|b站|哔哩哔哩|[钉丁]{2}|陌陌|电报|纸飞机|京东(?=[账帐]号|id)|拼多多(?=[账帐]号|id)|豆瓣|知乎"
    r"|(?<![a-z])(?:dy|douyin|xhs|ks|kuaishou|xy|wb|weibo|zfb|alipay|bilibili|tg|telegram|whats ?app|skype|instagram|facebook)(?![a-z])"
    "|(?<![a-z])(?:ins|line|fb)(?=号| ?id|[:@]))"
)
_TALKS = "[的了吗呢吧么啊我你您他她它谁哪什几多少不没有在看问找发给回聊购买卖查填说写被要联系下单店加关注登录绑定]"
_HAN_NICK = rf"(?:(?!{_TALKS}|[是叫为名号])[\u4e00-\u9fff])"

_FORMS: tuple[tuple[re.Pattern[str], str], ...] = (
    (lazy(rf"(?:{_WECHAT}{_LABEL}?{_IS}?{_SIGN}|{_SHORT_WECHAT}{_LABEL}?(?:{_IS}?[ :,=]{{1,3}}|是)|加v)({_WECHAT_ID})"), "微信号"),
    (lazy(r"(?<![a-z0-9])(wxid_[a-z0-9]{5,24}|wx[_-][a-z0-9_-]{4,20})" + _CLOSE), "微信号"),
    (
        lazy(rf"(?<![a-z0-9_-])({_WECHAT_ID})(?: ?(?:(?:就|这)?[是为][我他她]?的?|[我他她]的)|[ (]){_WECHAT}号?(?![\u4e00-\u9fffa-z])"),
        "微信号",
    ),
    (lazy(rf"{_QQ}{_LABEL}?{_IS}?{_SIGN}({_QQ_ID})"), "QQ号"),
    (lazy(rf"(?<![0-9-])({_QQ_ID})(?: ?(?:(?:就|这)?[是为][我他她]?的?|[我他她]的)|[ (]){_QQ}号?(?![\u4e00-\u9fffa-z0-9])"), "QQ号"),
    # A brand of food is called 旺旺, so what is not said to be a name must hold letters or figures, but no amount.
    (lazy(rf"{_WANGWANG}(?:{_LABEL}{_SIGN}|[:=]|{_LABEL}?(?:就?是|叫|为)[: ]?)({_HAN_NICK}{{1,8}}[a-z0-9_]{{1,12}}){_CLOSE}"), "昵称"),
    (lazy(rf"{_WANGWANG}{_LABEL}?(?:就?是|叫|为)?{_SIGN}({_NAME_ID})"), "昵称"),
    (
        lazy(
            rf"旺旺(?:号|名|id)?{_SIGN}({_HAN_NICK}{{1,6}}(?:[0-9]{{1,6}}|_[0-9a-z_]{{1,9}}|(?!pro|new|max|mini)[a-z]{{2,9}}[0-9]{{0,4}}))(?![0-9a-z_*])(?![\u4e00-\u9fff]*[包袋盒罐瓶片箱斤款件元块]|.?%)"
        ),
        "昵称",
    ),
    (lazy(rf"{_WANGWANG}{_LABEL}(?:就?是|叫|为|[ :=])[ :]?({_HAN_NICK}{{1,8}}[a-z0-9_]{{0,12}})(?![\u4e00-\u9fffa-z0-9_])"), "昵称"),
    (lazy(rf"(?:{_WANGWANG}{_LABEL}|我的?旺旺)({_HAN_NICK}{{2,6}})(?![\u4e00-\u9fffa-z0-9_])"), "昵称"),
    (lazy(rf"{_OTHER} ?(?:{_LABEL}{_IS}?{_SIGN}|上?(?:搜索?|关注|加|叫|就?是|私信?|找)我?{_SIGN}|[:=@]{{1,2}} ?| @)({_NAME_ID})"), "账号"),
    (lazy(rf"{_OTHER} ?(?:{_LABEL}{_IS}?{_SIGN}|(?:搜索?|关注|加|就?是)我?{_SIGN}|[:=@] ?(?=[0-9]{{8}}))({_NUMBER_ID})"), "账号"),
    (
        lazy(
            rf"{_OTHER} ?(?:{_LABEL}(?:(?:就?是|叫|为)[ :]{{0,2}}|[ :@] ?)|昵称|叫|@)"
            rf"({_HAN_NICK}{{2,12}}[a-z0-9_]{{0,12}})(?![\u4e00-\u9fffa-z0-9_])"
        ),
        "账号",
    ),
    (lazy(rf"{_OTHER} ?{_LABEL}({_HAN_NICK}{{1,8}}_?[a-z0-9]{{1,12}}){_CLOSE}"), "账号"),
    (lazy(rf"{_OTHER} ?({_TELLING_ID})"), "账号"),
    (lazy(rf"加我(?:好友|下|一下)?[ :]{{0,3}}(?!sku|pro|plus|max)({_TELLING_ID})"), "账号"),
)
_POSSIBLE = lazy(f"[a-z0-9_.-]{{4}}|[0-9] [0-9]|(?:[a-z0-9] ){{4}}|{_HANZI_DIGIT}{{5}}|[旺汪望忘]|[号名叫称@]|ww|id")
_NAMED = lazy(f"{_WECHAT}|{_SHORT_WECHAT}|加v|wx|加我|旺旺|{_QQ}|{_WANGWANG}|{_OTHER}")
"""What every form has in it: most texts with a figure in them name no app, and are spared all forms."""
_AMOUNT = lazy(r"[\u4e00-\u9fff]*[0-9.]+(?:g|kg|ml|l|cm|mm|m|w|寸|码)")


def find_accounts(text: str) -> Iterator[Found]:
    """Find ids at WeChat, QQ, Wangwang and other apps behind a word that names the app.

    >>> list(find_accounts("加微信wx_abc123或叩叩:123456"))
    [(3, 12, '微信号'), (16, 22, 'QQ号')]
    """
    if not (_POSSIBLE.search(text) and _NAMED.search(text)):
        return
    done = 0
    for start, end, kind in sorted(_all(text), key=lambda found: (found[0], -found[1])):
        if start >= done:
            yield start, end, kind
            done = end


def _all(text: str) -> Iterator[Found]:
    for form, kind in _FORMS:
        for match in form.finditer(text):
            start, end = match.span(1)
            if not _AMOUNT.fullmatch(match[1]) and not counts(text, end) and not says_plain(text, match.start()):
                yield start, end, kind
