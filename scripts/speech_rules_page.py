"""Write docs/speech_rules.md, the page of all rules of speech, from data/speech_rules.yaml.

python scripts/speech_rules_page.py            # write the page
python scripts/speech_rules_page.py --check    # only tell, by the exit code, whether it is current
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path

from cs_scripts.speech import Rule, load_rules

PAGE = Path(__file__).parents[1] / "docs" / "speech_rules.md"
SEVERITIES = {"error": "错误", "warning": "警告", "hint": "提示"}
TOPICS = {
    "absolute": "绝对化用语",
    "endorse": "借名背书",
    "medical": "医疗、功效",
    "offsite": "引到站外",
    "review": "评价",
    "tone": "对买家的态度",
    "belittle": "贬低同行",
    "promise": "承诺不留余地",
    "invoice": "发票",
    "terms": "格式条款",
    "platform": "平台规则",
    "delivery": "派送",
    "returns": "退换货",
    "authenticity": "真伪",
    "privacy": "个人信息",
    "slot": "模板空位",
    "campaign": "活动",
    "answer": "答非所问",
}
INTRO = """# 客服不该说的话

<!-- 由 scripts/speech_rules_page.py 从 data/speech_rules.yaml 生成，请改数据文件，不要改这里。 -->

共 {count} 条规则：错误 {error} 条（法律或平台明令禁止），警告 {warning} 条（文档明确反对），提示 {hint} 条（可以说得更好，常常也没问题）。

出处写“法规 §”的是法律法规，“平台 §”的是平台规则，`basics`、`kangnai`、`romoss`、`selling`、`handbook` 是五份客服培训文档，
`own` 是本项目自定。法规写到条款，并注明按哪个文本数的条；平台规则的条文不公开稳定，无法核对的注明了“条文无法核对”。
这些规则帮客服少踩坑，不是法律意见。

## 怎么用

```sh
cs-scripts check "亲，全网最低价，绝对正品，加微信给您返现"
cs-scripts check 快捷短语.csv
cs-scripts check data/demo_chat.txt --shop data/shop.example.yaml
cs-scripts check data/demo_chat.txt --json > 结果.jsonl
```

词拆开写（加-微-信）、中间夹符号或看不见的字符（全🔥网）、换同音字形近字和拼音（薇信、蕞低、quan网）、数字换写法（第㊀、N0.1）都照原意查，
指出的位置仍是原文的位置。哪些词、哪些字可以互换，写在数据文件的 `terms` 和 `alike` 里。

句子、话术本、快捷短语文件、聊天记录都能查，文件是什么自动判断（也可用 `--kind` 指明）。聊天记录只查客服说的话，最后按客服汇总。
有“错误”级时以 1 退出，适合放进自动检查；一条也没查到时以 2 退出，绝不说“没有发现”。

作为库使用：

```python
from cs_scripts.speech import Checker, Context, check, load_rules

check("明天肯定能到")  # 自带规则
Checker(load_rules("my_rules.yaml")).check("保证今天到")  # 加上本店规则
check("放心，质量没问题", Context(question="会缩水吗"))  # 告诉它买家刚问了什么
```

## 本店自己的规则

写一个 YAML 文件，用 `--rules` 带上。`rules` 是新加的规则，`changes` 放宽或停用自带的规则，`allow` 是哪条规则都不必管的说法；
理由必填，会随结果显示。

```yaml
version: 1
rules:
  - id: shop.old_brand
    severity: warning
    label: 旧品牌名
    match: [云杉小铺]
    reason: 店铺已改名，旧名会让买家以为找错店
    instead: 用现在的店名
    source: [own § 改名通知]
changes:
  - rule: tone.pet_names
    severity: off            # error、warning、hint 改级别，off 停用
    reason: 本店风格亲切，老板同意
  - rule: absolute.price
    unless: [工厂直销价]      # 这些说法在本店没问题
    reason: 自有工厂，有营业执照可查
allow:
  - text: 顶级域名服务
    reason: 商品名称就是这样
```

