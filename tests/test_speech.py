"""What an agent must not say: the table of cases, the rules as data, and every kind of file that can be checked."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cs_scripts.cli.check import command
from cs_scripts.errors import ArgumentError, DataFileError, FileReadError, MessageTypeError
from cs_scripts.files.data import data_path
from cs_scripts.phrasebook.read import load_phrasebook
from cs_scripts.shop.campaigns import Campaign
from cs_scripts.shop.profile import Shop
from cs_scripts.speech import Checker, Context, check, load_rules
from cs_scripts.speech.candidates import candidates
from cs_scripts.speech.reading import read_sayings
from cs_scripts.text.folding import fold

HERE = Path(__file__).parent
ROOT = HERE.parent
CASES = [
    line.split("\t")
    for line in (HERE / "speech" / "cases.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
FLAGGED = [case[1:] for case in CASES if case[0] == "flag"]
FINE = [case[1:] for case in CASES if case[0] == "fine"]
RULES = load_rules().rules
CHECKER = Checker()
LOG = HERE / "speech" / "log.txt"


def rules_of(text: str, context: Context | None = None) -> list[str]:
    return [finding.rule for finding in CHECKER.check(text, context)]


@pytest.mark.parametrize(("rule", "text", "question"), [[*case, ""][:3] for case in FLAGGED])
def test_flags(rule: str, text: str, question: str) -> None:
    """A reply that must not be sent is flagged by the rule that knows why."""
    assert rule in rules_of(text, Context(question=question, known=question))


@pytest.mark.parametrize(("rule", "text", "question"), [[*case, ""][:3] for case in FINE])
def test_lets_near_misses_pass(rule: str, text: str, question: str) -> None:
    """A reply that only looks like one is not flagged by that rule, and not by any rule above a hint."""
    findings = CHECKER.check(text, Context(question=question, known=question))
    assert [finding for finding in findings if finding.rule == rule or finding.severity != "hint"] == []


def test_table_covers_every_pattern_rule() -> None:
    """Every rule that stands on patterns has a reply that it flags and one that it lets pass."""
    patterned = {name for name, rule in RULES.items() if rule.match}
    assert patterned <= {case[0] for case in FLAGGED}
    assert patterned <= {case[0] for case in FINE}


@pytest.mark.parametrize("name", RULES)
def test_rule_lives_up_to_its_entry(name: str) -> None:
    """A rule flags its own examples, and the wording it proposes breaks no rule."""
    rule = RULES[name]
    assert [example for example in rule.examples if name not in rules_of(example)] == []
    assert [finding for finding in CHECKER.check(rule.instead) if finding.severity != "hint"] == []


def test_bundled_phrase_book_is_clean() -> None:
    """Not one reply that we ship breaks a rule, not even a hint."""
    bad = [
        (script.id, finding.rule, finding.matched)
        for script in load_phrasebook().scripts.values()
        for reply in script.replies
        for finding in CHECKER.check(reply, Context(place="phrase_book"))
    ]
    assert bad == []


def test_names_four_rules_with_reason_and_better_wording() -> None:
    """The example of the documentation breaks four different rules."""
    findings = check("亲，全网最低价，绝对正品，加微信给您返现")
    assert [finding.rule for finding in findings] == ["absolute.market", "promise.result", "offsite.contact", "offsite.cashback"]
    assert all(finding.reason and finding.suggestion and finding.source for finding in findings)


def test_exempt_superlatives_are_no_worse_than_a_hint() -> None:
    """Recent, last and soonest are no claims about the goods."""
    assert [finding for finding in check("最近有活动哦，最后两天，最快明天发出") if finding.severity != "hint"] == []


@given(st.text(max_size=60) | st.lists(st.sampled_from([case[1] for case in FLAGGED]), max_size=3).map("，".join))
def test_spans_point_into_the_text_as_given(text: str) -> None:
    """Whatever is typed, folding moves no character and every finding quotes the text itself."""
    assert len(fold(text)) == len(text)
    for finding in CHECKER.check(text):
        start, end = finding.span
        assert 0 <= start < end <= len(text)
        assert finding.matched == text[start:end]


def test_full_width_traditional_and_invisible_typing_hides_nothing() -> None:
    """Half width or full, simplified or traditional, with or without a zero-width space: the same finding."""
    assert rules_of("加ＶＸ聊") == rules_of("加微\u200b信聊") == rules_of("加vx聊") == ["offsite.contact"]
    assert rules_of("這個沒辦法") == ["tone.refusal"]


@pytest.mark.parametrize(
    "unit",
    ["全网最低价", "1390000", "亲", "恩呢", "亲亲的", "不行", "加我", "没办法哦", "肯定今天", "删您的这个", "求您", "麻烦您给一个下", "，"],
)
def test_repetition_does_not_stall(unit: str) -> None:
    """A long run of anything is checked at once, with RE2 or without: no pattern explodes (the test would not end otherwise)."""
    plain = Checker()
    plain._candidates = lambda _text: range(len(plain._compiled))
    assert check(unit * 3000 + "x") == plain.check(unit * 3000 + "x")


def alternatives(group: str) -> list[str]:
    """Spell out what the alternatives of a simple group can be: ``我们?|您`` is 我, 我们, 您."""
    spelt = []
    for branch in group.split("|"):
        words = [""]
        for token, optional in re.findall(r"(\\.|\[[^]]*\]|.)(\??)", branch):
            words = [word + token for word in words] + (words if optional else [])
        spelt += words
    return spelt


def splits(text: str, words: list[str]) -> int:
    """Count the ways to put a text together from words."""
    return 1 if not text else sum(splits(text[len(word) :], words) for word in words if word and text.startswith(word))


@pytest.mark.parametrize("name", RULES)
def test_repeated_groups_are_unambiguous(name: str) -> None:
    """No word of a repeated group can be read in two ways: that is what makes a pattern explode on a long run."""
    rule = RULES[name]
    for pattern in (*rule.match, *rule.unless, *rule.absent, *rule.question):
        for group in re.findall(r"\(\?:((?:[^()\\]|\\.)*)\)[*+]", pattern):
            words = alternatives(group)
            assert [word for word in words if splits(word, words) != 1] == []


def test_one_pass_and_rule_by_rule_find_the_same() -> None:
    """With RE2 or without, the findings are the same."""
    pytest.importorskip("re2")
    plain = Checker()
    plain._candidates = lambda _text: range(len(plain._compiled))
    texts = [case[2] for case in CASES] + [reply for script in load_phrasebook().scripts.values() for reply in script.replies]
    assert [CHECKER.check(text) for text in texts] == [plain.check(text) for text in texts]


def test_candidates_are_never_too_few() -> None:
    """A pattern that RE2 cannot take is always tried; look-arounds are left out; no pattern at all is always tried."""
    found = candidates([r"(a)\1", "b(?!c)", "", "d$", r"[\u4e00-\u4e01]"])
    assert set(found("bc")) >= {0, 1, 2}
    assert 3 in found("d\n")
    assert 4 in found("一")


def test_works_without_re2(monkeypatch: pytest.MonkeyPatch) -> None:
    """RE2 is an extra: without it every rule is tried."""
    monkeypatch.setitem(sys.modules, "re2", None)
    assert [finding.rule for finding in Checker().check("加我微信吧")] == ["offsite.contact"]


def test_rejects_what_is_no_text() -> None:
    """A message that is no text is an error of ours, not a traceback."""
    with pytest.raises(MessageTypeError):
        check(5)  # type: ignore[arg-type]


NATURAL = [
    line.split("\t") for line in (HERE / "speech" / "natural.tsv").read_text(encoding="utf-8").splitlines() if not line.startswith("#")
]


@pytest.mark.parametrize("part", ["dev", "held", "fresh", "last", "blind", "after", "sixth", "seventh", "eighth", "ninth", "tenth"])
def test_natural_sentences(part: str) -> None:
    """Of sentences as agents say them at least 85 in 100 that break a rule are caught, and at most 2 in 100 others are errors."""
    broken = [text for kind, verdict, _, text in NATURAL if kind == part and verdict == "break"]
    fine = [text for kind, verdict, _, text in NATURAL if kind == part and verdict == "fine"]
    caught = [text for text in broken if any(finding.severity != "hint" for finding in CHECKER.check(text))]
    wrong = [text for text in fine if any(finding.severity == "error" for finding in CHECKER.check(text))]
    assert len(caught) >= 0.85 * len(broken)
    assert len(wrong) <= 0.02 * len(fine)


@pytest.mark.parametrize(
    ("text", "rule", "words"),
    [
        ("亲，加-微-信吧", "offsite.contact", "加-微-信"),
        ("亲 加 微 信 聊", "offsite.contact", "加 微 信 聊"),
        ("全\u200b网最低价", "absolute.market", "全\u200b网最低价"),
        ("➕v有优惠", "offsite.contact", "➕v"),
        ("薇❤联系：abc12345", "offsite.contact", "薇❤联系"),
        ("给您返xian，好评返xian3元", "review.paid", "好评返xian"),
        ("给个5⭐返3元", "review.paid", "5⭐返3元"),
        ("支付bao转给我，您直接转我支付bao", "offsite.payment", "直接转我支付bao"),
        ("这价quan网最低", "absolute.market", "quan网最低"),
        ("这价quanwang最低", "absolute.market", "quanwang最低"),
        ("全网蕞低价", "absolute.market", "全网蕞低价"),
        ("全网zuì低价", "absolute.market", "全网zuì低价"),
        ("全🔥网🔥最🔥低", "absolute.market", "全🔥网🔥最🔥低"),
        ("咱们同行里最#便#宜", "absolute.market", "同行里最#便#宜"),
        ("V❤信联系我", "offsite.contact", "V❤信联系"),
        ("🆅信联系我", "offsite.contact", "🆅信联系"),
        ("我们是第①名", "absolute.grade", "我们是第①名"),
        ("销量⓵⓵，第⓵名", "absolute.market", "销量⓵"),
        ("销量第㊀", "absolute.market", "销量第㊀"),
        ("全国第Ⅰ", "absolute.market", "全国第Ⅰ"),
        ("行业N0.1", "absolute.market", "行业N0.1"),
        ("行业NO.l", "absolute.market", "行业NO.l"),
        ("国㊀的品质", "absolute.market", "国㊀"),
        ("弟一品牌", "absolute.grade", "弟一品牌"),
        ("guo家级工艺", "absolute.grade", "guo家级"),
        ("喝了能zhi疗失眠", "medical.cure", "疗失眠"),
    ],
)
def test_disguise_hides_nothing_and_spans_are_those_of_the_reply(text: str, rule: str, words: str) -> None:
    """Letters apart, invisible marks, other spellings: found, and quoted as written."""
    found = [finding for finding in CHECKER.check(text) if finding.rule == rule]
    assert [text[slice(*finding.span)] for finding in found] == [finding.matched for finding in found]
    assert any(words in finding.matched or finding.matched in words for finding in found)


def test_respelt_sentences() -> None:
    """Of sentences with re-spelt words 95 in 100 are caught above a hint, and of their neighbours none is an error."""
    lines = (HERE / "speech" / "respelt.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    broken = [any(finding.severity != "hint" for finding in CHECKER.check(text)) for family, text in rows if family != "fine"]
    fine = [text for family, text in rows if family == "fine"]
    assert sum(broken) >= 0.95 * len(broken)
    assert [finding.matched for text in fine for finding in CHECKER.check(text) if finding.severity == "error"] == []


@pytest.mark.parametrize(
    "text",
    [
        "no10号色还有", "第1次下单立减", "①全网在售②包邮", "级别和品牌都在详情页", "完全 网上可查", "新品guochao系列", "最后两件di价",
        "旺旺上找我", "多多关注", "王牌军事模型是剧名", "好平台发货快", "第Ⅰ类医疗器械备案凭证", "醉蟹要冷藏", "斗音色卡",
        "①支付宝付款②确认收货", "唯一一件现货",
    ],
)  # fmt: skip
def test_what_only_looks_disguised_is_fine(text: str) -> None:
    assert [finding.rule for finding in CHECKER.check(text) if finding.severity == "error"] == []


@pytest.mark.parametrize("unit", ["全", "最①", "quan", "全🔥", "一", "v❤", "全网蕞", "no.", "\u0301a", "全网最低价加-微-信", "没有fu作用"])
def test_long_disguises_do_not_stall(unit: str) -> None:
    """Time grows with the length (the test would not end otherwise)."""
    assert isinstance(CHECKER.check(unit * (100_000 // len(unit))), list)


def test_every_replaced_character_is_of_a_term() -> None:
    """What no term holds would never be read; a term of one character would be meant everywhere."""
    rules = load_rules()
    assert set(rules.alike) <= set("".join(rules.terms))
    assert min(map(len, rules.terms)) > 1


def test_every_law_cited_says_its_version() -> None:
    """A text of law is named with the version that its articles are counted by, and none is listed in vain."""
    cited = {source[5:].partition(" ")[0] for rule in RULES.values() for source in rule.source if source.startswith("法规 § ")}
    assert cited == set(load_rules().texts)


@pytest.mark.parametrize("context", ["ctx", 5, {"place": "chat"}])
def test_context_that_is_none_is_an_error_of_ours(context: object) -> None:
    with pytest.raises(ArgumentError, match="Context"):
        check("嗯", context)  # type: ignore[arg-type]


# What is known about the moment


def test_short_answer_is_fine_when_the_agent_says_more() -> None:
    """A lone syllable is a cold answer; as the first of several messages it is not."""
    assert rules_of("好") == ["tone.one_word"]
    assert rules_of("好", Context(more=True)) == []


def test_blanks_are_fine_where_they_belong() -> None:
    """A slot belongs into a template, a blank to fill into a quick reply, neither into a chat."""
    slot, blank = "单号{tracking_no}", "单号【待填:快递单号】"
    assert [bool(rules_of(slot, Context(place=place))) for place in ("chat", "quick_reply", "phrase_book")] == [True, True, False]
    assert [bool(rules_of(blank, Context(place=place))) for place in ("chat", "quick_reply", "phrase_book")] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "at", "found"),
    [
        ("周年庆满200减20", "2025-12-01", True),
        ("周年庆满200减20", "2025-11-20", False),
        ("周年庆已经结束了", "2025-12-01", False),
        ("活动到11月12日", "2025-11-13", True),
        ("活动到11月12日", "2025-11-12", False),
        ("活动到1月5日", "2025-12-20", False),
        ("优惠截止到2024年6月18日", "2025-12-20", True),
        ("活动到13月45日", "2025-12-20", False),
    ],
)
def test_campaign_line_leaves_with_the_campaign(text: str, at: str, found: bool) -> None:
    """The shop's campaign by its name, any campaign by the date in the reply; news of its end is fine."""
    campaign = Campaign("周年庆", "满200减20", end=datetime(2025, 11, 30))
    assert ("campaign.expired" in rules_of(text, Context(at=datetime.fromisoformat(at), campaign=campaign))) is found


