"""What the Lab asks of CUDA's allocator. The answers here are written by hand; those of a GPU are asked at the end."""

import asyncio
import json
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from inplace_lab.lab.measuring.allocation import Allocation
from inplace_lab.lab.network.contrast import Contrast, sides_of
from inplace_lab.lab.network.spec import Act, Add, Capture, Conv2d, Input, Mark, NetworkSpec
from inplace_lab.lab.programs.allocator import allocation_of, allocator_program
from inplace_lab.lab.service import Lab
from inplace_lab.runs.client import Client
from inplace_lab.runs.report import Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings

from .gpu_runs import MIB, GpuRuns, figures, moment, printed, report
from .running import compared

ON_GPU = NetworkSpec().with_options(device="cuda")


def told(change: Any = None) -> Allocation | None:
    """What is made of the program's line, after a change to it."""
    line = printed()
    if change:
        change(line)
    return allocation_of(report(json.dumps(line)), "")


def source_of(spec: NetworkSpec) -> str:
    return allocator_program(sides_of(spec, Contrast())[1]).source


def test_each_phase_has_its_figures_and_each_pass_its_time() -> None:
    allocation = told()
    assert allocation is not None
    assert [each.phase for each in allocation.moments] == ["libraries", "before", "forward", "backward"]
    assert (allocation.libraries.allocated, allocation.moments[3].peak) == (8 * MIB, 13 * MIB)
    assert (allocation.forward.median, allocation.rounds) == (0.0011, 3)
    assert allocation.backward is not None
    assert allocation.backward.low == pytest.approx(0.0021)


@pytest.mark.parametrize(
    "change",
    [
        lambda line: line["moments"].pop(1),
        lambda line: line["moments"].append(moment("forward", 1, 1)),
        lambda line: line["moments"][0].update(allocated=-1),
        lambda line: line["moments"][0].update(allocated="8"),
        lambda line: line["moments"][0].update(allocated=2**60),
        lambda line: line["moments"][0].update(more=1),
        lambda line: line["rounds"].append([0.1]),
        lambda line: line["rounds"].append([float("nan"), 1.0]),
        lambda line: line["rounds"].clear(),
        lambda line: line.pop("rounds"),
    ],
)
def test_what_such_a_program_never_prints_is_not_believed(change: Any) -> None:
    assert told(change) is None


@given(st.text() | st.integers(0, len(figures()) - 1).map(lambda end: figures()[:end]))
def test_no_text_is_mistaken_for_figures(text: str) -> None:
    assert allocation_of(report(text), "") is None


def test_a_program_that_did_not_reach_its_end_tells_nothing() -> None:
    assert allocation_of(report(figures(), Status.TIMED_OUT), "") is None


@pytest.mark.parametrize("mode", ["train", "eval", "no_grad", "inference_mode"])
@pytest.mark.parametrize("optimizer", ["none", "adam"])
def test_the_step_is_that_of_the_program_that_is_traced(mode: str, optimizer: str) -> None:
    """Run here on the CPU: the step alone, without the questions."""
    spec = NetworkSpec(
        input=Input(batch=1, channels=2, height=4, width=4),
        blocks=(Conv2d(out=2), Mark(), Act(), Capture(), Conv2d(out=2), Capture(), Add()),
    )
    source = source_of(spec.with_options(mode=mode, optimizer=optimizer))
    step = source.partition("moments, marks")[0].replace('torch.set_default_device("cuda")', "")
    names: dict[str, Any] = {}
    exec(step, names)
    phases: list[str] = []
    names["make"]()(phases.append)
    learns = ["backward", *(["optimizer"] if optimizer == "adam" else [])] if mode == "train" else []
    assert phases == ["before", "forward", *learns]


def test_only_a_network_on_the_gpu_is_asked_about() -> None:
    runs = GpuRuns(figures())
    lab = Lab(runs)  # type: ignore[arg-type]
    on_cpu = NetworkSpec().with_options(device="cpu")
    assert asyncio.run(lab.allocations(on_cpu, Contrast(), client=Client("a"))) is None
    assert asyncio.run(lab.snapshot(on_cpu, Contrast(), side="left", client=Client("a"))) is None
    assert runs.asked == []


def test_each_side_is_asked_once_in_a_process_of_its_own_and_afresh() -> None:
    runs = GpuRuns(figures())
    lab = Lab(runs)  # type: ignore[arg-type]
    first = asyncio.run(lab.allocations(NetworkSpec(), Contrast(), client=Client("a")))
    assert asyncio.run(lab.allocations(ON_GPU, Contrast(), client=Client("b"))) is first
    assert first is not None
    assert first.left is not None
    assert [(snippet.device, snippet.trace, fresh) for snippet, fresh in runs.asked] == [("cuda", False, True)] * 2
    assert ["inplace=True" in snippet.source for snippet, _ in runs.asked] == [False, True]
    assert first.left.source == runs.asked[0][0].source


def test_a_side_that_raises_has_no_figures() -> None:
    allocations = asyncio.run(Lab(GpuRuns("")).allocations(ON_GPU, Contrast(), client=Client("a")))  # type: ignore[arg-type]
    assert allocations is not None
    assert (allocations.left, allocations.right) == (None, None)


@pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no CUDA device")
@pytest.mark.parametrize("optimizer", ["none", "momentum"])
def test_between_the_phases_nothing_is_borrowed_and_the_tracer_is_right_to_the_byte(optimizer: str) -> None:
    """Not with Adam: its step counters lie in the memory of the host, where the tracer counts them, too."""
    spec = ON_GPU.with_options(optimizer=optimizer)

    async def ask() -> Any:
        runs = RunService(Pool(warm_children=1), Settings())
        await runs.start()
        try:
            return await Lab(runs).allocations(spec, Contrast(), client=Client("a"))
        finally:
            await runs.stop()

    (libraries, _, *moments), bars = asyncio.run(ask()).left.moments, compared(spec).left.bars
    for seen in moments:
        steps = [bar for bar in bars if bar.phase == seen.phase]
        assert seen.requested - libraries.requested == steps[-1].live.total
        assert seen.requested_peak - libraries.requested >= max(bar.peak.total for bar in steps)
        assert seen.reserved >= seen.peak >= seen.allocated >= seen.requested
