"""The traces that every export has to hold for: of each program, and of recordings that met a limit."""

from functools import cache
from typing import Any, TypeVar

from hypothesis import strategies as st

from inplace_lab.trace import Record, Step, Trace
from tests.tracer.programs import BY_NAME, run

T = TypeVar("T", bound=Record)
_CUT: dict[str, Any] = {
    "cut at 20 steps": {"max_steps": 20},
    "cut at 30 tensors": {"max_tensors": 30},
}
ALL = (*BY_NAME, *_CUT)
"""Their names."""
HOSTILE = st.text(st.characters(exclude_categories=("Cs", "Cn"))) | st.sampled_from(
    [
        '"',
        "\\",
        'a"; b',
        "x\\",
        "<b>",
        "<<i>x</i>>",
        "&quot;",
        "&#60;",
        "\\N",
        "\\l",
        "a\nb",
        "{a|b}",
        "]; }",
        "=1+1",
        "\x00",
    ]
)
"""Names as no honest program has them."""


@cache
def trace_of(name: str) -> Trace:
    """What the tracer said of a program."""
    if name in _CUT:
        trace = run(BY_NAME["adam_batchnorm"], **_CUT[name]).trace
        assert trace.cuts
        return trace
    return run(BY_NAME[name]).trace


def renamed(name: str) -> Trace:
    """A sound trace in which everything that a program may name has this name."""
    trace = trace_of("sigmoid_then_mul")
    nodes = tuple(_changed(node, name=name) for node in trace.nodes)
    return trace.model_copy(update={"nodes": nodes, "steps": tuple(_renamed(step, name) for step in trace.steps)})


def _renamed(step: Step, name: str) -> Step:
    return _changed(
        step,
        op=name,
        kernels=(name,),
        frames=tuple(_changed(frame, function=name, file=name) for frame in step.frames),
        saves=tuple(_changed(save, slot=name) for save in step.saves),
        writes=tuple(_changed(write, kernel=name) for write in step.writes),
        bindings=tuple(_changed(binding, name=name) for binding in step.bindings),
    )


def _changed(record: T, **facts: Any) -> T:
    return record.model_copy(update=facts)