@pytest.mark.parametrize(
    ("reply", "asked", "answered", "found"),
    [
        ("亲，拍下立减优惠的", ("delivery_time",), ("promotion",), True),
        ("亲，拍下立减优惠的", ("delivery_time",), ("delivery_time",), False),
        ("亲，拍下立减优惠的", ("delivery_time",), (), False),
        ("亲，拍下立减优惠的", ("delivery_time", "promotion"), ("promotion",), False),
        ("亲，拍下立减优惠的", (), ("promotion",), False),
        ("一般三天左右", ("delivery_time",), ("promotion",), False),
        ("稍等，这就查", ("delivery_time",), ("promotion",), False),
    ],
)
def test_other_question_needs_certainty(reply: str, asked: tuple[str, ...], answered: tuple[str, ...], found: bool) -> None:
    """Only one sure question, a reply surely about something else, and no word that an answer would have."""
    assert ("answer.delivery_time" in rules_of(reply, Context(asked=asked, answered=answered))) is found


# A shop's own rules

OWN = """
version: 1
rules:
  - id: shop.old_brand
    severity: error
    label: 旧品牌名
    match: [云杉小铺]
    reason: 店铺已改名
    instead: 用现在的店名
    source: [own § 改名通知]
changes:
  - rule: tone.one_word
    severity: off
    reason: 机器人客服，另有统计
  - rule: promise.result
    severity: hint
    unless: [保证不掉色]
    reason: 有检测报告
"""


