"""A desk with a shop of its own, in this process for the API and as a running program for the browser."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from cs_scripts import Recommender
from cs_scripts.desk.server import make_app
from cs_scripts.desk.shop import Desk, Files
from cs_scripts.learning.choices import ChoiceStore

TOKEN = "a-token-for-tests-only"
DATA = Path(__file__).parents[2] / "data"


@pytest.fixture
def desk(recommender: Recommender, tmp_path: Path) -> Desk:
    files = Files(tmp_path / "choices.db", tmp_path / "phrases.yaml")
    return Desk(recommender, files, ChoiceStore(files.choices))


@contextmanager
def serving(desk: Desk) -> Iterator[TestClient]:
    """Ask a desk in this process."""
    app = make_app(lambda: desk, TOKEN)
    with TestClient(app, base_url="http://127.0.0.1:8000", headers={"Authorization": f"Bearer {TOKEN}"}) as client:
        for _ in range(100):
            if client.get("/api/desk").status_code == 200:
                break
            time.sleep(0.02)
        yield client


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    with serving(desk) as client:
        yield client


DRAFTS = Path(__file__).with_name("drafts.yaml")


@contextmanager
def running(folder: Path, *options: str) -> Iterator[str]:
    """Run ``cs-scripts desk`` with a shop of its own; give the address that it prints first, once it is ready."""
    command = [sys.executable, "-X", "utf8", "-m", "cs_scripts", "desk", "--no-browser", "--token", TOKEN]
    shop = () if "--shop" in options else ("--shop", str(DATA / "shop.example.yaml"))
    command += ["--phrases", str(folder / "phrases.yaml"), *shop, *options]
    environment = {**os.environ, "CS_SCRIPTS_DATA": str(folder)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as server:
        assert server.stdout is not None
        printed = server.stdout.readline().decode().strip()
        base = printed.partition("/?")[0]
        try:
            for _ in range(1800):
                if httpx.get(f"{base}/api/desk", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200:
                    break
                time.sleep(0.1)
            yield printed
        finally:
            server.terminate()
            server.wait(20)


@pytest.fixture(scope="session")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("desk"), "--goods", str(DATA / "goods.example.csv")) as printed:
        yield printed
