"""Three ways of installing, one product: the built wheel in a clean environment, a checkout, an editable install."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MESSAGE = "能便宜点吗 什么时候发货"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--sdist", "--wheel", "--outdir", str(folder), str(ROOT)]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def clean_python(tmp_path_factory: pytest.TempPathFactory, wheel: Path) -> Path:
    """A new environment with nothing but the wheel and what it asks for."""
    folder = tmp_path_factory.mktemp("clean")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip(python, "install", str(wheel))
    return python


def pip(python: Path, *arguments: str) -> None:
    subprocess.run([str(python), "-m", "pip", "-q", "--disable-pip-version-check", *arguments], check=True, capture_output=True)


def answer(python: Path, folder: Path, **variables: str) -> dict[str, object]:
    """Ask the installed product one message, from a folder that has nothing to do with it."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | variables
    command = [str(python), "-m", "cs_scripts", "suggest", "--json", MESSAGE]
    result = subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True)
    record = json.loads(result.stdout.decode())
    assert isinstance(record, dict)
    return record


def test_wheel_carries_the_data_and_no_more(wheel: Path) -> None:
    """All of data/ is inside as cs_scripts/data, but for what it was computed from; tests and benchmarks are not."""
    names = set(zipfile.ZipFile(wheel).namelist())
    assert wheel.stat().st_size < 6_000_000
    assert {f"cs_scripts/data/{name}" for name in ("weights.npz", "compiled/book.jsonl", "compiled/thresholds.json")} <= names
    data = {f"cs_scripts/data/{path.relative_to(ROOT / 'data').as_posix()}" for path in (ROOT / "data").rglob("*") if path.is_file()}
    compiled = ("phrases.yaml", "speech_rules.yaml", "attributes.yaml", "echoes.yaml", "moves.yaml", "conversation.yaml")
    left_out = (*compiled, "messages", "dialogues.jsonl", "speech_examples.tsv")
    sources = {name for name in data if name.split("/")[2] in left_out}
    assert data & names == data - sources
    assert "cs_scripts/data/compiled/yields.json" in names
    assert "cs_scripts/py.typed" in names
    assert not [name for name in names if name.startswith(("tests", "benchmarks", "scripts", "data"))]


def test_what_is_built_is_fit_for_release(wheel: Path) -> None:
    """What ``make release-check`` looks at, but for the rendering of the README."""
    command = [sys.executable, str(ROOT / "scripts" / "check_release.py"), str(wheel.parent)]
    result = subprocess.run(command, check=False, capture_output=True)
    assert (result.stdout.decode().strip(), result.returncode) == ("ready", 0)


def test_first_use_computes_nothing(clean_python: Path, tmp_path: Path) -> None:
    """The installed wheel answers in a home that cannot be written, says nothing of fitting, and asks for nothing but what it brought."""
    home = tmp_path / "home"
    home.mkdir(mode=0o500)
    variables = {"HOME": str(home), "CS_SCRIPTS_CACHE": str(home / "cache")}
    command = [str(clean_python), "-m", "cs_scripts", "suggest", MESSAGE]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"} | variables
    result = subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True)
    assert "有把握" in result.stdout.decode()
    assert result.stderr == b""


def test_three_ways_give_one_answer(clean_python: Path, tmp_path: Path) -> None:
    """Wheel, checkout and editable install answer alike; the clean environment has no rjieba, so jieba does the work."""
    from_wheel = answer(clean_python, tmp_path)
    assert from_wheel["status"] == "confident"
    script = clean_python.with_name("cs-scripts")
    assert subprocess.run([str(script), "--version"], check=True, capture_output=True).stdout.startswith(b"cs-scripts ")
    pip(clean_python, "uninstall", "-y", "cs-scripts")
    with pytest.raises(subprocess.CalledProcessError):
        answer(clean_python, tmp_path)
    assert answer(clean_python, tmp_path, PYTHONPATH=str(ROOT / "src")) == from_wheel
    pip(clean_python, "install", "--no-deps", "-e", str(ROOT))
    assert answer(clean_python, tmp_path) == from_wheel
