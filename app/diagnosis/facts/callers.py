"""Callers: where the program called what made a node, when that is not where torch ran last."""

import re
from collections.abc import Callable, Sequence
from itertools import takewhile

from ...trace import Frame, Step

_OWN = re.compile(r"Backward$")
"""The node of a custom Function is named after its class; torch's own end with a number."""


def is_custom(node: str) -> bool:
    """Whether a node is that of an autograd.Function written in Python."""
    return _OWN.search(node) is not None


def caller(steps: Sequence[Step], step: Step, node: str) -> tuple[Frame, ...]:
    """Where a node was made. That of a custom Function shows itself when its forward is over, so we look back."""
    if not is_custom(node):
        return step.frames
    if node.startswith("CheckpointFunction"):
        return _last(steps, step, lambda frame: frame.checkpoint, and_itself=True)
    inside = f"{_OWN.sub('', node)}.forward"
    return _last(steps, step, lambda frame: frame.function.endswith(inside), and_itself=False)


def checkpoint_call(frames: tuple[Frame, ...]) -> tuple[Frame, ...]:
    """The stack up to the innermost call of a checkpoint; the whole stack where there is none."""
    for end in range(len(frames), 0, -1):
        if frames[end - 1].checkpoint:
            return frames[:end]
    return frames


def _last(steps: Sequence[Step], step: Step, marks: Callable[[Frame], bool], *, and_itself: bool) -> tuple[Frame, ...]:
    """The stack outside the last frame that is marked, before a step or in it."""
    for earlier in reversed(steps[: step.index + 1]):
        outside = tuple(takewhile(lambda frame: not marks(frame), earlier.frames))
        if len(outside) < len(earlier.frames):
            return earlier.frames[: len(outside) + and_itself]
    return step.frames