def test_shop_adds_relaxes_and_silences(tmp_path: Path) -> None:
    """A shop's file adds a rule, silences one and relaxes one, and its reasons are kept."""
    path = tmp_path / "rules.yaml"
    path.write_text(OWN, encoding="utf-8")
    checker = Checker(load_rules(path))
    assert [finding.rule for finding in checker.check("云杉小铺欢迎您")] == ["shop.old_brand"]
    assert checker.check("嗯") == []
    assert checker.check("保证不掉色") == []
    assert [finding.severity for finding in checker.check("肯定没问题")] == ["hint"]
    assert [(change.rule, change.reason) for change in checker.rules.changes] == [
        ("tone.one_word", "机器人客服，另有统计"),
        ("promise.result", "有检测报告"),
    ]


def test_patterns_name_lists_of_words(tmp_path: Path) -> None:
    """A pattern finds any word of a list that it names, of the shop's own or of the bundled ones."""
    path = tmp_path / "rules.yaml"
    path.write_text(
        OWN.replace("version: 1", "version: 1\nwords: {tree: [云杉, 冷杉]}").replace("[云杉小铺]", "['<tree>小铺', '<rival>小铺']"),
        encoding="utf-8",
    )
    checker = Checker(load_rules(path))
    assert [[finding.rule for finding in checker.check(text)] for text in ("冷杉小铺", "隔壁小铺", "松树小铺")] == [
        ["shop.old_brand"],
        ["shop.old_brand"],
        [],
    ]


