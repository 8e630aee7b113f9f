"""A change to a network in the Lab: from the request to the page with its new numbers, over HTTP, from a real server.

No network is asked for twice, so nothing comes from what was remembered.
"""

import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from statistics import median, quantiles

from inplace_lab.lab.network.spec import NetworkSpec
from inplace_lab.lab.programs.program import program_of

from .clock import by_turns

NETWORKS = {
    "two blocks, 1×3×32×32": "in=1x3x32x32&net=conv({})~relu~conv(16)~relu",
    "the article's layer, 8×64×32×32": "in=8x64x32x32&net=conv({})~relu",
    "a ResNet basic block, 4×64×28×28": "in=4x64x28x28&net=conv(64,nobias)~bn~relu~mark(a)~conv({},nobias)~bn~relu"
    "~conv(64,nobias)~bn~add(a,on)~relu",
}
CHANNELS = {"two blocks, 1×3×32×32": 17, "the article's layer, 8×64×32×32": 193, "a ResNet basic block, 4×64×28×28": 65}
COLD = "python snippet.py, cold: one side of the article's layer"


def main(rounds: int = 20) -> None:
    """Print the median and the 95th percentile of each network, and how much longer one cold program takes."""
    with tempfile.TemporaryDirectory() as folder, _server(folder) as port:
        file = Path(folder) / "snippet.py"
        file.write_text(program_of(NetworkSpec(), inplace=False).snippet.source)
        things: dict[str, Callable[[], object]] = {
            name: _asking(port, query, count(CHANNELS[name])) for name, query in NETWORKS.items()
        }
        things[COLD] = lambda: subprocess.run([sys.executable, str(file)], check=True, capture_output=True)
        _show(by_turns(things, rounds))


def _asking(port: int, query: str, channels: Iterator[int]) -> Callable[[], object]:
    """Ask for the page of a network that nobody has asked for: each has one channel more than the last."""

    def ask() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request("GET", f"/en/?{query.format(next(channels))}", headers={"Accept-Encoding": "gzip"})
        answer = connection.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        connection.close()

    return ask


def _show(seconds: dict[str, list[float]]) -> None:
    print("\nA change to a network in the Lab: milliseconds until the page with its numbers is there")
    for name, values in seconds.items():
        p95 = quantiles(values, n=20, method="inclusive")[18]
        ratio = median(cold / value for cold, value in zip(seconds[COLD], values, strict=True))
        beside = "" if name == COLD else f"   one cold program takes {ratio:.1f} times as long"
        print(f"  {name:<60} p50 {median(values) * 1000:>7.1f}   p95 {p95 * 1000:>7.1f}{beside}")


@contextmanager
def _server(folder: str) -> Iterator[int]:
    """A server of its own, warmed up; the port it listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {**os.environ, "INPLACE_LAB_PORT": str(port), "INPLACE_LAB_STATE_DIR": folder}
    process = subprocess.Popen(
        [sys.executable, "-m", "inplace_lab", "serve"], env=environment, stderr=subprocess.DEVNULL
    )
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait(port: int, most_seconds: float = 60) -> None:
    deadline = time.monotonic() + most_seconds
    while time.monotonic() < deadline:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/api/v1/health")
            if json.load(connection.getresponse())["status"] == "ok":
                return
        except OSError:
            pass
        finally:
            connection.close()
        time.sleep(0.1)
    raise TimeoutError("the server did not become ready")
