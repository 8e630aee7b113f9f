"""Who may be served at which level, and that nobody is let in before that is known."""

import asyncio
import io
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from rich.console import Console

from inplace_lab import main, serve
from inplace_lab.blackboard import Blackboard, large, scannable
from inplace_lab.classroom.codes import LETTERS
from inplace_lab.errors import NotContained
from inplace_lab.sandbox.gate import Gate
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.sandbox.protocol import Limits, Machine
from inplace_lab.sandbox.walls import Walls
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

WALLS = {"A": Walls.ALL, "B": Walls.ALL & ~Walls.NAMESPACES, "C": Walls.SECCOMP | Walls.LIMITS, "D": Walls.LIMITS}


class Fake(InlineSandbox):
    """A sandbox on a machine of some level, which says when it was started and stopped."""

    def __init__(self, level: str) -> None:
        super().__init__()
        self.level = level
        self.running = False

    @property
    def machine(self) -> Machine:
        return Machine("2.13.0", False, 1, (), WALLS[self.level], 7)

    async def start(self) -> None:
        self.running = True

    async def stop(self) -> None:
        self.running = False


class Served:
    """What came of serving for a moment."""

    def __init__(self, level: str, *, classroom: bool = False, terminal: bool = False, **settings: object) -> None:
        self.sandbox = Fake(level)
        self.classroom = classroom
        self.answered = False
        self.refusal = ""
        self.console = Console(file=io.StringIO(), width=300, force_terminal=terminal)
        settings = {"port": 0, **settings}
        self._settings = Settings(**settings)  # type: ignore[arg-type]

    def go(self, patch: pytest.MonkeyPatch) -> "Served":
        """Serve, ask once, stop."""
        patch.setattr(main, "_sandbox", lambda _: self.sandbox)
        patch.setattr(uvicorn.Server, "startup", self._startup(uvicorn.Server.startup))
        try:
            asyncio.run(serve.serve(self._settings, self.console, classroom=self.classroom))
        except serve.CannotServe as why:
            self.refusal = str(why)
        return self

    def _startup(self, original: Any) -> Any:
        async def startup(server: uvicorn.Server, sockets: Any = None) -> None:
            await original(server, sockets)
            port = sockets[0].getsockname()[1]
            asking = asyncio.to_thread(urllib.request.urlopen, f"http://127.0.0.1:{port}/api/v1/health")
            self._asking = asyncio.create_task(self._ask(server, asking))

        return startup

    async def _ask(self, server: uvicorn.Server, asking: Any) -> None:
        with await asking as answer:
            self.answered = answer.status == 200
        await asyncio.sleep(0.2)
        server.should_exit = True

    @property
    def said(self) -> str:
        assert isinstance(self.console.file, io.StringIO)
        return self.console.file.getvalue()


@pytest.fixture
def patch() -> Iterator[pytest.MonkeyPatch]:
    with pytest.MonkeyPatch.context() as patch:
        yield patch


@pytest.mark.parametrize("level", "ABC")
@pytest.mark.parametrize("host", ["127.0.0.1", "0.0.0.0"])
def test_with_walls_anybody_may_be_served(patch: pytest.MonkeyPatch, level: str, host: str) -> None:
    served = Served(level, host=host).go(patch)
    assert served.answered
    assert f"Isolation: level {level}." in served.said
    assert not served.sandbox.running


@pytest.mark.parametrize("trusted", [True, False])
@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1"])
def test_without_walls_nobody_else_is_served_trusted_or_not(
    patch: pytest.MonkeyPatch, host: str, trusted: bool
) -> None:
    served = Served("D", host=host, trust_local_code=trusted).go(patch)
    assert served.said == ""
    assert not served.answered
    assert "can be reached by others" in served.refusal
    assert "--trust-local-code" in served.refusal
    assert not served.sandbox.running


def test_without_walls_the_owner_is_refused_until_they_say_so(patch: pytest.MonkeyPatch) -> None:
    served = Served("D").go(patch)
    assert "Nothing here contains a program" in served.refusal
    assert "--trust-local-code" in served.refusal
    assert "Isolation" not in served.said


def test_without_walls_the_owner_who_says_so_is_served_and_told(patch: pytest.MonkeyPatch) -> None:
    served = Served("D", trust_local_code=True).go(patch)
    assert served.answered
    assert served.refusal == ""
    assert "Isolation: level D. Nothing here contains a program" in served.said


