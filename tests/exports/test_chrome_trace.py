"""The file keeps the rules of the Trace Event Format, and says of each step what the trace says."""

import json
from collections import defaultdict
from itertools import pairwise
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from inplace_lab.exports.chrome_trace import chrome_trace
from inplace_lab.trace import Trace

from .traces import ALL, HOSTILE, renamed, trace_of


class _Event(BaseModel):
    """What every event has. docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU."""

    model_config = ConfigDict(extra="forbid", strict=True)
    name: str = Field(min_length=0)
    pid: int


class _Timed(_Event):
    """What happens at a time, in microseconds."""

    ts: float = Field(ge=0, allow_inf_nan=False)


class _Complete(_Timed):
    ph: Literal["X"]
    tid: int
    cat: str
    dur: float = Field(gt=0)
    args: dict[str, int | str | bool]


class _Instant(_Timed):
    ph: Literal["i"]
    tid: int
    cat: str
    s: Literal["g", "p", "t"]
    args: dict[str, int | str]


class _Counter(_Timed):
    ph: Literal["C"]
    args: dict[str, int]


class _Flow(_Timed):
    ph: Literal["s", "t"]
    tid: int
    cat: str
    id: int


class _FlowEnd(_Timed):
    ph: Literal["f"]
    tid: int
    cat: str
    id: int
    bp: Literal["e"]


class _Metadata(_Event):
    ph: Literal["M"]
    tid: int | None = None
    name: Literal["process_name", "thread_name", "thread_sort_index"]
    args: dict[Literal["name", "sort_index"], int | str]


class _File(BaseModel):
    """The JSON Object Format."""

    model_config = ConfigDict(extra="forbid", strict=True)
    traceEvents: list[  # noqa: N815
        Annotated[_Complete | _Instant | _Counter | _Flow | _FlowEnd | _Metadata, Field(discriminator="ph")]
    ]
    displayTimeUnit: Literal["ms", "ns"]  # noqa: N815
    otherData: dict[str, str]  # noqa: N815


def events_of(trace: Trace) -> list[Any]:
    """The events of the file, each of which has what its kind has to have."""
    document = chrome_trace(trace)
    file = TypeAdapter(_File).validate_json(document)
    assert document.isascii()
    assert file.otherData["unit"] == "step"
    return file.traceEvents


def by_track(events: list[Any], kinds: str) -> dict[tuple[int, int], list[Any]]:
    """The events of these kinds on each track, in the order of the file."""
    found = defaultdict(list)
    for event in events:
        if event.ph in kinds:
            found[event.pid, event.tid].append(event)
    return found


@pytest.mark.parametrize("name", ALL)
def test_every_step_and_every_write_is_an_event_on_the_track_of_its_phase(name: str) -> None:
    trace = trace_of(name)
    events = events_of(trace)
    tracks = {e.tid: e.args["name"] for e in events if e.ph == "M" and e.name == "thread_name"}
    assert [(e.args["step"], e.ts, tracks[e.tid]) for e in events if e.ph == "X"] == [
        (step.index, step.index, step.phase) for step in trace.steps
    ]
    told = [(int(e.ts), e.name, e.args.get("before"), e.args.get("after")) for e in events if e.ph == "i"]
    assert told == [(step.index, w.kernel, w.before, w.after) for step in trace.steps for w in step.writes]


@pytest.mark.parametrize("name", ALL)
def test_times_never_fall_and_slices_never_overlap_on_a_track(name: str) -> None:
    events = events_of(trace_of(name))
    assert all(a.ts <= b.ts for a, b in pairwise(e for e in events if e.ph != "M"))
    for slices in by_track(events, "X").values():
        assert all(a.ts + a.dur <= b.ts for a, b in pairwise(slices))


@pytest.mark.parametrize("name", ALL)
def test_the_counter_is_the_live_bytes_of_each_category_when_a_step_has_ended(name: str) -> None:
    trace = trace_of(name)
    events = [e for e in events_of(trace) if e.ph == "C"]
    live = [e for e in events if e.name == "live bytes"]
    assert [(e.ts, e.args) for e in live[1:]] == [(step.index + 1, step.live.model_dump()) for step in trace.steps]
    assert (live[0].ts, set(live[0].args.values())) == (0, {0})
    assert [e.args["bytes"] for e in events if e.name != "live bytes"] == [step.peak.total for step in trace.steps]


@pytest.mark.parametrize("name", ALL)
def test_an_arrow_leads_from_each_save_to_the_runs_of_its_node(name: str) -> None:
    trace = trace_of(name)
    drawn = defaultdict(list)
    for e in events_of(trace):
        if e.ph in "stf":
            drawn[e.id, e.name, e.cat].append((e.ph, int(e.ts)))
    for stops in drawn.values():
        assert [ph for ph, _ in stops] == ["s", *"t" * (len(stops) - 2), "f"]
    saved = {(save.node, step.index) for step, save in trace.saves()}
    runs = {(step.node, step.index) for step in trace.steps}
    expected = []
    for node in trace.nodes:
        begin = min((step for of, step in saved if of == node.id), default=len(trace.steps))
        ends = sorted(step for of, step in runs if of == node.id and step > begin)
        between = sorted(step for of, step in saved if of == node.id and ends and begin < step < ends[-1])
        expected += [sorted({begin, *between, *ends})] if ends else []
    assert sorted([step for _, step in stops] for stops in drawn.values()) == sorted(expected)


@pytest.mark.parametrize("name", ALL)
def test_every_arrow_hangs_on_the_slice_of_its_step(name: str) -> None:
    """Perfetto takes the slice that stands topmost when it meets an end of an arrow; a write is a slice of its own."""
    for events in by_track(events_of(trace_of(name)), "Xistf").values():
        top = None
        for event in events:
            if event.ph in "Xi":
                top = event
            else:
                assert top.ph == "X"
                assert top.ts < event.ts < top.ts + top.dur


def test_arrows_lead_through_both_passes_over_a_graph_that_was_kept() -> None:
    passes = [e for e in events_of(trace_of("retain_graph_twice")) if e.ph == "t"]
    assert passes


@given(HOSTILE)
def test_no_name_breaks_the_file_or_hides_in_it(name: str) -> None:
    events = events_of(renamed(name))
    texts = json.dumps([e.name for e in events], ensure_ascii=False)
    assert "\u202e" not in texts
    assert len([e for e in events if e.ph == "X"]) == len(renamed(name).steps)
