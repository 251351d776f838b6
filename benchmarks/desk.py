"""Measure the desk's HTTP face: suggestions a second with 32 clients, then a long run with broken requests among the good ones.

Run it on an idle machine: ``python benchmarks/desk.py``. The clients run in a process of their own, on the same two cores.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

CLIENTS = 32
BROKEN = (b"", b"{", b"[]", b'{"text": 5}', b'{"text": "a", "k": 0}', b'{"txet": "a"}', b"\xff\xfe", b'{"text": "a", "history": [1]}')


def requests(token: str, count: int, broken: float) -> list[tuple[bytes, int]]:
    """Make requests, each with the status it must get."""
    here = Path(__file__).parents[1] / "data" / "messages"
    texts = [line for path in sorted(here.glob("*.txt")) for line in path.read_text(encoding="utf-8").splitlines()[:400:7] if line.strip()]
    made = []
    every = round(1 / broken) if broken else 0
    for i in range(count):
        bad = every and i % every == 0
        body = BROKEN[i // every % len(BROKEN)] if bad else json.dumps({"text": texts[i * 37 % len(texts)]}, ensure_ascii=False).encode()
        head = f"POST /api/suggest HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\nContent-Length: {len(body)}\r\n\r\n"
        made.append((head.encode() + body, 400 if bad else 200))
    return made


async def client(port: int, work: list[tuple[bytes, int]], times: list[float], wrong: list[int]) -> None:
    """Send requests one after the other on one connection."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while work:
        request, expected = work.pop()
        began = time.perf_counter()
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        times.append(time.perf_counter() - began)
        if int(head[9:12]) != expected:
            wrong.append(int(head[9:12]))
    writer.close()


async def run(port: int, token: str, count: int, broken: float) -> str:
    """Send them all and tell how it went."""
    work, times, wrong = requests(token, count, broken), [0.0][:0], [0][:0]
    began = time.perf_counter()
    await asyncio.gather(*(client(port, work, times, wrong) for _ in range(CLIENTS)))
    took = time.perf_counter() - began
    times.sort()
    p50, p99 = (f"{times[int(len(times) * share)] * 1000:.1f} ms" for share in (0.5, 0.99))
    return f"{count} requests: {count / took:.0f}/s, p50 {p50}, p99 {p99}, answered {len(times)}, unexpected {len(wrong)}"


def resident(pid: int) -> float:
    """Tell how many MB a process holds."""
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return int(status.partition("VmRSS:")[2].split()[0]) / 1024


def processor(pid: int) -> float:
    """Tell how many seconds a process has worked; unlike its speed, that does not depend on what else the machine does."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def wait_until_ready(address: str, token: str) -> None:
    """Ask until the recogniser is loaded."""
    request = urllib.request.Request(address, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 - the desk's own address
    while True:
        try:
            urllib.request.urlopen(request, timeout=10).close()  # noqa: S310 - the same
        except OSError:  # noqa: PERF203 - one try a request
            time.sleep(0.1)
        else:
            time.sleep(5)  # the book is being spelled
            return


def main() -> None:
    """Start a desk, load it, and print the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--requests", type=int, default=10_000)
    count = arguments.parse_args().requests
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "cs_scripts", "desk", "--no-browser"]
        server = subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "CS_SCRIPTS_DATA": folder})
        assert server.stdout is not None
        address = urlsplit(server.stdout.readline().decode().strip())
        port, token = address.port or 0, parse_qs(address.query)["token"][0]
        try:
            wait_until_ready(f"http://{address.netloc}/api/desk", token)
            print("warm-up  ", asyncio.run(run(port, token, 2000, 0)))
            before, worked = resident(server.pid), processor(server.pid)
            print("good     ", asyncio.run(run(port, token, count, 0)))
            print(f"processor {(processor(server.pid) - worked) / count * 1000:.2f} ms a request, of one core")
            print("1% broken", asyncio.run(run(port, token, count, 0.01)))
            print(f"memory    {before:.0f} MB before, {resident(server.pid):.0f} MB after")
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
