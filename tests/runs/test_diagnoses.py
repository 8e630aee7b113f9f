"""A snippet is examined in the real sandbox: run, compared with its oracle, cured and judged."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

import pytest

from inplace_lab.clinic.model import Examination
from inplace_lab.errors import TooMany
from inplace_lab.runs.client import Client
from inplace_lab.runs.diagnoses import Clinic, SandboxRunner
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

from .fakes import FakeSandbox, asked, served, settled

SOURCE = "import torch\nx = torch.ones(3, requires_grad=True)\ny = x.sigmoid()\ny.mul_(2)\ny.sum().backward()\n"

In = Callable[[Callable[[RunService], Awaitable[object]]], object]


@pytest.fixture(scope="module")
def real() -> Iterator[In]:
    """Runs an async function with a service in front of the real sandbox."""
    with asyncio.Runner() as runner:
        service = RunService(Pool(warm_children=2), Settings())
        runner.run(service.start())
        yield lambda function: runner.run(function(service))  # type: ignore[arg-type]
        runner.run(service.stop())


def test_a_snippet_is_cured(real: In) -> None:
    told = real(lambda service: Clinic(service).examine(Snippet(source=SOURCE, device="cpu")))
    assert isinstance(told, Examination)
    (found,) = told.diagnoses
    assert found.fixes[0].verdict == "verified"
    assert any(fix.tempting and fix.verdict == "wrong" for fix in found.fixes)


def test_only_a_trial_hands_in_an_account(real: In) -> None:
    async def both(service: RunService) -> tuple[object, object]:
        snippet = Snippet(source=SOURCE, device="cpu")
        report = await service.run(snippet)
        run = await SandboxRunner(service, snippet, Client("a")).run({"": SOURCE}, oracle="gradients")
        assert report.trace is not None
        assert run.trace is not None
        return report.trace.account, run.trace.account and len(run.trace.account.spoiled)

    assert real(both) == (None, 1)


def test_what_is_not_let_in_is_not_examined() -> None:
    async def test(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        clinic = Clinic(service)
        three = [asyncio.create_task(clinic.examine(Snippet(source=f"x = {i}"), client=Client("a"))) for i in range(3)]
        await settled()
        with pytest.raises(TooMany):
            await three[2]
        other = asked(service, "y = 1", client=Client("a"))
        await settled()
        assert sandbox.ran == ["x = 0", "y = 1"]
        sandbox.gate.set()
        await asyncio.gather(*three[:2], other)

    served(test, slots=4)


def test_the_runs_of_an_examination_count_for_the_class_of_whoever_asked() -> None:
    async def test(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        teacher = Client("teacher", group="class", first=True)
        running, waiting = asked(service, "1"), asked(service, "2", client=Client("student", group="class"))
        await settled()
        examining = asyncio.create_task(Clinic(service).examine(Snippet(source="3"), client=teacher))
        await settled()
        assert [each.place for each in service.queue.waiting_of(Client("teacher, examined"))] == [1]
        sandbox.gate.set()
        await asyncio.gather(running, waiting, examining)
        assert sandbox.ran == ["1", "3", "2"]

    served(test, slots=1)


def test_whoever_leaves_stops_the_examination() -> None:
    async def test(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.gate.clear()
        task = asyncio.create_task(Clinic(service).examine(Snippet(source="x = 1")))
        await settled()
        task.cancel()
        await asyncio.wait({task})
        assert (task.cancelled(), sandbox.stopped, service.queue.running) == (True, ["x = 1"], 0)

    served(test)
