"""One fitted recogniser for the whole test session, cached away from the user's own cache."""

from __future__ import annotations

import getpass
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from cs_scripts import Recommender

os.environ.setdefault("CS_SCRIPTS_CACHE", str(Path(tempfile.gettempdir()) / f"cs-scripts-test-cache-{getpass.getuser()}"))


@pytest.fixture(scope="session")
def recommender() -> Recommender:
    return Recommender.load()


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Write a file into the test's folder and give its path."""

    def write_file(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file
