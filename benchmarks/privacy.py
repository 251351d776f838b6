"""Measure the masking of personal data: made-up names, phones, addresses and ids at apps put into the turns of real talks.

python benchmarks/privacy.py dialogs.jsonl    # one {"turns": [{"role": …, "text": …}]} a line, without personal data of its own

Recall: inserted pieces of which nothing telling remains. Wrong masks: messages of the talks as they are that masking changes.
"""

from __future__ import annotations

import json
import random
import sys
from collections import Counter
from pathlib import Path

from cs_scripts.text.pii import mask

SURNAMES = "林陈郑沈蒋韩魏程陆顾欧阳何梁唐邱叶苏徐孟侯段薛"
GIVEN = ["晚", "知夏", "子墨", "雨桐", "建军", "丽华", "思远", "一诺", "小满", "国强", "佳怡", "秋月", "海燕", "志明", "梦瑶", "俊"]
CITIES = [
    "浙江省杭州市西湖区",
    "四川成都武侯区",
    "江苏省苏州市吴江区",
    "广东省佛山市顺德区",
    "北京市海淀区",
    "湖南长沙岳麓区",
    "山东省青岛市市南区",
    "黑龙江省哈尔滨市南岗区",
    "重庆渝北区",
    "内蒙古自治区包头市青山区",
    "甘肃省天水市秦州区",
    "云南省大理州大理市",
]
STREETS = ["云栖路", "望江西街", "听松大道", "石榴巷", "南禅里", "清溪路", "芦花街道白鹭社区", "三桥镇青禾村", "都会路", "人民东路"]
HOUSES = [
    "{a}号",
    "{a}号{b}栋{c}室",
    "{a}号{b}幢{d}单元{c}",
    "{a}弄{b}号{c}室",
    "{a}号星河花园{b}-{d}-{c}",
    "{a}号汇通大厦A座{c}",
    "{a}号松风科技园{b}号楼{d}层",
    "{a}号 梧桐小区 {b}栋{c}",
]
BUILDINGS = [
    "望京SOHO T{d} {c}",
    "未来城EFC T{d} {c}",
    "SK大厦{b}F",
    "万科V-PARK {d}-{c}",
    "三里屯SOHO {d}号商场 B1-{c}",
    "国贸CBD 财富中心A座{c}",
]
BESIDE = [
    "文化路小学对面李记超市",
    "青禾村村口小卖部旁边",
    "镇卫生院隔壁五金店",
    "云栖路和望江街交叉口往东50米",
    "实验中学南门旁边驿站",
    "供销社后面红砖楼",
]
APPS = {
    "QQ号": ["q扣 {n}", "叩叩：{n}", "抠抠{n}", "加Q：{n}", "企鹅号{n}", "Q-Q {n}", "🐧{n}", "扣扣 {n}", "秋秋：{n}", "我扣扣是{n}"],
    "微信号": ["薇x {i}", "V信 {i}", "威❤：{i}", "加微{i}", "徽信号{i}", "微-信 {i}", "vx{i}", "卫星号：{i}", "我薇：{i}", "维芯：{i}"],
    "昵称": ["旺旺{k}", "旺旺号：{k}", "我的旺旺是{k}", "ww：{k}", "汪汪号{i}", "淘宝id {i}"],
    "账号": [
        "抖音号{i}", "dy号：{i}", "抖喑搜{i}", "小红书号 {n}", "小红薯：{i}", "xhs号{i}", "快手号{n}", "支付宝号{i}", "之付宝账号：{i}",
        "斗音id {i}", "zfb：{i}", "咸鱼号：{k}", "某书号 {n}"],
}  # fmt: skip
IDS = ["xiaoyu_66", "linwan88", "yu_xia0812", "Fish2024x", "wan-wan_1", "tb66558899"]
NICKS = ["小鱼66", "晚晚_88", "青禾阿姨1973", "爱吃糖zz"]
SPLIT = ["尾号是{e}，前面{s}", "前七位{s}，后四位{e}", "{s} 后面是{e}", "前3位{a}后8位{z}", "{a}开头，中间{m}，尾号{e}"]
FRAMES = {
    "phone": ["电话{phone}", "打我{phone}吧", "{phone}", "手机号是{phone}麻烦打一下", "换成这个号{phone}", "联系电话：{phone}，谢谢"],
    "name": ["收货人{name}", "收件人：{name}", "我叫{name}", "姓名改成{name}", "{name} 收"],
    "address": ["地址改成{address}", "寄到{address}", "{address}", "送到{address}可以吗", "我的地址是{address}，别寄错了"],
    "all": [
        "{name}，{phone}，{address}", "{name} {phone} {address}", "{address} {name} {phone}",
        "收货人：{name} 电话：{phone} 地址：{address}", "{name}[3862]{phone},{address}"],
}  # fmt: skip
SHAPES = [
    "{}{}{}",
    "{} {} {}",
    "{}-{}-{}",
    "{}.{}.{}",
    "{}—{}—{}",
    "{}  {}  {}",
    "({}){}-{}",
    "{}\u200b{}\u200b{}",
    "+86{}{}{}",
    "+86 {} {} {}",
]


