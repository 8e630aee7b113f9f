"""A sandbox that is cold, breaks or goes away: a run waits, is tried once more, or ends with an error of ours."""

import asyncio

import pytest

from inplace_lab.errors import NoSuchDevice, NotContained, SandboxBroken, Warming
from inplace_lab.runs import attempt
from inplace_lab.runs.service import RunService
from inplace_lab.trace import Snippet

from .fakes import FakeSandbox, asked, served, settled


def test_a_run_waits_for_a_sandbox_that_is_still_cold() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.cold_is_over.clear()
        starting, run = asyncio.create_task(service.start()), asked(service, "1")
        await settled()
        assert (service.ready, run.done()) == (False, False)
        sandbox.cold_is_over.set()
        assert (await run).status == "ok"
        await starting
        assert service.ready

    served(check)


def test_a_sandbox_that_stays_cold_says_when_to_come_back() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.cold_is_over.clear()
        with pytest.raises(Warming, match=r"within 0\.05 s") as refused:
            await service.run(Snippet(source="1"))
        assert (refused.value.status, refused.value.retry_after) == (503, 5)
        assert service.queue.running == 0

    served(check, warming_seconds=0.05)


def test_a_device_that_turns_out_to_be_absent_is_refused() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        for _ in ("cold", "warm"):
            with pytest.raises(NoSuchDevice):
                await service.run(Snippet(source="1", device="cuda"))

    served(check)


@pytest.mark.parametrize("trouble", [SandboxBroken("No torch."), PermissionError(13, "Permission denied")])
def test_a_start_that_failed_is_tried_again_by_the_next_run(trouble: Exception) -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.starts.append(trouble)
        with pytest.raises(SandboxBroken, match=r"No torch|Permission denied"):
            await service.run(Snippet(source="1"))
        assert (await service.run(Snippet(source="1"))).status == "ok"

    served(check)


@pytest.mark.parametrize("trouble", [SandboxBroken(), OSError(28, "No space left"), asyncio.CancelledError()])
def test_a_run_under_which_the_sandbox_broke_is_tried_once_more(trouble: BaseException) -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.troubles.append(trouble)
        assert (await service.run(Snippet(source="1"))).status == "ok"
        assert sandbox.ran == ["1", "1"]

    served(check)


def test_a_sandbox_that_breaks_twice_is_told_of() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.troubles += [SandboxBroken(), OSError(28, "No space left")]
        with pytest.raises(SandboxBroken, match="No space left"):
            await service.run(Snippet(source="1"))
        assert service.queue.running == 0
        assert (await service.run(Snippet(source="1"))).status == "ok"

    served(check)


def test_what_will_not_change_is_not_tried_twice() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.troubles.append(NotContained())
        with pytest.raises(NotContained):
            await service.run(Snippet(source="1"))
        assert sandbox.ran == ["1"]

    served(check)


def test_a_sandbox_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attempt, "LAST_RESORT_SECONDS", 0.0)

    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        with pytest.raises(SandboxBroken, match="did not answer"):
            await service.run(Snippet(source="1"))
        assert service.queue.running == 0

    served(check, wall_seconds=0.05)


def test_a_supervisor_that_is_cancelled_leaves_no_caller_alone() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        runs = [asked(service, "1") for _ in range(3)]
        await settled()
        for task in asyncio.all_tasks():
            if "_execute" in repr(task.get_coro()):
                task.cancel()
        ends = await asyncio.gather(*runs, return_exceptions=True)
        assert {type(end) for end in ends} == {SandboxBroken}
        assert service.queue.running == 0

    served(check)


def test_a_service_that_was_stopped_can_be_started_again() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        await service.start()
        await service.stop()
        with pytest.raises(SandboxBroken, match="has been stopped"):
            await service.run(Snippet(source="1"))
        await service.start()
        assert (await service.run(Snippet(source="1"))).status == "ok"

    served(check)


def test_stopping_in_the_middle_of_a_start_tells_those_who_wait() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.cold_is_over.clear()
        run = asked(service, "1")
        await settled()
        await service.stop()
        with pytest.raises(SandboxBroken):
            await run

    served(check)
