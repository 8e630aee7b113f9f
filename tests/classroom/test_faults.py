"""What breaks while a class votes and runs: its room, its votes and its answers are all there afterwards."""

import os
import resource
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from .server import PATIENCE, Server, Student, Teacher, events, serving

SLOW = "import time\nfor _ in range(15):\n    time.sleep(0.1)\nprint('came through')"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server for the faults that it is to survive."""
    with serving(tmp_path_factory.mktemp("class"), rooms=50, slots=2, anyone_opens_rooms=True) as server:
        yield server


def teacher(server: Server, address: str = "127.0.0.1") -> Teacher:
    """Each from an address of their own: one address may open only so many rooms."""
    return Teacher(server, address)


def test_a_class_survives_a_killed_worker_and_a_killed_zygote(server: Server) -> None:
    lead = teacher(server, "127.0.0.2")
    for depth in (1, 0):  # a child that runs; the zygote
        lead.ask(source=f"{SLOW}\n# {depth}")
        lead.do("lock")
        before = server.children()
        running = threading.Thread(target=lead.do, args=("run",))
        running.start()
        time.sleep(0.7)
        victim = _busiest(server) if depth else before[0]
        os.kill(victim, signal.SIGKILL)
        running.join(PATIENCE)
        assert "came through" in lead.desk()
        lead.do("reveal")


def test_votes_outlive_a_server_that_is_killed(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        lead = teacher(server)
        class_ = [Student(server, lead.code) for _ in range(6)]
        lead.ask(source="")
        assert all(student.vote("a").status_code == 303 for student in class_[:3])
        listening = events(class_[0], lead.code)
        assert next(listening)[0] == "signal"
        server.kill()
        with pytest.raises(httpx.HTTPError):
            list(listening)
        server.start()
        _, signal_ = next(event for event in events(class_[0], lead.code) if event[0] == "signal")
        assert (signal_["phase"], signal_["poll"]) == ("asking", 1)
        assert all(student.vote("b").status_code == 303 for student in class_[3:])
        assert class_[1].vote("b").status_code == 303
        lead.do("lock")
        lead.do("reveal")
        rows = lead.http.get(f"/en/room/{lead.code}/desk/counts.csv").text
        assert ",1,It works,2" in rows
        assert ",1,It raises,4" in rows


def test_half_of_the_connections_dropped_leaves_the_other_half_told(server: Server) -> None:
    lead = teacher(server, "127.0.0.3")
    listeners = [_Listener(server, lead.code) for _ in range(40)]
    for each in listeners:
        each.hear("signal")
    for each in listeners[::2]:
        each.drop()
    lead.ask(source="")
    for each in listeners[1::2]:
        each.hear('"phase":"asking"')
    back = [_Listener(server, lead.code) for _ in range(20)]
    for each in back:
        each.hear('"phase":"asking"')
    for each in (*listeners[1::2], *back):
        each.drop()
    assert lead.http.get("/api/v1/health").status_code == 200


def test_a_full_disk_takes_no_vote_that_it_could_lose(tmp_path: Path) -> None:
    with serving(tmp_path) as server:
        lead = teacher(server)
        one, other = Student(server, lead.code), Student(server, lead.code)
        lead.ask(source="")
        assert one.vote("a").status_code == 303
        assert server.process is not None
        limit = resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, (1, resource.RLIM_INFINITY))
        refused = other.vote("b")
        assert refused.status_code == 503
        assert "Nothing that was taken down is lost." in refused.text
        assert other.http.get("/en/play").status_code == 200
        resource.prlimit(server.process.pid, resource.RLIMIT_FSIZE, limit)
        _until(lambda: other.vote("b").status_code == 303)
        lead.do("lock")
        lead.do("reveal")
        rows = lead.http.get(f"/en/room/{lead.code}/desk/counts.csv").text
        assert ",1,It works,1" in rows
        assert ",1,It raises,1" in rows


def test_a_program_that_fills_its_disk_is_an_answer_like_any_other(server: Server) -> None:
    lead = teacher(server, "127.0.0.4")
    lead.ask(source="with open('big', 'wb') as file:\n    for _ in range(10_000):\n        file.write(bytes(100_000))")
    lead.do("lock")
    lead.do("run")
    lead.do("reveal")
    assert "revealed" in _phase(server, lead)
    assert lead.http.get("/api/v1/health").json()["running"] == 0


class _Listener:
    """A connection to a room's events, down to its socket."""

    def __init__(self, server: Server, code: str) -> None:
        self._socket = socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE)
        self._heard = ""
        host = f"127.0.0.1:{server.port}"
        self._socket.sendall(f"GET /room/{code}/events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())

    def hear(self, words: str) -> None:
        """Wait until some words have come."""
        while words not in self._heard:
            more = self._socket.recv(65536)
            assert more, self._heard
            self._heard += more.decode()

    def drop(self) -> None:
        """Break off without a word, as a phone does that leaves the room."""
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
        self._socket.close()


def _phase(server: Server, lead: Teacher) -> str:
    name, signal_ = next(events(lead, lead.code))
    assert name == "signal"
    return str(signal_["phase"])


def _busiest(server: Server) -> int:
    """The child that runs a program: the one below the zygote that was started last."""
    return max(server.children()[1:], key=lambda pid: _cpu(pid))


def _cpu(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def _until(true: object) -> None:
    until = time.monotonic() + PATIENCE
    while not true():  # type: ignore[operator]
        assert time.monotonic() < until
        time.sleep(0.2)