`match`、`unless`、`absent` 里写词或正则表达式；比对之前，文字先统一成小写、半角、简体。
每个键的意思写在 `data/speech_rules.yaml` 开头。

## 有多准

在 1481 段真实店铺对话的 6553 句客服话上（2017 年前后的食品、母婴、茶具店和一家电商平台的客服）报错误 14 处、警告 70 处；
逐条读过错误：10 处该报，4 处（介绍公众号、找客服返差价）两可。自带话术的 3841 种说法一处不报。

规则按词和句式认话，换一种没想到的说法就认不出：先后十一批自己写的句子（`tests/speech/natural.tsv`），后几批第一次量只认出二成半到七成。
所以另有一组“像是……，请再看一眼”的提示（编号以 `.like` 结尾）：没有哪条规则认得、但整句和违规的例句像，就提示像哪一类。
例句在 `data/speech_examples.tsv`（违规 1747 句、不违规 1672 句），由它们算出每个字、每两个字的分量（`data/speech_likeness.txt`，
`python scripts/derive_likeness.py`）。提示只请人再看一眼，不算错误，也可以像别的规则一样停用或放过某些说法。

分量该设多高，由没见过规则的两位作者各 234 句违规、380 句上下不违规（多半是看着像的）定：只学别人的句子，单凭“像”认出其中一位的 71%、
另一位的 74%，不违规的提示 3%（其中有一部分例句是照着他们漏掉的写法写的，所以偏高）。第三位没见过规则的作者写的 90 句违规、60 句不违规
（`tests/speech/strangers.tsv`，没有拿来学，但规则照着它放宽过）：先前认出 56 句，现在 86 句，不违规的一句不报。
第四位这样的作者写的 90 句违规、60 句不违规，规则和例句都没有照着改过，只量了一次：认出 80 句（89%），不违规的错报错误 1 句（1.7%），
连警告、提示共 5 句。
上面那 6553 句真实客服话里，只是“像”的提示 38 处，读过一遍，约四分之一该提示。
自己量：`python benchmarks/speech_found.py 文件`，一行一句，前面写类别或 fine。
"""


def main() -> None:
    """Write or check the page."""
    rules = load_rules()
    page = render(list(rules.rules.values()), rules.texts)
    if "--check" in sys.argv[1:]:
        current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page
        sys.exit(0 if current else f"{PAGE} is not current: run python scripts/speech_rules_page.py")
    PAGE.write_text(page, encoding="utf-8", newline="\n")


def render(rules: list[Rule], texts: Mapping[str, str]) -> str:
    """Render the page.

    Args:
        rules: the rules, in the order of the file.
        texts: the texts of law by name, and which version of each.

    Returns:
        Markdown.
    """
    counts = {key: sum(rule.severity == key for rule in rules) for key in SEVERITIES}
    parts = [INTRO.format(count=len(rules), **counts)]
    ordered = sorted(rules, key=lambda rule: list(TOPICS).index(rule.topic))
    for topic, group in groupby(ordered, key=lambda rule: rule.topic):
        parts.append(f"\n## {TOPICS[topic]}\n")
        parts.extend(_section(rule, texts) for rule in group)
    return "".join(parts)


def _cited(source: str, texts: Mapping[str, str]) -> str:
    """Add to a text of law which version its articles are counted by."""
    kind, _, rest = source.partition(" § ")
    name = rest.partition(" ")[0]
    return f"{source}（{texts[name]}）" if kind == "法规" else source


def _section(rule: Rule, texts: Mapping[str, str]) -> str:
    lines = [
        ("级别", SEVERITIES[rule.severity]),
        ("为什么", rule.reason),
        ("没问题的情形", rule.fine_when),
        ("换个说法", rule.instead),
        ("例", " ／ ".join(f"“{example}”" for example in rule.examples)),
        ("出处", "；".join(_cited(source, texts) for source in rule.source)),
    ]
    return f"\n### {rule.label}（`{rule.id}`）\n\n" + "".join(f"- {name}：{text}\n" for name, text in lines if text)


if __name__ == "__main__":
    main()
