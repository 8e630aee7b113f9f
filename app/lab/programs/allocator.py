"""Allocator: the program that asks CUDA's caching allocator about one step, and what it printed, read.

The allocator's figures are in docs.pytorch.org/docs/stable/notes/cuda.html, "Memory management", and in the docstring
of torch.cuda.memory_stats. Each side runs in a process of its own: what one network leaves cached must not be there
for the other. So the times of the two sides are not taken by turns, and are not compared.
"""

from dataclasses import replace
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ...runs.report import Report, Status
from ...trace import Snippet
from ..measuring.allocation import Allocation, Moment
from ..measuring.comparison import Spread
from ..network.contrast import SideSpec
from ..network.shapes import shapes_of
from .layers import labels
from .program import LEARNS, captures_of, class_lines, global_lines, loss_lines, setup_lines

LEAST_ROUNDS, MOST_ROUNDS, BUDGET_SECONDS = 5, 41, 0.6
_PARTS: Final = ("libraries", "before", "forward", "backward", "optimizer")

_ASK = """\
moments, marks, rounds = [], [], []


def look(phase):  # what the allocator says now, in bytes, and its peaks since the last look
    torch.cuda.synchronize()
    stats = torch.cuda.memory_stats()
    moments.append({{
        "phase": phase,
        "allocated": torch.cuda.memory_allocated(),
        "reserved": torch.cuda.memory_reserved(),
        "requested": stats.get("requested_bytes.all.current"),
        "peak": torch.cuda.max_memory_allocated(),
        "requested_peak": stats.get("requested_bytes.all.peak"),
    }})
    torch.cuda.reset_peak_memory_stats()


def mark(phase):  # a point on the GPU's own clock
    marks.append(torch.cuda.Event(enable_timing=True))
    marks[-1].record()


make()(lambda phase: None)  # warms up: kernels are loaded, cuBLAS and cuDNN have what they hold for good
gc.collect()
torch.cuda.synchronize()
torch.cuda.empty_cache()
torch.cuda.reset_peak_memory_stats()
look("libraries")
step = make()
step(look)

deadline = time.perf_counter() + {budget}
while len(rounds) < {most} and (len(rounds) < {least} or time.perf_counter() < deadline):
    marks.clear()
    step(mark)
    torch.cuda.synchronize()
    rounds.append([start.elapsed_time(end) / 1000 for start, end in zip(marks, marks[1:])])
print(json.dumps({{"moments": moments, "rounds": rounds}}))
"""


_PLAIN_PASSES: Final = ["loss = y.sum()", 'note("forward")', "loss.backward()", "del loss"]
"""Where the loss has no name in the program that is traced: it dies with its backward pass, and counts as forward."""


def allocator_program(side: SideSpec) -> Snippet:
    """A program that prints what the allocator says of a side, as one line of JSON. Raises Misfit."""
    spec = side.spec.with_options(device="cuda")
    network = class_lines(spec, shapes_of(spec).require(), [0] * len(spec.blocks), "Net", inplace=side.inplace)
    body = [*network, "", "", *_make(replace(side, spec=spec))]
    imports = ["import gc", "import json", "import time", "", "import torch"]
    imports += ["import torch.nn.functional as F"] if "F." in "\n".join(body) else []
    imports += ["from torch import nn"]
    imports += ["from torch.utils.checkpoint import checkpoint"] if spec.options.checkpoint else []
    tail = _ASK.format(budget=BUDGET_SECONDS, most=MOST_ROUNDS, least=LEAST_ROUNDS)
    lines = [*imports, "", *global_lines(spec.options), "", "", *body, "", "", tail]
    return Snippet(source="\n".join(lines), device="cuda", seed=spec.options.seed, trace=False)


def allocation_of(report: Report, source: str) -> Allocation | None:
    """What the program printed; None where it did not reach its end, or where that is not what such a program says."""
    if report.status is not Status.OK:
        return None
    try:
        printed = _Printed.model_validate_json(report.stdout, strict=True)
    except ValidationError:
        return None
    phases = tuple(moment.phase for moment in printed.moments)
    if phases != _PARTS[: len(phases)] or any(len(times) != len(phases) - 2 for times in printed.rounds):
        return None
    passes = [Spread.of(times) for times in zip(*printed.rounds, strict=True)]
    return Allocation(
        moments=printed.moments,
        forward=passes[0],
        backward=passes[1] if len(passes) > 1 else None,
        rounds=len(printed.rounds),
        source=source,
    )


class _Printed(BaseModel):
    """The line of JSON; times in seconds, of the passes of each round."""

    model_config = ConfigDict(extra="forbid")

    moments: Annotated[tuple[Moment, ...], Field(min_length=3, max_length=len(_PARTS))]
    rounds: Annotated[
        list[list[Annotated[float, Field(ge=0, allow_inf_nan=False)]]], Field(min_length=2, max_length=MOST_ROUNDS)
    ]


def _make(side: SideSpec) -> list[str]:
    """A function that makes the network, and returns one step of it, which says when each phase has ended."""
    setup = setup_lines(side.spec, labels(side.spec.blocks))
    made = ["def make():", *(f"    {line}" if line else "" for line in setup), "", "    def step(note):"]
    return [*made, *(f"        {line}" for line in _step(side, setup)), "", "    return step"]


def _step(side: SideSpec, setup: list[str]) -> list[str]:
    mode = side.spec.options.mode
    start = [*(["features.clear()"] if captures_of(side.spec) else []), 'note("before")']
    if mode in ("no_grad", "inference_mode"):
        return [*start, f"with torch.{mode}():", "    y = net(x)", 'note("forward")']
    if mode not in LEARNS:
        return [*start, "y = net(x)", 'note("forward")']
    *loss, backward = loss_lines(side.spec)
    passes = [*loss, 'note("forward")', backward] if loss else _PLAIN_PASSES
    update = any(line.startswith("optimizer = ") for line in setup)
    steps = ["optimizer.step()", 'note("optimizer")'] if update else []
    return [*start, "y = net(x)", *passes, 'note("backward")', *steps, "net.zero_grad()"]
