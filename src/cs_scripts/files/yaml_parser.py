"""Turn YAML text into values that know their lines.

YAML 1.1 reads ``16:00`` as 960 and ``on`` as true; here only true/false, numbers and null are anything but text. Values are
built here rather than by PyYAML, so that odd tags, references that unfold into gigabytes and references to themselves are
refused, and every mapping knows its lines.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from cs_scripts.errors import DataFileError, Problem
from cs_scripts.files.mapping import Mapping
from cs_scripts.files.text import read_text

MAX_VALUES = 2_000_000
"""Values a file may hold, those behind a reference counted wherever it stands."""

_BASE: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_SCALARS: dict[str, tuple[re.Pattern[str], list[str], Callable[[str], Any]]] = {
    "bool": (re.compile(r"true|false"), list("tf"), "true".__eq__),
    "null": (re.compile(r"~|null|"), ["~", "n", ""], lambda _: None),
    "int": (re.compile(r"[-+]?(?:0|[1-9][0-9]{0,17})"), list("-+0123456789"), int),
    "float": (re.compile(r"[-+]?[0-9]{1,300}\.[0-9]{1,300}"), list("-+0123456789"), float),
}
"""What is not text: how it is written, how it begins, and how it is read."""

_SAID = {
    "mapping values are not allowed in this context": "冒号的位置不对；文字里有冒号请加引号",
    "could not find expected ':'": "这里该有冒号",
    "did not find expected key": "缩进或引号有误，这里该是一个键",
    "did not find expected '-' indicator": "缩进有误，这里该是 - 开头的一项",
    "did not find expected ',' or ']'": "方括号没有收尾，或少了逗号",
    "did not find expected ',' or '}'": "花括号没有收尾，或少了逗号",
    "did not find expected node content": "这里该有内容",
    "did not find expected <document start>": "前面的内容已经结束，这里多出了东西",
    "did not find expected comment or line break": "这里该换行",
    "found character that cannot start any token": "有不能放在开头的字符；制表符改成空格，@ 和 ` 开头的文字请加引号",
    "found unexpected end of stream": "引号没有收尾",
    "found unexpected document indicator": "引号里有一行 ---",
    "found unknown escape character": "双引号里有不认识的 \\ 写法",
    "found a tab character that violates indentation": "缩进用了制表符，请改成空格",
    "block sequence entries are not allowed in this context": "这里不能有 - 开头的项",
    "found undefined alias": "* 引用的名字没有定义；文字以 * 开头请加引号",
    "control characters are not allowed": "有控制字符",
}
"""What libyaml says, in Chinese."""


class _Loader(_BASE):  # type: ignore[misc]
    """Parses only; which plain text is a number and which is text is told by ``_SCALARS`` and not by YAML 1.1."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012 - PyYAML's own way of declaring them


for _name, (_pattern, _begin, _) in _SCALARS.items():
    _Loader.add_implicit_resolver(_TAG + _name, re.compile(f"^(?:{_pattern.pattern})$"), _begin)


class YamlError(ValueError):
    """A text is no YAML, or none that is read here.

    Args:
        line: its line, from 1; 0 where none can be told.
        what: what is wrong, in Chinese.
    """

    def __init__(self, line: int, what: str) -> None:
        self.line = line
        self.what = what
        super().__init__(f"第 {line} 行：{what}" if line else what)


def parse_yaml(text: str, *, plain: bool = False) -> Any:
    r"""Read a YAML text.

    Args:
        text: the text.
        plain: read every scalar as text.

    Returns:
        What it holds: mappings, lists, text and, unless ``plain``, numbers, true/false and None.

    Raises:
        YamlError: it is not YAML, a key stands twice, a tag is unknown, or references unfold into too much.

    >>> parse_yaml("a: 16:00\nb: 2")
    {'a': '16:00', 'b': 2}
    """
    try:
        root = yaml.compose(text, Loader=_Loader)
        return None if root is None else _Builder(plain=plain).value(root)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise YamlError(line, f"YAML 写法有误（{_SAID.get(error.problem or '', '缩进、冒号或引号不对')}）") from None
    except yaml.YAMLError:
        raise YamlError(0, "YAML 读不出（有控制字符）") from None
    except RecursionError:
        raise YamlError(0, "YAML 嵌套太深") from None


def parse_file(path: Path | str) -> Any:
    """Parse a YAML file.

    Args:
        path: the file.

    Returns:
        What it holds.

    Raises:
        FileReadError: it cannot be read.
        DataFileError: it is not YAML, or a key stands twice.
    """
    try:
        return parse_yaml(read_text(path))
    except YamlError as error:
        raise DataFileError(path, [Problem(f"第 {error.line} 行" if error.line else "全文", error.what)]) from None


class _Builder:
    """Turns nodes into values, each node once."""

    def __init__(self, *, plain: bool) -> None:
        self.plain = plain
        self.done: dict[yaml.Node, tuple[Any, int]] = {}
        self.open: set[yaml.Node] = set()

    def value(self, node: yaml.Node) -> Any:
        """Give the value of the document's root."""
        return self.build(node)[0]

    def build(self, node: yaml.Node) -> tuple[Any, int]:
        """Give the value of a node, and how many values it holds with references unfolded."""
        if node in self.done:
            return self.done[node]
        line = node.start_mark.line + 1
        if node in self.open:
            raise YamlError(line, "引用（*）绕回了自己")
        self.open.add(node)
        built: tuple[Any, int]
        if isinstance(node, yaml.MappingNode):
            built = self.mapping(node, line)
        elif isinstance(node, yaml.SequenceNode):
            self.expect(node, "seq", line)
            items = [self.build(item) for item in node.value]
            built = [item for item, _ in items], 1 + sum(size for _, size in items)
        else:
            built = self.scalar(node, line), 1
        if built[1] > MAX_VALUES:
            raise YamlError(line, f"引用（&、*）展开后超过 {MAX_VALUES} 项，不读")
        self.open.remove(node)
        self.done[node] = built
        return built

    def mapping(self, node: yaml.MappingNode, line: int) -> tuple[Mapping, int]:
        self.expect(node, "map", line)
        mapping = Mapping(line)
        total = 1
        for key_node, value_node in node.value:
            at = key_node.start_mark.line + 1
            key = self.build(key_node)[0]
            if not isinstance(key, str):
                raise YamlError(at, "键应为文字；数字、列表作键请加引号")
            if key in mapping:
                raise YamlError(at, f"键 {key} 重复")
            mapping[key], size = self.build(value_node)
            mapping.lines[key] = at
            total += 1 + size
        return mapping, total

    def scalar(self, node: yaml.Node, line: int) -> Any:
        kind = node.tag.removeprefix(_TAG)
        if kind != "str" and kind not in _SCALARS:
            raise YamlError(line, f"不认识的 YAML 标签 {node.tag.replace(_TAG, '!!')[:40]}")
        if self.plain or kind == "str":
            return node.value
        pattern, _, read = _SCALARS[kind]
        if not pattern.fullmatch(node.value):
            raise YamlError(line, f"“{node.value[:20]}”不是 !!{kind}")
        return read(node.value)

    @staticmethod
    def expect(node: yaml.Node, kind: str, line: int) -> None:
        if node.tag != _TAG + kind:
            raise YamlError(line, f"不认识的 YAML 标签 {node.tag.replace(_TAG, '!!')[:40]}")
