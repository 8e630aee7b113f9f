"""The snapshot holds the trace's own bytes, and torch's readers of snapshots take it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from torch.cuda import _memory_viz as viewer

from inplace_lab.exports.memory_viewer import memory_viewer
from inplace_lab.soundness import refuse_unsound
from inplace_lab.trace import Bytes, Resize, Step, Storage, Trace
from tests.tracer.programs import run

from .replayed import Device, levels, unpickled
from .traces import ALL, trace_of

PROGRAM = """\
import torch


def square(x):
    return x * x


a = torch.ones(256, requires_grad=True)
b = square(a)
"""


def highest_and_last(trace: Trace) -> list[tuple[int, int]]:
    """For each step the highest level from its beginning on, and the last, as the file tells them."""
    found, level = [], 0
    told = [*levels(unpickled(memory_viewer(trace)))]
    for step in trace.steps:
        within = [level, *(alive for index, alive in told if index == step.index)]
        level = within[-1]
        found.append((max(within), level))
    return found


@pytest.mark.parametrize("name", ALL)
def test_each_step_ends_and_peaks_at_the_bytes_of_the_trace(name: str) -> None:
    trace = trace_of(name)
    assert highest_and_last(trace) == [(step.peak.total, step.live.total) for step in trace.steps]


@pytest.mark.parametrize("name", ALL)
def test_nothing_overlaps_and_what_is_left_is_what_the_segments_hold(name: str) -> None:
    snapshot = unpickled(memory_viewer(trace_of(name)))
    devices = [Device() for _ in snapshot["device_traces"]]
    for device, trace in zip(devices, snapshot["device_traces"], strict=True):
        for event in trace:
            device.take(event)
    for segment in snapshot["segments"]:
        address, held = segment["address"], {}
        for block in segment["blocks"]:
            assert block["address"] == address
            address += block["size"]
            if block["state"] == "active_allocated":
                held[block["address"]] = block["requested_size"]
        assert address == segment["address"] + segment["total_size"]
        assert held == devices[segment["device"]].blocks


@pytest.mark.parametrize("name", ALL)
def test_torchs_own_readers_take_it(name: str) -> None:
    trace, data = trace_of(name), memory_viewer(trace_of(name))
    seen = unpickled(data)
    live = trace.steps[-1].live.total if trace.steps else 0
    assert sum(map(viewer.calc_active, seen["segments"])) == live
    assert f"total_allocated: {viewer.Bytes(live)}\n" in viewer.segsum(seen)
    assert "Active Memory Timeline" in viewer.trace_plot(seen)
    assert "Allocator State History" in viewer.segment_plot(seen)
    assert viewer.trace(seen).count(" = ") == sum(e["action"] == "alloc" for e in _events(seen))
    held = [block for segment in seen["segments"] for block in segment["blocks"]]
    assert len(viewer.segments(seen, format_flamegraph=str).splitlines()) >= len(held)
    assert all(e["action"] == "alloc" for e in _events(viewer.filter_alloc_free_pairs(unpickled(data))))


def test_a_block_names_what_was_called_the_lines_of_the_program_and_what_it_is() -> None:
    seen = unpickled(memory_viewer(run(PROGRAM).trace))
    (taken,) = [e for e in _events(seen) if e["user_metadata"].get("names") == "b"]
    assert [(frame["filename"], frame["line"], frame["name"]) for frame in taken["frames"]] == [
        ("torch", 0, "mul"),
        ("snippet.py", 5, "square"),
        ("snippet.py", 9, "<module>"),
    ]
    assert (taken["size"], taken["category"], taken["user_metadata"]["step"]) == (1024, "activations", 1)


def test_each_device_has_a_segment_of_its_own() -> None:
    trace = trace_of("four_blocks_sgd")
    there = [("cpu", "cuda:0")[place % 2] for place in range(len(trace.storages))]
    moved = tuple(s.model_copy(update={"device": d}) for s, d in zip(trace.storages, there, strict=True))
    both = trace.model_copy(update={"storages": moved})
    snapshot = unpickled(memory_viewer(both))
    assert snapshot["devices"] == ["cpu", "cuda:0"]
    assert [segment["device"] for segment in snapshot["segments"]] == [0, 1]
    assert [last for _, last in highest_and_last(both)] == [step.live.total for step in trace.steps]
    ends = [range(s["address"], s["address"] + s["total_size"]) for s in snapshot["segments"]]
    assert ends[0][-1] < ends[1][0]


def test_a_loop_gets_the_same_places_again() -> None:
    loop = "import torch\nx = torch.ones(8)\nfor _ in range({}):\n    y = x * 2\n    del y"
    short, long = (unpickled(memory_viewer(run(loop.format(n)).trace)) for n in (2, 50))
    assert short["segments"] == long["segments"]


def _events(snapshot: dict[str, Any]) -> list[dict[str, Any]]:
    return [e for trace in snapshot["device_traces"] for e in trace if e["action"] != "snapshot"]


@st.composite
def made_up(draw: st.DrawFn, *, resized: bool) -> Trace:
    """A sound trace of births, deaths and changes of size, whose bytes were counted while they happened."""
    storages: list[Storage] = []
    steps: list[Step] = []
    alive: dict[str, int] = {}
    for index in range(draw(st.integers(1, 6))):
        peak, frees, resizes = sum(alive.values()), list[str](), list[Resize]()
        if resized and alive:
            resizes = [Resize(storage=s, nbytes=draw(st.integers(0, 9))) for s in draw(_some(alive))]
            alive.update((resize.storage, resize.nbytes) for resize in resizes)
        for _ in range(draw(st.integers(0, 6))):
            if alive and draw(st.booleans()):
                frees.append(draw(st.sampled_from(sorted(alive))))
                del alive[frees[-1]]
            else:
                storages.append(_storage(len(storages), draw(st.integers(0, 9)), index))
                alive[storages[-1].id] = storages[-1].nbytes
            peak = max(peak, sum(alive.values()))
        live = sum(alive.values())
        steps.append(_step(index, live, max(peak, live), tuple(frees), tuple(resizes)))
    trace = Trace(torch="2", device="cpu", threads=1, storages=tuple(storages), steps=tuple(steps), seconds=0)
    refuse_unsound(trace)
    return trace


def _some(alive: dict[str, int]) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(sorted(alive)), max_size=3)


def _storage(number: int, nbytes: int, born: int) -> Storage:
    facts: dict[str, Any] = {"device": "cpu", "category": "inputs", "freed": None, "version": 0}
    return Storage(id=f"s{number}", nbytes=nbytes, born=born, **facts)


def _step(index: int, live: int, peak: int, frees: tuple[str, ...], resizes: tuple[Resize, ...]) -> Step:
    nothing = dict.fromkeys(("frames", "kernels", "reads", "writes", "creates", "saves", "states", "bindings"), ())
    facts: dict[str, Any] = {"line": 1, "phase": "forward", "op": "f", "node": None, **nothing}
    bytes_ = {"live": Bytes(inputs=live), "peak": Bytes(inputs=peak)}
    return Step(index=index, frees=frees, resizes=resizes, **facts, **bytes_)


@given(made_up(resized=False))
def test_births_and_deaths_in_any_order_peak_where_they_did(trace: Trace) -> None:
    assert highest_and_last(trace) == [(step.peak.total, step.live.total) for step in trace.steps]


@given(made_up(resized=True))
def test_storages_that_change_their_size_end_each_step_at_its_bytes(trace: Trace) -> None:
    assert [last for _, last in highest_and_last(trace)] == [step.live.total for step in trace.steps]
