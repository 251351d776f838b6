"""Test a wheel on every Python from 3.10 on that pyenv has, with the lowest and with the newest versions of all dependencies.

The wheel is the one that is given, else one that is built.

The lowest are read from the bounds in pyproject.toml, so a bound that is too low shows here.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
MESSAGE = "能便宜点吗 什么时候发货"
TESTS = ("tests/test_text.py", "tests/test_service.py", "tests/conversation", "--ignore=tests/conversation/test_cue_file.py")
"""Tests that need no more than a wheel has: the examples, the fitting and what is compiled from conversation.yaml are a checkout's."""
_OLDEST = (3, 10)
_BOUND = re.compile(r'"([A-Za-z0-9_.-]+)>=([0-9.]+)')
_EXTRAS = ("fast", "desk", "parquet")
"""Extras that are tested too; Spark has Java in it, and a test of its own."""


def pythons() -> list[Path]:
    """Find the newest of each minor version."""
    found: dict[tuple[int, int], Path] = {}
    for folder in sorted((Path.home() / ".pyenv" / "versions").glob("3.*")):
        major, minor = map(int, folder.name.split(".")[:2])
        if (major, minor) >= _OLDEST:
            found[major, minor] = folder / "bin" / "python"
    return list(found.values()) or [Path(sys.executable)]


def bounds() -> list[tuple[str, str]]:
    """Read the lowest version of every dependency, those of the extras too."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    parts = [re.search(rf"^{name} = \[(.*?)\]$", text, re.MULTILINE | re.DOTALL) for name in ("dependencies", *_EXTRAS)]
    return [bound for part in parts if part for bound in _BOUND.findall(part[1])]


def run(*command: str, folder: Path = ROOT) -> None:
    """Run a command; a failure ends everything."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(command, check=True, cwd=folder, env=environment)  # noqa: S603


def main() -> None:
    """Test each Python twice; the lowest versions only on the oldest, for which they were made."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if not sys.argv[1:]:
            run(sys.executable, "-m", "build", "--wheel", "--outdir", str(folder), str(ROOT))
        wheel = sys.argv[1] if sys.argv[1:] else str(next(folder.glob("*.whl")))
        lowest = folder / "lowest.txt"
        lowest.write_text("".join(f"{package}=={version}\n" for package, version in bounds()), encoding="utf-8")
        for i, python in enumerate(pythons()):
            for constraint in ([], ["-c", str(lowest)])[: 2 if i == 0 else 1]:
                print(f"{python.parents[1].name}, {'lowest' if constraint else 'newest'} versions", flush=True)
                place = folder / f"{i}{len(constraint)}"
                run(str(python), "-m", "venv", str(place))
                own = str(place / "bin" / "python")
                run(own, "-m", "pip", "install", "-q", f"{wheel}[{','.join(_EXTRAS)}]", *constraint)
                run(own, "-m", "pip", "install", "-q", "pytest>=8", "hypothesis>=6.100")
                run(own, "-m", "cs_scripts", "suggest", MESSAGE, folder=folder)
                run(own, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "testpaths=", *TESTS)


if __name__ == "__main__":
    main()
