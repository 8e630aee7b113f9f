"""A watch names the lines that the whole trace names, stays small, and changes nothing."""

import gc
import weakref
from pathlib import Path

import pytest
import torch

from inplace_lab.diagnosis.diagnose import diagnose
from inplace_lab.diagnosis.model import Diagnosis
from inplace_lab.soundness import refuse_unsound
from inplace_lab.trace import Trace

from .programs import BY_NAME, run
from .test_transparency import _EPILOGUE
from .watched import watched

FAILING = Path(__file__).parent.parent / "diagnosis" / "programs" / "backward"
PROGRAMS = (
    "boxes_wh_saved_xy_moved",
    "ddpg_polyak_and_steps",
    "decoder_feeds_back_its_output",
    "embedding_functional_penalty",
    "l2_normalise_feature_in_place",
    "lstm_state_tuple_carried",
    "memory_efficient_swish",
    "moco_enqueue_before_backward",
    "nerf_transmittance_loop",
    "warmup_scale_third_step",
)
_LOOP = """
import torch
w = torch.ones(3, requires_grad=True)
kept = w.exp()
kept += 1
for _ in range(40):
    x = (w * 2).exp()
    x.sum().backward()
    w.grad.zero_()
"""


def lines(found: tuple[Diagnosis, ...]) -> list[tuple[str, set[int | None], set[int | None], int | None]]:
    """Code and lines of what is certain."""
    return [
        (each.code, {p.line for p in each.saved}, {p.line for p in each.overwritten}, each.raised and each.raised.line)
        for each in found
        if each.certain
    ]


def told(trace: Trace | None) -> list[tuple[str, set[int | None], set[int | None], int | None]]:
    """What the rules find in an excerpt, which must be sound."""
    assert trace is not None
    refuse_unsound(trace)
    return lines(diagnose(trace))


@pytest.mark.parametrize("name", PROGRAMS)
def test_an_excerpt_has_the_lines_of_the_whole_trace(name: str) -> None:
    source = (FAILING / f"{name}.py").read_text()
    assert told(watched(source).excerpt) == lines(diagnose(run(source, max_steps=20_000).trace))


def test_a_recorder_that_is_full_leaves_it_to_the_watch() -> None:
    source = (FAILING / "warmup_scale_third_step.py").read_text()
    assert told(watched(source, steps=5).excerpt) == lines(diagnose(run(source, max_steps=20_000).trace)) != []


def test_every_write_since_the_save_is_named_with_its_versions() -> None:
    source = "import torch\nx = torch.ones(3, requires_grad=True)\ny = x.exp()\ny += 1\ny[0] = 5\ny.sum().backward()"
    trace = watched(source).excerpt
    assert told(trace) == [("IL001", {3}, {4, 5}, 6)]
    assert trace is not None
    assert [(write.before, write.after) for _, write in trace.writes()] == [(0, 1), (1, 2)]


def test_a_loop_is_told_from_a_line_that_runs_once() -> None:
    source = (
        "import torch\nw = torch.ones(3, requires_grad=True)\nfor i in range(3):\n"
        "    y = w.exp()\n    if i == 2:\n        y.add_(1)\n    y.sum().backward()"
    )
    trace = watched(source).excerpt
    assert trace is not None
    assert {step.line: step.visit for step in trace.steps if not step.failed} == {4: 3, 6: 1}


def test_a_write_that_torch_refuses_is_told() -> None:
    source = "import torch\nw = torch.ones(3, requires_grad=True)\nw += 1"
    assert [code for code, *_ in told(watched(source).excerpt)] == ["IL101"]


def test_rings_forget_the_oldest_and_keep_what_is_recent() -> None:
    late = watched(_LOOP + "y = w.exp()\ny += 1\ny.sum().backward()", most=16)
    assert len(late.watch.nodes) <= 16
    assert len(late.watch.writes) <= 16
    assert told(late.excerpt) == [("IL001", {10}, {11}, 12)]
    early = watched(_LOOP + "kept.sum().backward()", most=16)
    assert told(early.excerpt) == []


@pytest.mark.parametrize("name", sorted(BY_NAME))
def test_a_watched_program_does_what_it_does_unwatched(name: str) -> None:
    if name == "syntax_error":
        return
    source = BY_NAME[name] + (_EPILOGUE if "import torch" in BY_NAME[name] else "")
    heard, alone = watched(source), watched(source, listen=False)
    assert heard.stdout == alone.stdout
    assert (type(heard.error), str(heard.error)) == (type(alone.error), str(alone.error))
    assert heard.watch.ended_by is None


def test_it_keeps_no_tensor_alive() -> None:
    ended = watched("import torch\nx = torch.ones(3, requires_grad=True)\ny = (x * 2).relu_()\ny.sum().backward()")
    tensors = [weakref.ref(value) for value in ended.names.values() if isinstance(value, torch.Tensor)]
    ended.names.clear()
    gc.collect()
    assert len(tensors) == 2
    assert [ref() for ref in tensors] == [None, None]
    assert ended.watch.nodes
    assert ended.watch.writes
