"""A class of three hundred on one server, over loopback: events, votes, runs, and the teacher's page meanwhile.

The server is a process of its own, started by the command line; the clients are one other process, so both share this
machine's processors. `python -c "from bench import classroom; classroom.main()"`, with a number of students if wanted.
"""

import asyncio
import os
import re
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any

import httpx

from .clock import quantile_line

ROUNDS = 20
_TOGETHER = 40
"""Requests under way at a time: phones have connections of their own, this process has so many sockets."""
_VOTES = "abc"
_CHOICES = ["It works", "It raises", "Wrong gradients"]
_PROGRAM = """\
import torch
x = torch.ones(4, requires_grad=True)
y = x.sigmoid()
y.mul_({number})
y.sum().backward()
"""


class Class:
    """A room with its teacher and students."""

    def __init__(self, url: str, students: int) -> None:
        limits = httpx.Limits(max_connections=_TOGETHER, max_keepalive_connections=_TOGETHER, keepalive_expiry=2)
        self.http = httpx.AsyncClient(base_url=url, timeout=120, limits=limits)
        self.desk = httpx.AsyncClient(base_url=url, timeout=120)
        self.code = ""
        self.students = students
        self.seats: list[dict[str, str]] = []
        self.ears: list[Ear] = []

    async def open(self) -> None:
        """Open the room, have all join, and have all listen."""
        answer = await self.desk.post("/en/classroom")
        self.code = answer.headers["location"].split("/")[3]
        await _all(self._join() for _ in range(self.students))
        self.ears = [Ear(self.desk.base_url.port or 80, self.code, seat) for seat in self.seats]
        await _all(ear.listen() for ear in self.ears)

    async def press(self, action: str, **form: str | list[str]) -> None:
        """A button of the desk."""
        answer = await self.desk.post(f"/en/room/{self.code}/desk/{action}", data=form)
        assert answer.status_code in (204, 303), (action, answer.status_code, answer.text)

    async def ask(self, number: int) -> None:
        """A question with a program."""
        source = _PROGRAM.format(number=number)
        await self.press("ask", text=f"Question {number}", choice=_CHOICES, source=source)

    async def vote(self, number: int) -> list[float]:
        """All vote; seconds of each vote."""
        return await _all(_timed(self._vote(n, number)) for n in range(self.students))

    async def told(self, words: str) -> list[float]:
        """When each student was told something, by the clock."""
        return await _all(ear.hear(words) for ear in self.ears)

    async def run(self) -> tuple[list[float], int]:
        """All run a program of their own; seconds of each, and how many were answered with a run that ended."""
        ends = await asyncio.gather(*(_timed_with(self._run(n)) for n in range(self.students)))
        return [seconds for seconds, _ in ends], sum(ended for _, ended in ends)

    async def close(self) -> None:
        """All go home."""
        for ear in self.ears:
            ear.close()
        await self.http.aclose()
        await self.desk.aclose()

    async def _join(self) -> None:
        # One address joins no more often than this; phones have one each.
        while (answer := await self.http.get(f"/en/room/{self.code}", cookies={})).status_code == 429:
            await asyncio.sleep(float(answer.headers["retry-after"]))
        assert answer.status_code == 200, answer.text
        self.http.cookies.clear()
        self.seats.append(dict(answer.cookies))

    async def _vote(self, student: int, number: int) -> None:
        form = {"poll": str(number), "round": "1", "choice": _VOTES[student % 3]}
        answer = await self._post(f"/en/room/{self.code}/vote?part=1", student, form)
        assert answer.status_code == 204, answer.text

    async def _run(self, student: int) -> bool:
        form = {"source": _PROGRAM.format(number=f"{student}.5")}
        while (answer := await self._post("/en/play", student, form)).status_code in (429, 503):
            await asyncio.sleep(float(answer.headers["retry-after"]))
        return answer.status_code == 200 and 'id="ending"' in answer.text

    async def _post(self, path: str, student: int, form: dict[str, str]) -> httpx.Response:
        cookie = "; ".join(f"{name}={value}" for name, value in self.seats[student].items())
        return await self.http.post(path, data=form, headers={"Cookie": cookie, "Accept": "text/html"})


class Ear:
    """One student's stream of events: a socket, for three hundred clients of HTTP would be measured themselves."""

    def __init__(self, port: int, code: str, seat: dict[str, str]) -> None:
        self._port = port
        cookie = "; ".join(f"{name}={value}" for name, value in seat.items())
        host = f"Host: 127.0.0.1:{port}\r\nCookie: {cookie}"
        self._request = f"GET /room/{code}/events HTTP/1.1\r\n{host}\r\n\r\n"
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None
        self._heard = ""

    async def listen(self) -> None:
        """Connect, and hear the first event."""
        self._reader, self._writer = await asyncio.open_connection("127.0.0.1", self._port)
        self._writer.write(self._request.encode())
        await self.hear("event: signal")

    async def hear(self, words: str) -> float:
        """Wait until some words have come; when that was."""
        assert self._reader is not None
        while words not in self._heard:
            more = await self._reader.read(65536)
            assert more, self._heard
            self._heard += more.decode()
        self._heard = self._heard.partition(words)[2]
        return time.perf_counter()

    def close(self) -> None:
        """Hang up."""
        if self._writer is not None:
            self._writer.close()


