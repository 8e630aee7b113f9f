"""Who may be served at which level, and that nobody is let in before that is known."""

import asyncio
import io
import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from rich.console import Console

from inplace_lab import main, serve
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

    def __init__(self, level: str, **settings: object) -> None:
        self.sandbox = Fake(level)
        self.answered = False
        self.refusal = ""
        self.console = Console(file=io.StringIO(), width=300)
        settings = {"port": 0, **settings}
        self._settings = Settings(**settings)  # type: ignore[arg-type]

    def go(self, patch: pytest.MonkeyPatch) -> "Served":
        """Serve, ask once, stop."""
        patch.setattr(main, "_sandbox", lambda _: self.sandbox)
        patch.setattr(uvicorn.Server, "startup", self._startup(uvicorn.Server.startup))
        try:
            asyncio.run(serve.serve(self._settings, self.console))
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


LIMITS = Limits(1, 1, 1, 1, 1, 1, 1, 1, 1)
