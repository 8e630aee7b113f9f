"""A real server on a free port, with a real sandbox, as long as a test needs it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn

from inplace_lab.main import create_app
from inplace_lab.settings import Settings


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """The address of a server that keeps what lasts in a folder; what one test leaves behind is in no other's way."""
    app = create_app(Settings(state_dir=folder, client_queue=3))
    running = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        assert thread.is_alive()
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}"
    running.should_exit = True
    thread.join()


def settle(address: str) -> None:
    """Wait until nothing runs or waits any more."""
    while (queue := httpx.get(f"{address}/api/v1/queue").json())["running"] or queue["waiting"]:
        time.sleep(0.02)
