"""Chrome trace: the steps of a trace in the Trace Event Format, which ui.perfetto.dev and chrome://tracing open.

    X       a step, on the track of its phase
    C       live bytes by category from the end of a step on, and the highest moment of each step
    i       a write into a tensor
    s t f   the arrow of a node, from the steps that saved something for it to those that ran it

A trace knows no times: a step takes one microsecond, and `otherData` says so. Perfetto hangs an arrow on the slice that
stands topmost on the track at that moment, and counts a write as a slice; so within a step the arrows come before the
writes. Events with the same id, name and category are one arrow.
"""

import json
from collections.abc import Iterator
from typing import Any, Final, get_args

from ..trace import Bytes, Phase, Step, Trace, Write
from ..visible import visible
from .words import PROGRAM, called, names, shown

_PROCESS: Final = {"pid": 1}
_TRACKS: Final = {phase: {**_PROCESS, "tid": number} for number, phase in enumerate(get_args(Phase), 1)}
_ARROW, _WRITE = 0.25, 0.5
"""When within its step, in microseconds."""

Event = dict[str, Any]


def chrome_trace(trace: Trace) -> str:
    """The file: JSON, in ASCII."""
    about = {"unit": "step", "torch": visible(trace.torch), "device": visible(trace.device)}
    return json.dumps({"traceEvents": [*_events(trace)], "displayTimeUnit": "ns", "otherData": about})


def _events(trace: Trace) -> Iterator[Event]:
    """All events, in the order of their times."""
    yield from _tracks(trace)
    arrows, named = _arrows(trace), names(trace)
    yield {"ph": "C", "name": "live bytes", "ts": 0, **_PROCESS, "args": dict.fromkeys(Bytes.model_fields, 0)}
    for step in trace.steps:
        yield _slice(step)
        yield {"ph": "C", "name": "highest moment", "ts": step.index, **_PROCESS, "args": {"bytes": step.peak.total}}
        yield from arrows.get(step.index, ())
        yield from (_write(step, write, named) for write in step.writes)
        yield {"ph": "C", "name": "live bytes", "ts": step.index + 1, **_PROCESS, "args": step.live.model_dump()}


def _tracks(trace: Trace) -> Iterator[Event]:
    """What the process and its tracks are called, and in which order they stand."""
    yield {"ph": "M", "name": "process_name", **_PROCESS, "args": {"name": f"{PROGRAM} (1 µs = 1 step)"}}
    used = {step.phase for step in trace.steps}
    for phase, track in _TRACKS.items():
        if phase in used:
            yield {"ph": "M", "name": "thread_name", **track, "args": {"name": phase}}
            yield {"ph": "M", "name": "thread_sort_index", **track, "args": {"sort_index": track["tid"]}}


def _slice(step: Step) -> Event:
    args = {
        "step": step.index,
        "line": step.line,
        "visit": step.visit,
        "function": shown(step.frames[-1].function) if step.frames else None,
        "kernels": ", ".join(map(shown, step.kernels)) or None,
        "saves": ", ".join(f"{save.node}.{shown(save.slot)}" for save in step.saves) or None,
        "node": step.node,
        "failed": step.failed or None,
    }
    when = {"ts": step.index, "dur": 1, **_TRACKS[step.phase]}
    return {"ph": "X", "name": called(step), "cat": step.phase, **when, "args": _known(args)}


def _write(step: Step, write: Write, named: dict[str, str]) -> Event:
    args = {
        "tensor": write.tensor,
        "names": named.get(write.tensor),
        "storage": write.storage,
        "before": write.before,
        "after": write.after,
    }
    when = {"ts": step.index + _WRITE, "s": "t", **_TRACKS[step.phase]}
    return {"ph": "i", "name": shown(write.kernel), "cat": "write", **when, "args": _known(args)}


def _known(args: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in args.items() if value is not None}


def _arrows(trace: Trace) -> dict[int, list[Event]]:
    """The arrows that begin at, pass and end at each step."""
    found: dict[int, list[Event]] = {}
    titles = {node.id: f"saved for {shown(node.name)}" for node in trace.nodes}
    for number, (node, stops) in enumerate(_stops(trace), 1):
        for place, step in enumerate(stops):
            ph = "s" if place == 0 else "f" if place == len(stops) - 1 else "t"
            event = {"ph": ph, "id": number, "name": titles[node], "cat": "saved", "ts": step.index + _ARROW}
            onto = {"bp": "e"} if ph == "f" else {}
            found.setdefault(step.index, []).append({**event, **onto, **_TRACKS[step.phase]})
    return found


def _stops(trace: Trace) -> Iterator[tuple[str, list[Step]]]:
    """Each node that saved something and ran later, with the steps at which it did, up to the last that ran it."""
    stops: dict[str, list[Step]] = {}
    ends: dict[str, int] = {}
    for step in trace.steps:
        if step.node in stops:
            stops[step.node].append(step)
            ends[step.node] = len(stops[step.node])
        for node in dict.fromkeys(save.node for save in step.saves if save.node != step.node):
            stops.setdefault(node, []).append(step)
    yield from ((node, stops[node][:end]) for node, end in ends.items())
