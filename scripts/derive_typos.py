"""Derive data/typos.txt from the words that decide most: python scripts/derive_typos.py [-o data/typos.txt].

With ``--attributes`` it derives data/attribute_typos.txt from the words of attributes, which are mended only where an article has them.

A typing error by sound replaces one character by another of the same or nearly the same pinyin. A candidate is kept only where it is no
word itself, so that mending it makes a known word and takes none away; the tokenizer then decides in each message whether the two
characters stand together at all (头发漂亮 holds no 发漂). Errors by shape cannot be derived and are listed here.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

from cs_scripts.files.data import data_path
from cs_scripts.files.text import read_text
from cs_scripts.text.tokens import parse_lexicon

WORDS = """
发票 专票 抬头 税号 取消 订单 下单 拍下 付款 退款 退货 换货 退换 退回 退钱 发货 寄出 出库 催单 快递 物流 顺丰 圆通 中通
韵达 申通 邮政 驿站 签收 派送 揽收 中转 单号 包裹 到货 送达 地址 电话 运费 邮费 包邮 偏远 积分 会员 优惠 便宜 打折 折扣
满减 红包 活动 抹零 赠品 礼物 小样 尺码 尺寸 偏大 偏小 身高 体重 合适 现货 库存 补货 缺货 断货 有货 上架 下架 预售 定金
尾款 质量 掉色 褪色 起球 缩水 正品 真假 假货 授权 专柜 防伪 材质 面料 成分 保质期 生产日期 保修 质保 维修 安装 售后 客服 投诉
举报 态度 差评 好评 评价 追评 返现 推荐 搭配 颜色 款式 包装 礼盒 破损 坏了 少发 漏发 错发 补发 差价 保价 降价 补差 收货
收到 退换货 优惠券
""".split()  # noqa: SIM905
ATTRIBUTE_WORDS = """
粘锅 不粘 糊锅 定时 预约 起球 弹力 加绒 口袋 防水 防滑 透气 拆洗 机洗 手洗 水洗 折叠 生锈 保温 漏水 遮光 透光 打孔 安装 充电 续航
待机 蓝牙 毫安 噪音 静音 内存 屏幕 功率 电压 容量 重量 直径 高度 长度 厚度 承重 产地 里料 鞋底 鞋跟 配料 口感 香味 甜度 辣度 添加剂
含糖 过敏 孕妇 酒精 用量 肤质 版型 色差 微波炉 洗碗机 电磁炉 燃气灶 定制 刻字 证书 异味 味道 掉毛 偏码 偏小 赠品 礼盒
掉色 褪色 缩水 材质 面料 成分 质保 保修 颜色 尺寸 接口 快充 线长 电池 单卖 单买 配件 清单 裤长 衣长 裙长 不锈钢 涂层
""".split()  # noqa: SIM905
SHAPES = {
    "取削": "取消",
    "发标": "发票",
    "优惠卷": "优惠券",
    "优会卷": "优惠券",
    "退贷": "退货",
    "发贷": "发货",
    "地扯": "地址",
    "投拆": "投诉",
    "头诉": "投诉",
}
NOT_TYPOS = frozenset("下价 款是 款湿 单好 好拼 拍送 夹货 前收 会原 下加 款色 先货 差平".split())  # noqa: SIM905
"""Candidates that real messages hold as something else."""
INITIALS = ("zh", "ch", "sh", *"bpmfdtnlgkhjqxrzcsyw")
NEAR = (("zh", "z"), ("ch", "c"), ("sh", "s"), ("n", "l"), ("h", "f"))
NEAR_ENDS = (("ang", "an"), ("eng", "en"), ("ing", "in"))
COMMON = 400
"""A character that stands less often than this in the dictionary's texts is not typed by mistake."""


def sounds_near(sound: str) -> set[str]:
    """Give the sounds that are taken for one another."""
    initial = next((letters for letters in INITIALS if sound.startswith(letters)), "")
    final = sound[len(initial) :]
    initials = {initial} | {other for pair in NEAR for other in pair if initial in pair}
    finals = {final} | {other for pair in NEAR_ENDS for other in pair if final in pair}
    return {one + other for one in initials for other in finals}


def main() -> None:
    """Derive the list and write it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--attributes", action="store_true")
    parser.add_argument("-o", "--output")
    arguments = parser.parse_args()
    words = ATTRIBUTE_WORDS if arguments.attributes else WORDS
    typos = derived(words, {} if arguments.attributes else SHAPES, every_reading=arguments.attributes)
    lines = ["# Derived by scripts/derive_typos.py: what is typed by mistake, and what is meant."]
    lines += [f"{typo} {word}" for typo, word in sorted(typos.items(), key=lambda item: (item[1], item[0]))]
    output = Path(arguments.output or data_path("attribute_typos.txt" if arguments.attributes else "typos.txt"))
    output.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(len(typos), "typos of", len(words), "words")


def derived(words: Sequence[str], shapes: Mapping[str, str], *, every_reading: bool) -> dict[str, str]:
    """Derive what is typed for some words by mistake; with every reading of a character, 占锅 is one of 粘锅 too."""
    import jieba
    from pypinyin import Style, pinyin

    tokenizer = jieba.Tokenizer()
    tokenizer.initialize()
    lexicon = data_path("lexicon.txt")
    known = {word for word, count in tokenizer.FREQ.items() if count} | {*parse_lexicon(read_text(lexicon), lexicon)}
    by_sound: dict[str, list[str]] = {}
    for character, count in tokenizer.FREQ.items():
        if len(character) == 1 and count >= COMMON and "\u4e00" <= character <= "\u9fff":
            for sound in pinyin(character, style=Style.NORMAL, heteronym=every_reading)[0]:
                by_sound.setdefault(sound, []).append(character)
    typos = dict(shapes)
    for word in words:
        readings = pinyin(word, style=Style.NORMAL, heteronym=every_reading)
        for i, sounds in enumerate(readings):
            near = sorted({each for sound in sounds for each in sounds_near(sound)})
            for other in (character for each in near for character in by_sound.get(each, ())):
                typo = word[:i] + other + word[i + 1 :]
                if typo not in known and typo not in NOT_TYPOS and typo != word:
                    typos.setdefault(typo, word)
    return typos


if __name__ == "__main__":
    main()
