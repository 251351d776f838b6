"""Tables of cases in files: adding a case is adding a line."""

from pathlib import Path

HERE = Path(__file__).parent


def table(name: str) -> list[list[str]]:
    r"""Read a table of cases: columns by tab, ``#`` comments; ``\n``, ``\t`` and ``\u0001`` stand for the characters."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [[_plain(cell) for cell in line.split("\t")] for line in lines if line and not line.startswith("#")]


def _plain(cell: str) -> str:
    return cell.replace("\\n", "\n").replace("\\t", "\t").replace("\\u0000", "\0")
