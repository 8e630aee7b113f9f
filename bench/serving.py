"""Serving: a server of its own, started by the command line, for as long as something is measured."""

import os
import signal
import socket
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from subprocess import DEVNULL, Popen

import httpx


@contextmanager
def serving(folder: str, settings: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """The address of a server that is ready, and its pid; its database lies in the folder."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    chosen = {"STATE_DIR": folder, "PORT": str(port), **settings}
    environment = {**os.environ, **{f"INPLACE_LAB_{name}": value for name, value in chosen.items()}}
    process = Popen([sys.executable, "-m", "inplace_lab", "serve"], env=environment, stdout=DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        while not _ready(url):
            assert process.poll() is None, "the server has ended"
            time.sleep(0.2)
        yield url, process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _ready(url: str) -> bool:
    try:
        return httpx.get(f"{url}/readyz").status_code == 200
    except httpx.HTTPError:
        return False