def phone(rng: random.Random) -> str:
    """Make up a phone in one of the usual forms."""
    digits = f"1{rng.choice('3456789')}{rng.randrange(10**9):09}"
    kind = rng.randrange(14)
    if kind < len(SHAPES):
        return SHAPES[kind].format(digits[:3], digits[3:7], digits[7:])
    if kind == 10:
        return digits.translate({48 + i: 0xFF10 + i for i in range(10)})
    if kind == 11:
        return digits.translate(dict(zip(range(48, 58), "零一二三四五六七八九", strict=True)))
    return (
        f"{digits[:5]} {digits[5:]}" if kind == 12 else f"0{rng.choice(['21', '571', '10', '755'])}-{rng.randrange(2 * 10**7, 9 * 10**7)}"
    )


def piece(rng: random.Random) -> tuple[str, list[tuple[str, str]]]:
    """Make up what a buyer adds, and of each kind the parts that must not remain."""
    return rng.choice([plain_piece, plain_piece, account, odd_address, split_phone])(rng)


def account(rng: random.Random) -> tuple[str, list[tuple[str, str]]]:
    """Make up an id behind the name of an app, spelt as those do who do not want to name it."""
    kind = rng.choice(list(APPS))
    told = {"n": str(rng.randrange(10**7, 10**10)), "i": rng.choice(IDS), "k": rng.choice(NICKS)}
    frame = rng.choice(APPS[kind])
    return frame.format(**told), [(kind, part) for name, part in told.items() if f"{{{name}}}" in frame]


def odd_address(rng: random.Random) -> tuple[str, list[tuple[str, str]]]:
    """Make up an address without a house number."""
    building = rng.choice(["", "朝阳区", "浦东新区"]) + rng.choice(BUILDINGS).format(
        b=rng.randrange(3, 40), c=rng.randrange(301, 2999), d=rng.randrange(1, 6)
    )
    kind, place = rng.choice([("building", building), ("landmark", rng.choice(BESIDE))])
    return rng.choice(["地址：{}", "寄到{}", "收货地址改成{}", "送到{}吧", "我住{}"]).format(place), [(kind, place[-6:])]


def split_phone(rng: random.Random) -> tuple[str, list[tuple[str, str]]]:
    """Make up a phone told in parts."""
    digits = f"1{rng.choice('3456789')}{rng.randrange(10**9):09}"
    told = {"s": digits[:7], "e": digits[7:], "a": digits[:3], "z": digits[3:], "m": digits[3:7]}
    frame = rng.choice(SPLIT)
    return frame.format(**told), [("split phone", part) for name, part in told.items() if f"{{{name}}}" in frame]


def plain_piece(rng: random.Random) -> tuple[str, list[tuple[str, str]]]:
    """Make up a name, a phone, an address, or all of them."""
    number = phone(rng)
    name = rng.choice(SURNAMES) + rng.choice(GIVEN)
    street = rng.choice(STREETS)
    house = rng.choice(HOUSES).format(a=rng.randrange(1, 999), b=rng.randrange(1, 30), c=rng.randrange(101, 2999), d=rng.randrange(1, 6))
    kind = rng.choice(list(FRAMES))
    text = rng.choice(FRAMES[kind]).format(phone=number, name=name, address=rng.choice(CITIES) + street + house)
    telling = {"phone": [("phone", number)], "name": [("name", name)], "address": [("address", street), ("address", house)]}
    return text, telling[kind] if kind != "all" else [part for parts in telling.values() for part in parts]


def main() -> None:
    """Print recall of each kind, and wrong masks."""
    talks = [json.loads(line)["turns"] for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
    texts = [turn["text"] for talk in talks for turn in talk]
    rng = random.Random(7)  # noqa: S311 - nobody is to be surprised
    put: Counter[str] = Counter()
    kept: Counter[str] = Counter()
    for base in rng.sample(texts, 1200):
        text, parts = piece(rng)
        joined = rng.choice(["{base} {text}", "{text}，{base}", "{base}\n{text}", "{text}"]).format(base=base, text=text)
        masked = mask(joined)
        for kind, part in parts:
            put[kind] += 1
            if part in masked:
                kept[kind] += 1
                print(f"kept {kind} {part!r}: {joined!r} -> {masked!r}")
    wrong = [(text, mask(text)) for text in texts if mask(text) != text]
    for text, masked in wrong:
        print(f"wrong: {text!r} -> {masked!r}")
    print({kind: f"{1 - kept[kind] / count:.2%} of {count}" for kind, count in put.items()})
    print(f"recall {1 - sum(kept.values()) / sum(put.values()):.2%}; wrong masks {len(wrong) / len(texts):.3%} of {len(texts)} messages")


if __name__ == "__main__":
    main()