def main(students: int = 300, rounds: int = ROUNDS) -> None:
    """Print how long everything takes, and what the server's memory does."""
    with tempfile.TemporaryDirectory() as folder, _server(folder) as (url, pid):
        asyncio.run(_measure(Class(url, students), pid, rounds))


async def _measure(class_: Class, pid: int, rounds: int) -> None:
    start = time.perf_counter()
    await class_.open()
    print(f"\nA class of {class_.students}: joined and listening after {time.perf_counter() - start:.1f} s")
    begun, memory = time.perf_counter(), []
    for number in range(1, rounds + 1):
        found = await _question(class_, number, pid)
        memory.append(_resident(pid))
        if number in (1, rounds):
            _show(f"question {number}", found)
    print(f"  memory of the web process, MiB, question by question: {' '.join(f'{each:.0f}' for each in memory)}")
    await _own_programs(class_)
    print(f"  memory of the web process after all: {_resident(pid):.0f} MiB; {time.perf_counter() - begun:.0f} s")
    await class_.close()


async def _question(class_: Class, number: int, pid: int) -> dict[str, list[float]]:
    """One question from Ask to Reveal."""
    found: dict[str, list[float]] = {}
    for action, phase in (("ask", "asking"), ("lock", "locked"), ("run", "ran"), ("reveal", "revealed")):
        start = time.perf_counter()
        telling = asyncio.create_task(class_.told(f'"phase":"{phase}"'))
        await (class_.ask(number) if action == "ask" else class_.press(action))
        found[f"{action}: told"] = [at - start for at in await telling]
        if action == "ask":
            start, cpu = time.perf_counter(), _processor(pid)
            found["vote"] = await class_.vote(number)
            found["all votes"] = [time.perf_counter() - start] * 2
            found["processor time of the server a vote"] = [(_processor(pid) - cpu) / class_.students] * 2
    page = (await class_.desk.get(f"/en/room/{class_.code}/desk/counts.csv")).text
    counted = sum(int(count) for count in re.findall(rf"vote,{number},.*,(\d+)\r?\n", page))
    assert counted == class_.students, f"{counted} of {class_.students} votes"
    return found


async def _own_programs(class_: Class) -> None:
    """Everybody runs a program that nobody else has, and the teacher looks at the desk all the while."""
    stop, desk = asyncio.Event(), list[float]()

    async def look() -> None:
        while not stop.is_set():
            desk.append(await _timed(class_.desk.get(f"/en/room/{class_.code}/desk")))
            await asyncio.sleep(0.5)

    looking, start = asyncio.create_task(look()), time.perf_counter()
    seconds, ended = await class_.run()
    whole = time.perf_counter() - start
    stop.set()
    await looking
    print(f"  {class_.students} different programs: {ended} answered, the last after {whole:.1f} s")
    _show("meanwhile", {"a program": seconds, "the desk": desk})


def _show(title: str, found: dict[str, list[float]]) -> None:
    for name, seconds in found.items():
        print(quantile_line(f"{title}, {name}", seconds))


async def _all(works: Iterator[Coroutine[Any, Any, Any]]) -> list[Any]:
    return list(await asyncio.gather(*works))


async def _timed(work: Coroutine[Any, Any, Any]) -> float:
    return (await _timed_with(work))[0]


async def _timed_with(work: Coroutine[Any, Any, Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    found = await work
    return time.perf_counter() - start, found


def _processor(pid: int) -> float:
    """Seconds of processor time that a process has used: other programs on the machine do not change it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _resident(pid: int) -> float:
    """MiB of a process that are in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20


@contextmanager
def _server(folder: str) -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    settings = {"STATE_DIR": folder, "PORT": str(port), "QUEUE_LENGTH": "1000"}
    environment = {**os.environ, **{f"INPLACE_LAB_{name}": value for name, value in settings.items()}}
    process = Popen([sys.executable, "-m", "inplace_lab", "serve"], env=environment, stdout=DEVNULL, stderr=DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        while not _ready(url):
            time.sleep(0.2)
        yield url, process.pid
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def _ready(url: str) -> bool:
    try:
        return bool(httpx.get(f"{url}/api/v1/health").json()["status"] == "ok")
    except httpx.HTTPError:
        return False
