"""Write docs/api.md, the page of all public names, from their docstrings.

python scripts/api_page.py            # write the page
python scripts/api_page.py --check    # only tell, by the exit code, whether it is current
"""

from __future__ import annotations

import importlib
import inspect
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import cs_scripts

PAGE = Path(__file__).parents[1] / "docs" / "api.md"
FURTHER = {
    "cs_scripts.speech": (),
    "cs_scripts.quickreply": (),
    "cs_scripts.chatlog": (),
    "cs_scripts.text.pii": (),
    "cs_scripts.tagging.run": ("tag_files",),
    "cs_scripts.tagging.spark": ("tag", "classify"),
    "cs_scripts.tagging.options": ("TagOptions",),
    "cs_scripts.conversation.facts": ("read_facts", "Facts", "Fact"),
    "cs_scripts.conversation.stage": ("read_stage",),
    "cs_scripts.phrasebook.read": ("load_phrasebook",),
}
"""Documented submodules and their names; those of ``__all__`` where none are given."""
INTRO = """# The library

<!-- Written by scripts/api_page.py from the docstrings; change those. -->

`from cs_scripts import …`: these names stay. Every error is a `CsScriptsError`. Nothing is read or fitted at import,
only when `load` is called or the first message is recognised.

"""
_SECTION = re.compile(r"^(Args|Returns|Yields|Raises|Attributes):$", re.MULTILINE)
_ANNOTATION = re.compile(r"(: |-> )['\"](.*?)['\"](?=[,)= ]|$)")
_CODE = re.compile(r"``(.+?)``")


def _prose(text: str) -> str:
    return _CODE.sub(r"`\1`", " ".join(text.split()))


def _section(title: str, body: str) -> Iterator[str]:
    items = re.split(r"\n(?=\S)", inspect.cleandoc(body).strip())
    if title in ("Returns", "Yields"):
        yield f"{title}: {_prose(' '.join(items))}"
        return
    yield f"{title}:"
    yield ""
    for item in items:
        name, _, told = item.partition(":")
        yield f"- `{name}`: {_prose(told)}"


def documented(docstring: str) -> list[str]:
    r"""Write a docstring as Markdown; its examples are left out.

    Args:
        docstring: it, as Google style has it.

    Returns:
        Lines.

    >>> documented("Tell the time.\\n\\nArgs:\\n    zone: where.\\n\\nReturns:\\n    The time.")
    ['Tell the time.', '', 'Args:', '', '- `zone`: where.', '', 'Returns: The time.', '']
    """
    text = inspect.cleandoc(docstring).split("\n>>> ")[0]
    head, *rest = _SECTION.split(text)
    lines = [line for paragraph in head.strip().split("\n\n") for line in (_prose(paragraph), "")]
    for title, body in zip(rest[::2], rest[1::2], strict=True):
        lines += [*_section(title, body), ""]
    return lines


def _signature(name: str, value: Any) -> str:
    try:
        shown = str(inspect.signature(value))
    except (TypeError, ValueError):
        return f"`{name}`"
    plain = _ANNOTATION.sub(r"\1\2", shown)  # annotations are strings until someone asks for more
    return f"`{name}{plain}`"


def _entry(name: str, value: Any) -> Iterator[str]:
    is_class = inspect.isclass(value)
    yield f"## {name}"
    yield ""
    if not is_class:
        yield _signature(name, value)
        yield ""
    yield from documented(value.__doc__ or "")
    if hasattr(value, "_fields") and "Attributes:" not in (value.__doc__ or ""):
        yield "Fields: " + ", ".join(f"`{field}`" for field in value._fields) + "."
        yield ""
    for method, kept in vars(value).items() if is_class else ():
        if method.startswith("_") or not (isinstance(kept, classmethod | property) or inspect.isfunction(kept)):
            continue
        shown = f"`{method}`" if isinstance(kept, property) else _signature(method, getattr(value, method))
        yield f"### {name}.{method}"
        yield ""
        if not isinstance(kept, property):
            yield shown.replace("(self, ", "(").replace("(self)", "()")
            yield ""
        yield from documented((kept.fget if isinstance(kept, property) else kept).__doc__ or "")


def _further(module: str, names: tuple[str, ...]) -> Iterator[str]:
    loaded = importlib.import_module(module)
    yield f"## {module}"
    yield ""
    yield from documented((loaded.__doc__ or "").split("\n\n")[0])
    yield "| name | what |"
    yield "|---|---|"
    for name in names or loaded.__all__:
        value = getattr(loaded, name)
        own = callable(value)
        told = _prose((value.__doc__ or "").split("\n\n")[0]) if own else "a constant"
        yield f"| `{name}` | {told.replace('|', chr(92) + '|')} |"
    yield ""


def page() -> str:
    """Make the page.

    Returns:
        Its text.
    """
    lines = [line for name in cs_scripts.__all__ for line in _entry(name, getattr(cs_scripts, name))]
    lines += ["# Documented submodules", ""]
    lines += [line for module, names in FURTHER.items() for line in _further(module, names)]
    return INTRO + "\n".join(lines).rstrip() + "\n"


def main(*, check: bool) -> int:
    """Write the page, or compare it.

    Args:
        check: only compare.

    Returns:
        1 when the page is not current, else 0.
    """
    made = page()
    if check:
        return int(PAGE.read_text(encoding="utf-8") != made)
    PAGE.write_text(made, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
