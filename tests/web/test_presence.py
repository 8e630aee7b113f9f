"""Whoever hangs up stops the run and frees its place; whoever stays is answered."""

import asyncio
import json
from typing import Any

from inplace_lab.main import assemble
from inplace_lab.runs.service import RunService
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services

from ..runs.fakes import FakeSandbox

SCOPE: dict[str, Any] = {
    "type": "http",
    "asgi": {"version": "3.0"},
    "http_version": "1.1",
    "method": "POST",
    "scheme": "http",
    "path": "/api/v1/runs",
    "raw_path": b"/api/v1/runs",
    "query_string": b"",
    "root_path": "",
    "headers": [(b"host", b"127.0.0.1"), (b"content-type", b"application/json")],
    "client": ("192.0.2.7", 1234),
    "server": ("127.0.0.1", 8000),
}


class Sender:
    """One that sends a snippet, and hangs up when it is told to."""

    def __init__(self, source: str) -> None:
        self.body: list[bytes] = [json.dumps({"source": source}).encode()]
        self.hangs_up = asyncio.Event()
        self.heard: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        """The body, then nothing until the end."""
        if self.body:
            return {"type": "http.request", "body": self.body.pop(), "more_body": False}
        await self.hangs_up.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        """What the server answers."""
        self.heard.append(message)


async def running(runs: RunService, number: int) -> None:
    """Wait until so many runs have a place."""
    async with asyncio.timeout(10):
        while runs.queue.running != number:
            await asyncio.sleep(0.01)


def test_a_sender_that_hangs_up_stops_its_run_only() -> None:
    async def check() -> None:
        sandbox = FakeSandbox()
        sandbox.gate.clear()
        runs = RunService(sandbox, Settings())
        app = assemble(Services(Settings(), runs, None))  # type: ignore[arg-type]
        gone, stays = Sender("1"), Sender("2")
        answers = [
            asyncio.create_task(app({**SCOPE, "client": (f"192.0.2.{i}", 1)}, sender.receive, sender.send))
            for i, sender in enumerate((gone, stays))
        ]
        await running(runs, 2)
        gone.hangs_up.set()
        await answers[0]
        assert sandbox.stopped == ["1"]
        assert runs.queue.running == 1
        sandbox.gate.set()
        await answers[1]
        assert stays.heard[0]["status"] == 200

    asyncio.run(check())


def test_a_run_whose_task_is_cancelled_is_answered_all_the_same() -> None:
    async def check() -> None:
        sandbox = FakeSandbox()
        sandbox.gate.clear()
        runs = RunService(sandbox, Settings())
        app = assemble(Services(Settings(), runs, None))  # type: ignore[arg-type]
        sender = Sender("1")
        answer = asyncio.create_task(app(SCOPE, sender.receive, sender.send))
        await running(runs, 1)
        (work,) = [task for task in asyncio.all_tasks() if "coroutine object _report " in repr(task.get_coro())]
        work.cancel()
        await answer
        assert sender.heard[0]["status"] == 500
        assert b"sandbox-broken" in sender.heard[1]["body"]

    asyncio.run(check())
