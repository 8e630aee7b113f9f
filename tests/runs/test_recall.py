"""Whoever looks at a long trace page by page finds the same run under its id, for as long as there is room."""

import asyncio
import tracemalloc
from typing import Any

import pytest

from inplace_lab.runs import cache
from inplace_lab.runs.report import Report
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.sandbox.protocol import Ending, Outcome
from inplace_lab.settings import Settings
from inplace_lab.trace import Bytes, Snippet, Step, Trace

from .fakes import EMPTY, FakeSandbox, outcome, served

STEP = Step(
    index=0,
    line=1,
    frames=(),
    phase="forward",
    op="relu_",
    kernels=("aten::relu_",),
    node=None,
    reads=(),
    writes=(),
    creates=(),
    saves=(),
    states=(),
    frees=(),
    bindings=(),
    live=Bytes(),
    peak=Bytes(),
)


def recorded(steps: int = 1, seconds: float = 0.25) -> Outcome:
    """A run of so many steps."""
    many = tuple(STEP.model_copy(update={"index": i}) for i in range(steps))
    trace = EMPTY.model_copy(update={"steps": many, "seconds": seconds})
    return outcome(result=trace.model_dump_json().encode())


def one_after_the_other(sandbox: FakeSandbox, *comings: Outcome) -> None:
    """What comes of the next runs."""
    following = iter(comings)
    sandbox.answer = lambda _: next(following)


@pytest.mark.parametrize(("settings", "fresh"), [({}, False), ({}, True), ({"cache_bytes": 0}, False)])
def test_a_run_is_recalled_by_the_id_of_its_report(settings: dict[str, Any], fresh: bool) -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.answer = lambda _: recorded()
        report = await service.run(Snippet(source="1"), fresh=fresh)
        assert service.recall(report.id) == (Snippet(source="1"), report)
        assert service.recall("0123456789") is None

    served(check, **settings)


def test_a_run_that_is_not_given_again_is_recalled_too() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        failure = {"type": "OSError", "message": "", "line": 1, "step": None, "traceback": ""}
        trace = Trace.model_validate({**EMPTY.model_dump(), "steps": (STEP,), "failure": failure})
        sandbox.answer = lambda _: outcome(result=trace.model_dump_json().encode())
        report = await service.run(Snippet(source="1"))
        assert service.recall(report.id) == (Snippet(source="1"), report)
        assert not (await service.run(Snippet(source="1"))).cached

    served(check)


@pytest.mark.parametrize("came", [outcome(), outcome(Ending.WALL, b"")])
def test_a_fresh_run_without_any_step_takes_up_no_room(came: Outcome) -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.answer = lambda _: came
        report = await service.run(Snippet(source="1"), fresh=True)
        assert service.recall(report.id) is None

    served(check)


def test_the_latest_run_has_the_id() -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        one_after_the_other(sandbox, recorded(seconds=1), recorded(seconds=2))
        first = await service.run(Snippet(source="1"))
        second = await service.run(Snippet(source="1"), fresh=True)
        assert (first.id, service.recall(first.id)) == (second.id, (Snippet(source="1"), second))

    served(check)


def test_two_snippets_that_meet_in_one_id_are_never_taken_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inplace_lab.runs.service.id_of", lambda *_: "0123456789")

    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        one_after_the_other(sandbox, *(recorded(seconds=i) for i in (1, 2, 3)))
        for source in ("1", "2", "1"):
            report = await service.run(Snippet(source=source))
            assert not report.cached
            assert service.recall("0123456789") == (Snippet(source=source), report)

    served(check)


@pytest.mark.parametrize("nbytes", [0, 4000])
def test_what_no_longer_fits_is_packed_and_comes_back_as_it_was(nbytes: int) -> None:
    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.answer = lambda snippet: recorded(int(snippet.source))
        reports = [await service.run(Snippet(source=f"{i}")) for i in range(1, 30)]
        for i, report in enumerate(reports, 1):
            assert service.recall(report.id) == (Snippet(source=f"{i}"), report)

    served(check, cache_bytes=nbytes)


def test_packed_runs_are_bounded_too_and_those_asked_for_go_last(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "PACKED_BYTES", 2400)

    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.answer = lambda _: recorded()
        first, *others = [await service.run(Snippet(source=f"{i}")) for i in range(3)]
        for i in range(3, 20):
            await service.run(Snippet(source=f"{i}"))
            assert service.recall(first.id)
        assert [service.recall(report.id) for report in others] == [None, None]

    served(check, cache_bytes=0)


def test_a_run_too_large_to_pack_does_not_leave_an_older_one_under_its_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "LARGEST", 2000)

    async def check(service: RunService, sandbox: FakeSandbox) -> None:
        one_after_the_other(sandbox, recorded(1), recorded(100))
        report = await service.run(Snippet(source="1"))
        assert service.recall(report.id)
        await service.run(Snippet(source="1"))
        assert service.recall(report.id) is None

    served(check, cache_bytes=0)


def test_a_long_trace_is_counted_with_what_it_really_takes_up() -> None:
    source = "import torch\nx = torch.zeros(64)\nfor _ in range(300): x.add_(torch.randn(64))"

    async def check() -> tuple[Report, int]:
        service = RunService(InlineSandbox(), Settings())
        report = await service.run(Snippet(source=source, device="cpu"))
        await service.stop()
        return report, service._cache.nbytes

    report, counted = asyncio.run(check())
    document = report.model_dump_json()
    tracemalloc.start()
    again = Report.model_validate_json(document)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert again == report
    assert held < counted < 2 * held
