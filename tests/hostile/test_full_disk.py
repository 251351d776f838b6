"""A disk that is full: one Chinese line, exit code 2, nothing half written, nothing printed by what takes itself apart."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

LIMIT = 2000
COMMANDS = [
    ("tag", "{log}", "-o", "{out}.csv", "--jobs", "1"),
    ("tag", "{log}", "-o", "{out}.jsonl", "--jobs", "1"),
    ("tag", "{log}", "-o", "{out}.xlsx", "--jobs", "1"),
    ("tag", "{log}", "-o", "{out}.parquet", "--jobs", "1"),
    ("tag", "{log}", "-o", "{out}.csv", "--jobs", "2"),
    ("export", "-o", "{out}.csv"),
    ("export", "-o", "{out}.xlsx"),
    ("export", "-o", "{out}.xml"),
    ("goods", "template", "-o", "{out}.xlsx"),
    ("report", "{log}", "-o", "{out}.html"),
]


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files")
@pytest.mark.parametrize("words", COMMANDS, ids=[" ".join(words) for words in COMMANDS])
def test_a_full_disk_ends_in_one_line(tmp_path: Path, words: tuple[str, ...]) -> None:
    import resource

    log = tmp_path / "in.csv"
    log.write_text("角色,内容\n" + "".join(f"买家,第{i}件什么时候发货\n客服,亲今天发\n" for i in range(400)), "utf-8")
    before = {path.name for path in tmp_path.iterdir()}
    done = subprocess.run(
        [sys.executable, "-m", "cs_scripts", *(word.format(log=log, out=tmp_path / "out") for word in words)],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, LIMIT)),
    )
    assert done.returncode == 2, done
    errors = [line for line in done.stderr.splitlines() if "错误" in line or "Error" in line or "Traceback" in line or "ignored" in line]
    assert len(errors) == 1, done.stderr
    assert errors[0].startswith("错误：")
    assert "文件太大" in errors[0]
    kept = (".part.", ".checkpoint.json", ".lock")  # what a run of tag goes on from
    assert [path.name for path in tmp_path.iterdir() if path.name not in before and not any(part in path.name for part in kept)] == []
