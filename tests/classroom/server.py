"""A server of its own process, as the command line starts it, and people who talk to it over real connections."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

PATIENCE = 60.0
"""Seconds for a server to start on a busy machine."""
_SPEAKS = re.compile(r"http://127\.0\.0\.1:(\d+)")


class Server:
    """`inplace-lab serve` on a port of its own; it may be killed and started again on the same port."""

    program: tuple[str, ...] = (sys.executable, "-m", "inplace_lab")
    """What `serve` is said to."""

    def __init__(self, folder: Path, *arguments: str, **settings: object) -> None:
        self._arguments = arguments
        self.folder = folder
        self._environment = {
            **os.environ,
            "INPLACE_LAB_STATE_DIR": str(folder / "state"),
            **{f"INPLACE_LAB_{name.upper()}": str(value) for name, value in settings.items()},
        }
        self.port = _free_port()
        self._words = folder / "words"
        self.process: subprocess.Popen[bytes] | None = None
        self.people: list[httpx.Client] = []

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def words(self) -> str:
        """All that it has printed so far."""
        return self._words.read_text(errors="replace")

    def start(self) -> None:
        """Start it, and wait until it answers and its sandbox runs."""
        command = [*self.program, "serve", "--port", str(self.port), *self._arguments]
        with self._words.open("ab") as words:
            self.process = subprocess.Popen(command, env=self._environment, stdout=words, stderr=words)
        until = time.monotonic() + PATIENCE
        while not self._ready():
            assert self.process.poll() is None, self.words
            assert time.monotonic() < until, self.words
            time.sleep(0.1)

    def kill(self) -> None:
        """Kill it as a power cut would: nothing is said and nothing put in order."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Stop it as Ctrl-C does, when all have hung up."""
        assert self.process is not None
        for each in self.people:
            each.close()
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            self.kill()

    def children(self) -> list[int]:
        """The processes below it, parents first."""
        assert self.process is not None
        return _below(self.process.pid)

    def _ready(self) -> bool:
        try:
            return httpx.get(f"{self.url}/api/v1/health", timeout=5).json()["status"] == "ok"
        except httpx.HTTPError:
            return False


@contextmanager
def serving(folder: Path, *arguments: str, **settings: object) -> Iterator[Server]:
    """A server that runs."""
    server = Server(folder, *arguments, **settings)
    server.start()
    try:
        yield server
    finally:
        server.stop()


class Person:
    """Somebody with a browser's cookies and no script."""

    def __init__(self, server: Server, address: str = "127.0.0.1") -> None:
        transport = httpx.HTTPTransport(local_address=address)
        self.http = httpx.Client(base_url=server.url, timeout=30, transport=transport)
        self.server = server
        server.people.append(self.http)

    def post(self, path: str, **form: str | list[str]) -> httpx.Response:
        """Send a form."""
        return self.http.post(path, data=form, headers={"Accept": "text/html"})


class Teacher(Person):
    """Whoever has opened a room."""

    def __init__(self, server: Server, address: str = "127.0.0.1") -> None:
        super().__init__(server, address)
        answer = self.post("/en/classroom")
        assert answer.status_code == 303, answer.text
        self.code = answer.headers["location"].split("/")[3]

    def do(self, action: str, **form: str | list[str]) -> httpx.Response:
        """Press a button of the desk."""
        answer = self.post(f"/en/room/{self.code}/desk/{action}", **form)
        assert answer.status_code in (200, 204, 303), (action, answer.status_code, answer.text)
        return answer

    def ask(self, text: str = "What does it do?", source: str = "print('it ran')") -> None:
        """Ask a question with two choices."""
        self.do("ask", text=text, choice=["It works", "It raises"], source=source)

    def desk(self) -> str:
        """The page of the desk."""
        return self.http.get(f"/en/room/{self.code}/desk").text


class Student(Person):
    """Whoever has joined."""

    def __init__(self, server: Server, code: str, address: str = "127.0.0.1") -> None:
        super().__init__(server, address)
        self.code = code
        assert self.http.get(f"/en/room/{code}").status_code == 200

    def vote(self, choice: str, poll: int = 1, turn: int = 1) -> httpx.Response:
        """Vote."""
        return self.post(f"/en/room/{self.code}/vote", poll=str(poll), round=str(turn), choice=choice)

    def page(self) -> str:
        """The page of the room."""
        return self.http.get(f"/en/room/{self.code}").text


def events(person: Person, code: str) -> Iterator[tuple[str, Any]]:
    """The events of a room, name and data, until it is closed or the connection breaks."""
    with person.http.stream("GET", f"/room/{code}/events?counts", timeout=PATIENCE) as answer:
        assert answer.status_code == 200
        name = ""
        for line in answer.iter_lines():
            if line.startswith("event:"):
                name = line.removeprefix("event:").strip()
            elif line.startswith("data:"):
                yield name, json.loads(line.removeprefix("data:"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _below(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [each for child in map(int, children) for each in (child, *_below(child))]