def test_no_exemption_hides_another(tmp_path: Path) -> None:
    """An exemption that begins earlier and ends too soon does not use up the words of the next."""
    path = tmp_path / "rules.yaml"
    own = OWN.replace("match: [云杉小铺]", "match: [云杉小铺]\n    unless: ['改.{0,6}', '(?:改名前|现在)的?云杉小铺']")
    path.write_text(own, encoding="utf-8")
    assert Checker(load_rules(path)).check("没有改过的现在的云杉小铺") == []


def test_shop_allows_words_with_a_reason(tmp_path: Path) -> None:
    """What a shop may say is let pass, the rest of the reply is not; a reason is needed, and more than one letter."""
    path = tmp_path / "rules.yaml"
    path.write_text(
        "version: 1\nallow:\n  - text: 顶级域名\n    reason: 商品名\n  - text: 加ＶＸ\n    reason: 平台批准\n", encoding="utf-8"
    )
    checker = Checker(load_rules(path))
    assert checker.check("顶级域名加vx") == []
    assert [finding.matched for finding in checker.check("顶级品质，顶级域名")] == ["顶级"]
    path.write_text("version: 1\nallow:\n  - text: 加\n", encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_rules(path)
    assert "太短" in str(caught.value)
    assert "allow[0].reason：缺少" in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("    reason: 机器人客服，另有统计\n", "", "changes[0].reason：缺少"),
        ("rule: tone.one_word", "rule: tone.nothing", "没有 tone.nothing 这条规则"),
        ("match: [云杉小铺]", "match: ['<sorts>小铺']", "words 里没有 sorts"),
        ("version: 1", "version: 1\nwords: [云杉]", "应为“名称: [词, …]”的映射"),
        ("version: 1", "version: 1\nwords: {Trees: [云杉]}", "Trees 应为小写字母的名称和一列词"),
        ("    severity: off\n", "", "severity 和 unless 至少写一个"),
        ("severity: error", "severity: fatal", "“fatal”不在 error、warning、hint 之中"),
        ("match: [云杉小铺]", "match: ['云杉(']", "正则写法有误"),
        ("match: [云杉小铺]", "match: ['云杉|']", "可以什么都不命中"),
        ("match: [云杉小铺]", "match: ['(?:云杉)*']", "可以什么都不命中"),
        ("match: [云杉小铺]", "match: ['\\b']", "可以什么都不命中"),
        ("match: [云杉小铺]", "match: ['^(云杉)?']", "可以什么都不命中"),
        ("match: [云杉小铺]", "words: [云杉小铺]", "match、condition、like 要写且只写一个"),
        ("match: [云杉小铺]", "match: [云杉小铺]\n    like: true", "match、condition、like 要写且只写一个"),
        ("match: [云杉小铺]", "like: true", "shop 没有例句"),
        ("id: shop.old_brand", "id: tone.one_word", "tone.one_word 重复"),
        ("id: shop.old_brand", "id: 旧名", "应为小写字母"),
        ("source: [own § 改名通知]", "source: [听说的]", "应为“文档 § 章节”"),
        ("label: 旧品牌名", "label: 旧品牌名\n    fine_in: [email]", "“email”不在"),
        ("label: 旧品牌名", "label: 旧品牌名\n    colour: red", "不认识的键 colour"),
    ],
)
def test_rules_are_read_strictly(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    """What a rule file gets wrong is named, in Chinese and with its place."""
    path = tmp_path / "rules.yaml"
    path.write_text(OWN.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(DataFileError) as caught:
        load_rules(path)
    assert complaint in str(caught.value)


# Files


def test_reads_the_bundled_phrase_book() -> None:
    """Every reply of the book is a saying of its own, named by its script."""
    sayings = read_sayings(data_path("phrases.yaml"))
    items = list(sayings.items)
    assert sayings.kind == "phrases"
    assert len(items) == sum(len(script.replies) for script in load_phrasebook().scripts.values())


def test_reads_only_what_a_shop_added_to_the_phrase_book(tmp_path: Path) -> None:
    """A shop's own book is checked without the bundled scripts that it extends."""
    path = tmp_path / "own.yaml"
    script = "- id: own.greeting\n  intent: greeting\n  situation: 打招呼\n  replies: ['您好，{shop_name}欢迎您']\n"
    path.write_text(f"version: 1\nscripts:\n{script}", encoding="utf-8")
    assert [(saying.text, saying.where) for saying in read_sayings(path).items] == [("您好，{shop_name}欢迎您", "own.greeting 第 1 种说法")]


def test_reads_quick_replies(tmp_path: Path) -> None:
    """A Qianniu file in GBK is recognised by its header; each phrase is named by its line and code."""
    path = tmp_path / "phrases.csv"
    path.write_bytes('快捷短语编码,快捷短语,快捷短语分组\r\nyj1,"全网最低价\n快拍",议价\r\n'.encode("gbk"))
    sayings = read_sayings(path)
    (saying,) = sayings.items
    assert (sayings.kind, saying.text, saying.context.place) == ("quick-replies", "全网最低价\n快拍", "quick_reply")
    assert saying.where.endswith("yj1")


def test_reads_the_sellers_turns_of_a_chat_log() -> None:
    """Only the staff is checked, each message knowing the question before and whether more follows."""
    sayings = list(read_sayings(LOG).items)
    assert [(saying.agent, saying.text, saying.context.more) for saying in sayings] == [
        ("云杉小店:小杉", "质量没问题，放心拍", False),
        ("云杉小店:小榕", "好", True),
        ("云杉小店:小榕", "13900000001这个号码对吗", True),
        ("云杉小店:小榕", "加微信给您返现，活动到11月12日哦", True),
        ("云杉小店:小榕", "嗯", False),
    ]
    assert sayings[0].context.question == "会缩水吗"
    assert [rules_of(saying.text, saying.context) for saying in sayings] == [
        ["answer.care"],
        [],
        [],
        ["offsite.contact", "offsite.cashback", "campaign.expired"],
        ["tone.one_word"],
    ]


def test_asks_the_classifier_about_both_turns() -> None:
    """Intents of question and reply reach the rules only where the classifier is sure."""

    class Guess:
        def __init__(self, name: str, probability: float) -> None:
            self.id = name
            self.probability = probability

    def classify(texts: list[str]) -> list[tuple[Guess, ...]]:
        return [(Guess("quality", 0.9),) if "缩水" in text else (Guess("stock", 0.5),) for text in texts]

    contexts = [saying.context for saying in read_sayings(LOG, classify=classify).items]  # type: ignore[arg-type]
    assert [(context.asked, context.answered) for context in contexts[:2]] == [(("quality",), ()), ((), ())]


def test_reads_replies_one_a_line(tmp_path: Path) -> None:
    """Any other text is taken for replies, one a line, in whichever encoding."""
    path = tmp_path / "replies.txt"
    path.write_bytes("嗯\n\n好评返现2元\n".encode("gb18030"))
    sayings = read_sayings(path)
    assert [(saying.text, saying.where) for saying in sayings.items] == [("嗯", "第 1 行"), ("好评返现2元", "第 3 行")]
    assert sayings.kind == "lines"


def test_says_when_nobody_can_be_told_from_the_buyer(tmp_path: Path) -> None:
    """A log without staff accounts is not guessed at; naming the shop helps."""
    path = tmp_path / "log.txt"
    path.write_text("甲 2025-11-13 9:05:07\n在吗\n乙 2025-11-13 9:05:20\n加微信聊\n甲 2025-11-13 9:06:00\n好\n", encoding="utf-8")
    unknown = read_sayings(path)
    assert list(unknown.items) == []
    assert "3 条消息分不出是买家还是客服" in unknown.problems[0]
    assert [saying.text for saying in read_sayings(path, sellers=["乙"]).items] == ["加微信聊"]


def test_unreadable_file_is_one_clear_error(tmp_path: Path) -> None:
    """A missing or empty file is an error of ours."""
    (tmp_path / "empty.csv").write_bytes(b"")
    for name in ("missing.csv", "empty.csv"):
        with pytest.raises(FileReadError):
            list(read_sayings(tmp_path / name).items)


def test_shop_may_say_its_own_number(tmp_path: Path) -> None:
    """A number of the shop's profile is nobody else's."""
    path = tmp_path / "replies.txt"
    path.write_text("打这个号13900000000\n", encoding="utf-8")
    found = [[rules_of(saying.text, saying.context) for saying in read_sayings(path, shop=shop).items] for shop in SHOPS]
    assert found == [[["privacy.phone"]], [[]]]


SHOPS = (None, Shop(values={"return_phone": "139-0000-0000"}))


# The command


def run(*words: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cs_scripts", "check", *words], input=stdin, capture_output=True, text=True, encoding="utf-8", check=False
    )


def test_command_prints_rule_reason_and_better_wording_and_exits_with_1() -> None:
    """An error-level finding ends with 1, and the table says why and what to say instead."""
    result = run("加我微信吧")
    assert result.returncode == 1
    assert "offsite.contact" in result.stdout
    assert "旺旺上直接说" in result.stdout
    assert result.stderr == ""


def test_command_exits_with_0_without_errors() -> None:
    """A warning is shown, and is no failure."""
    result = run("明天肯定能到")
    assert (result.returncode, "promise.date" in result.stdout) == (0, True)


def test_command_sums_up_each_agent() -> None:
    """A log ends with a line for each agent."""
    result = run(str(LOG), "--no-answers")
    assert result.returncode == 1
    row = next(line for line in result.stdout.splitlines() if "云杉小店:小榕" in line and line.count("│") == 7)
    assert [cell.strip() for cell in row.split("│")[1:-1]] == ["云杉小店:小榕", "4", "2", "2", "0", "100.0"]


def test_command_writes_json_lines() -> None:
    """With --json every finding is one record, whatever --limit says."""
    result = run(str(LOG), "--no-answers", "--json", "--limit", "1", "--level", "error")
    records = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(record["rule"], record["span"], record["where"]) for record in records] == [
        ("offsite.contact", [0, 3], "第 11 行"),
        ("offsite.cashback", [1, 7], "第 11 行"),
    ]


def test_command_shows_the_shops_reasons(tmp_path: Path) -> None:
    """What a shop silenced is said, with its reason."""
    path = tmp_path / "rules.yaml"
    path.write_text(OWN, encoding="utf-8")
    result = run("嗯", "--rules", str(path))
    assert result.returncode == 0
    assert "tone.one_word 停用（机器人客服，另有统计）" in result.stdout


@pytest.mark.parametrize("suffix", [".csv", ".jsonl"])
def test_command_checks_the_shop_that_is_named(tmp_path: Path, suffix: str) -> None:
    """With --seller the turns of that nick are checked, whatever kind of file holds them."""
    log = tmp_path / f"log{suffix}"
    rows = [("小美", "加微信聊"), ("甲", "在吗")]
    if suffix == ".csv":
        log.write_text("会话,昵称,内容\n" + "".join(f"1,{who},{what}\n" for who, what in rows), encoding="utf-8")
    else:
        log.write_text("".join(json.dumps({"session": "1", "sender": who, "text": what}) + "\n" for who, what in rows), encoding="utf-8")
    result = run(str(log), "--seller", "小美", "--no-answers")
    assert result.returncode == 1
    assert "检查了 1 条" in result.stdout


@pytest.mark.parametrize("content", ["会话,昵称,内容\n1,小美,加微信聊\n", "会话,角色,内容\n1,买家,在吗\n"])
def test_command_never_calls_clean_what_it_did_not_check(tmp_path: Path, content: str) -> None:
    """Nothing checked is no success, and the advice names options that there are."""
    log = tmp_path / "log.csv"
    log.write_text(content, encoding="utf-8")
    result = run(str(log), "--no-answers")
    assert result.returncode == 2
    assert "一条也没查到" in result.stderr
    assert "没有发现" not in result.stdout
    options = {option for parameter in command.params for option in parameter.opts}
    assert set(re.findall(r"--[a-z-]+", result.stderr)) <= options


@pytest.mark.parametrize(
    "words",
    [
        ["nothing.csv"],
        ["."],
        ["嗯", "--kind", "chat"],
        ["嗯", "--rules", "nothing.yaml"],
        ["nowhere/聊天/十一月"],
        ["聊天\\店铺\\十一月"],
        ["聊天/售前/会员日/"],
        ["src/十一月"],
    ],
)
def test_command_names_a_file_that_is_not_there(words: list[str]) -> None:
    """A wrong name is one line and exit code 2, never a traceback."""
    result = run(*words)
    assert result.returncode == 2
    assert result.stderr.startswith("错误：读不了")


def test_command_takes_sentences_with_slashes_for_sentences() -> None:
    """Names with slashes between them are a path only where there are several and nothing is said of them."""
    sentences = [
        *("中通/圆通都可以", "顺丰/中通/圆通都可以", "顺丰/中通/圆通。", "微信/支付宝/银行卡均可", "亲/在的/您说", "有红色/白色/黑色"),
        *("红/白/黑", "退/换/修", "S/M/L", "2026/11/11", "5元/件/天", "wifi/蓝牙", "item.example.com/a/b", "您好\\n在的\\n好"),
    ]
    result = run(*sentences, "--level", "error")
    assert f"检查了 {len(sentences)} 条" in result.stdout, result.stderr


def test_page_of_all_rules_is_current() -> None:
    """docs/speech_rules.md is what the script makes from the data."""
    script = ROOT / "scripts" / "speech_rules_page.py"
    result = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (result.returncode, result.stderr) == (0, "")
