"""Words: what steps, files and tensors are called in a file. Names come from a program, so they pass `visible`."""

from collections.abc import Collection
from itertools import islice

from ..trace import Frame, Step, Trace
from ..visible import visible

PROGRAM = "snippet.py"
"""What the file of a program is called that is one text."""
MOST_NAMES = 4
"""Names of one tensor that are told; a loop over a list gives it one for each place in the list."""
_LONGEST = 80


def called(step: Step) -> str:
    """What a step calls, as a reader would write it."""
    return shown(step.op.rsplit("::", 1)[-1])


def file_of(frame: Frame) -> str:
    """The file of a frame."""
    return shown(frame.file) or PROGRAM


def shown(name: str) -> str:
    """A name in one line, with a sign for what cannot be seen, and cut where it is very long."""
    text = visible(name).replace("\n", "⏎").replace("\t", " ")
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def names(trace: Trace) -> dict[str, str]:
    """The names that each tensor ever had, in the order in which it got them; those without one are left out."""
    found: dict[str, dict[str, None]] = {}
    for step in trace.steps:
        for binding in step.bindings:
            if binding.tensor is not None:
                found.setdefault(binding.tensor, {})[binding.name] = None
    return {tensor: _listed(of_it) for tensor, of_it in found.items()}


def _listed(found: Collection[str]) -> str:
    more = ", …" if len(found) > MOST_NAMES else ""
    return ", ".join(shown(name) for name in islice(found, MOST_NAMES)) + more