def test_nothing_runs_before_the_level_is_known_nor_where_it_was_refused() -> None:
    async def go() -> None:
        sandbox = Fake("D")
        gate = Gate(sandbox, trusted=False)
        for _ in range(2):
            with pytest.raises(NotContained):
                await gate.run(Snippet(source="1/0"), LIMITS)
            with pytest.raises(NotContained):
                await gate.start()
        assert gate.refused
        assert not sandbox.running

    asyncio.run(go())


def test_a_server_for_a_class_opens_a_room_and_says_where_everybody_goes(
    patch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served = Served("B", classroom=True, state_dir=tmp_path).go(patch)
    assert served.answered
    code = re.findall(r"/j/(\w{4})\n", served.said)[0]
    assert "\n".join(large(code, "██")) in served.said
    assert re.search(rf"http://127.0.0.1:\d+/room/{code}/screen\n", served.said)
    assert len(re.findall(r"http://127.0.0.1:\d+/classroom/claim/\S{43}\n", served.said)) == 1
    assert "Isolation: level B." in served.said


def test_started_again_it_takes_up_the_same_room_with_a_new_link(patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    served = [Served("B", classroom=True, state_dir=tmp_path).go(patch) for _ in range(2)]
    (code, old), (again, new) = [re.findall(r"/(?:j|claim)/(\S+)", each.said) for each in served]
    assert code == again
    assert old != new


def test_a_server_for_this_machine_alone_says_so_and_shows_nothing_to_scan(
    patch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    served = Served("B", classroom=True, terminal=True, host="127.0.0.1", state_dir=tmp_path).go(patch)
    assert "Only this machine reaches that address." in served.said
    assert "▀" not in served.said


def test_a_terminal_shows_a_code_to_scan_and_a_file_does_not() -> None:
    board = Blackboard("KQ7M", "claim", "http://127.0.0.1:8000", ("http://192.168.1.7:8000", "http://10.0.0.2:8000"))
    said = {}
    for terminal in (True, False):
        console = Console(file=io.StringIO(), width=100, force_terminal=terminal, color_system=None)
        board.show(console)
        assert isinstance(console.file, io.StringIO)
        said[terminal] = console.file.getvalue()
    assert scannable("http://192.168.1.7:8000/j/KQ7M") in said[True]
    assert "▀" not in said[False]
    assert "http://10.0.0.2:8000/j/KQ7M" in said[False]


def test_no_two_letters_of_a_code_look_alike() -> None:
    drawn = {tuple(large(letter, "#")) for letter in LETTERS}
    assert len(drawn) == len(LETTERS)


def test_a_class_is_not_let_in_where_nothing_would_hold_programs(patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    served = Served("D", classroom=True, trust_local_code=True, state_dir=tmp_path).go(patch)
    assert "0.0.0.0 can be reached by others" in served.refusal
    assert not served.answered


def test_a_class_is_not_let_in_where_no_vote_could_be_kept(patch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    served = Served("B", classroom=True, state_dir=tmp_path / "file" / "none").go(patch)
    assert "the database is away" in served.refusal
    assert not served.answered


def test_what_was_set_for_a_class_stays_as_it_is() -> None:
    usual, chosen = serve.for_a_class(Settings()), serve.for_a_class(Settings(host="192.0.2.7", queue_length=5))
    assert (usual.host, usual.queue_length, usual.anyone_opens_rooms) == ("0.0.0.0", 1000, False)
    assert (chosen.host, chosen.queue_length, chosen.anyone_opens_rooms) == ("192.0.2.7", 5, False)


def test_a_server_takes_as_many_connections_as_it_is_allowed() -> None:
    command = 'ulimit -Sn 256 && exec "$0" -m inplace_lab serve --port 0'
    with subprocess.Popen(["sh", "-c", command, sys.executable], stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stderr is not None
            assert "Inplace Lab is at" in process.stderr.readline()
            limits = Path(f"/proc/{process.pid}/limits").read_text()
        finally:
            process.terminate()
    soft, hard = map(int, re.findall(r"Max open files +(\d+) +(\d+)", limits)[0])
    assert soft == min(hard, 8192)


LIMITS = Limits(1, 1, 1, 1, 1, 1, 1, 1, 1)
