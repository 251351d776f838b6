"""Kill the desk with signal 9 twenty times during 2,000 choices: what it acknowledged must be there, and the file whole.

Run it with ``python benchmarks/desk_kill.py``; it takes a minute or two, most of it starting the desk again.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from cs_scripts.learning.choices import ChoiceStore

CHOICES, KILLS = 2000, 20


def post(base: str, token: str, path: str, body: object) -> int:
    """Send a choice and give its number; 0 when there was no answer."""
    headers = {"Authorization": f"Bearer {token}"}
    request = urllib.request.Request(f"{base}{path}", json.dumps(body).encode(), headers)  # noqa: S310 - the desk's own address
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - the same
            return int(json.load(answer).get("id", 0))
    except (OSError, ValueError, http.client.HTTPException):
        return 0


def serve(folder: str, numbers: list[int], wanted: int) -> None:
    """Run a desk, send choices from four clients, kill it once so many were acknowledged."""
    command = [sys.executable, "-m", "cs_scripts", "desk", "--no-browser"]
    server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "CS_SCRIPTS_DATA": folder})
    assert server.stdout is not None
    address = urlsplit(server.stdout.readline().decode().strip())
    base, token = f"http://{address.netloc}", parse_qs(address.query)["token"][0]
    while not post(base, token, "/api/choices", {"kind": "shown"}):
        time.sleep(0.05)
    dead = threading.Event()

    def choose() -> None:
        while not dead.is_set():
            body = {
                "kind": "chosen",
                "intents": ["returns"],
                "shown": ["a", "b"],
                "script": "price.discount.no_campaign",
                "message": "能便宜点吗" * 20,
            }
            if number := post(base, token, "/api/choices", body):
                numbers.append(number)

    clients = [threading.Thread(target=choose) for _ in range(4)]
    for client in clients:
        client.start()
    while len(numbers) < wanted:
        time.sleep(random.random() / 100)  # noqa: S311 - any moment will do
    server.kill()
    dead.set()
    for client in clients:
        client.join()
    server.wait()


def main() -> None:
    """Kill it again and again, then count."""
    with tempfile.TemporaryDirectory() as folder:
        numbers: list[int] = []
        for kill in range(1, KILLS + 1):
            serve(folder, numbers, CHOICES * kill // KILLS)
        path = Path(folder) / "choices.db"
        kept = {row["id"] for row in ChoiceStore(path).export()}
        whole = sqlite3.connect(path).execute("PRAGMA integrity_check").fetchone()[0]
        print(f"{KILLS} kills, {len(numbers)} acknowledged, {len(set(numbers) - kept)} lost, {len(kept)} in the file, integrity {whole}")


if __name__ == "__main__":
    main()
