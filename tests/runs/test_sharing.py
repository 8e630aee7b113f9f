"""The same snippet at the same time is run once, and later not at all; a caller may go without harm to the others."""

import asyncio

import pytest

from inplace_lab.errors import RunsLocked, SandboxBroken, TooMany
from inplace_lab.runs import cache
from inplace_lab.runs.client import Client
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.protocol import Ending
from inplace_lab.trace import Failure, Snippet

from .fakes import EMPTY, FakeSandbox, asked, outcome, served, settled

FAILED = EMPTY.model_copy(update={"failure": Failure(type="ValueError", message="", line=1, step=None, traceback="")})
DISK_FULL = EMPTY.model_copy(update={"failure": Failure(type="OSError", message="", line=1, step=None, traceback="")})


def test_identical_snippets_are_run_once_and_all_get_the_report() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        runs = [asked(service, "x = 1", client=Client(f"{i}")) for i in range(30)]
        await settled()
        assert (service.queue.running, service.queue.waiting) == (1, 0)
        sandbox.gate.set()
        assert len({id(report) for report in await asyncio.gather(*runs)}) == 1
        assert sandbox.ran == ["x = 1"]

    served(check)


def test_one_caller_that_goes_leaves_the_others_their_run() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        first, second = asked(service, "x = 1"), asked(service, "x = 1")
        await settled()
        first.cancel()
        await settled()
        sandbox.gate.set()
        assert (await second).status == "ok"
        assert first.cancelled()
        assert sandbox.stopped == []

    served(check)


def test_the_last_caller_that_goes_stops_the_run_and_frees_its_place() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        runs = [asked(service, "x = 1") for _ in range(3)]
        await settled()
        for run in runs:
            run.cancel()
        await asyncio.wait(runs)
        assert sandbox.stopped == ["x = 1"]
        assert (service.queue.running, service.queue.waiting) == (0, 0)
        sandbox.gate.set()
        assert (await service.run(Snippet(source="x = 1"))).status == "ok"

    served(check)


def test_a_caller_that_goes_while_it_waits_leaves_the_queue() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        running, waiting = asked(service, "1", client=Client("a")), asked(service, "2", client=Client("b"))
        await settled()
        assert service.queue.waiting_of(Client("b"))[0].place == 1
        waiting.cancel()
        await asyncio.wait([waiting])
        assert service.queue.waiting == 0
        sandbox.gate.set()
        await running
        assert sandbox.ran == ["1"]

    served(check, slots=1)


def test_a_caller_that_goes_before_its_run_began_leaves_no_place_taken() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        run = asked(service, "1")
        await asyncio.sleep(0)
        run.cancel()
        await asyncio.wait([run])
        assert (service.queue.running, service.queue.waiting) == (0, 0)

    served(check)


def test_a_refused_caller_is_not_boarded() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        runs = [asked(service, "1"), asked(service, "2")]
        await settled()
        with pytest.raises(TooMany):
            await service.run(Snippet(source="3"))
        sandbox.gate.set()
        assert [report.status for report in await asyncio.gather(*runs)] == ["ok", "ok"]

    served(check)


def test_an_earlier_result_is_given_again_and_says_so() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        first = await service.run(Snippet(source="1"))
        again = await service.run(Snippet(source="1", device="cpu"), client=Client("another"))
        assert (first.cached, again.cached) == (False, True)
        assert again == first.model_copy(update={"cached": True})
        assert sandbox.ran == ["1"]

    served(check)


@pytest.mark.parametrize("other", [{"seed": 1}, {"trace": False}, {"source": "2"}])
def test_another_option_is_another_run(other: dict[str, object]) -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        first = await service.run(Snippet(source="1"))
        second = await service.run(Snippet(source="1").model_copy(update=other))
        assert not second.cached
        assert first.id != second.id

    served(check)


def test_a_fresh_run_is_neither_shared_nor_remembered() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        runs = [asked(service, "1", client=Client(f"{i}"), fresh=True) for i in range(2)]
        await settled()
        sandbox.gate.set()
        await asyncio.gather(*runs)
        assert not (await service.run(Snippet(source="1"))).cached
        assert not (await service.run(Snippet(source="1"), fresh=True)).cached
        assert len(sandbox.ran) == 4

    served(check)


@pytest.mark.parametrize(
    ("came", "kept"),
    [
        (outcome(), True),
        (outcome(result=FAILED.model_dump_json().encode()), True),
        (outcome(result=DISK_FULL.model_dump_json().encode()), False),
        (outcome(result=b"forged"), False),
        (outcome(Ending.WALL, b""), False),
        (outcome(Ending.MEMORY, b""), False),
        (outcome(Ending.SIGNAL, b""), False),
    ],
)
def test_only_what_the_program_itself_came_to_is_remembered(came: object, kept: bool) -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.answer = lambda _: came  # type: ignore[assignment,return-value]
        await service.run(Snippet(source="1"))
        assert (await service.run(Snippet(source="1"))).cached is kept

    served(check)


def test_results_are_forgotten_when_there_is_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "PACKED_BYTES", 0)

    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        for source in ("1", "2", "1", "3"):
            await service.run(Snippet(source=source))
        assert [(await service.run(Snippet(source=source))).cached for source in ("1", "3", "2")] == [True, True, False]

    size = cache.OBJECTS * len(EMPTY.model_dump_json()) + len("1")
    served(check, cache_bytes=2 * size)


def test_without_room_nothing_is_remembered() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        await service.run(Snippet(source="1"))
        assert not (await service.run(Snippet(source="1"))).cached

    served(check, cache_bytes=0)


def test_while_runs_are_locked_only_what_is_known_or_under_way_is_given() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        locked = Client("student", may_run=False)
        known = await service.run(Snippet(source="1"))
        assert (await service.run(Snippet(source="1"), client=locked)).id == known.id
        sandbox.gate.clear()
        begun, joined = asked(service, "2"), asked(service, "2", client=locked)
        await settled()
        sandbox.gate.set()
        assert await joined is await begun
        with pytest.raises(RunsLocked):
            await service.run(Snippet(source="3"), client=locked)
        with pytest.raises(RunsLocked):
            await service.run(Snippet(source="1"), client=locked, fresh=True)
        assert (sandbox.ran, service.queue.running) == (["1", "2"], 0)

    served(check)


def test_stopping_tells_everyone_who_waits() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        runs = [asked(service, str(i), client=Client(str(i))) for i in range(5)]
        await settled()
        await service.stop()
        ends = await asyncio.gather(*runs, return_exceptions=True)
        assert {type(end) for end in ends} == {SandboxBroken}
        with pytest.raises(SandboxBroken, match="has been stopped"):
            await service.run(Snippet(source="9"))

    served(check)
