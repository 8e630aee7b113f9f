"""IL014: A tensor that backward needs was detached in place.

What happened
    An operation kept one of its operands for backward: the tensor itself, with its grad_fn. Then detach_() cut that
    very object out of the graph. Backward found an operand that no longer knows where it came from.

Why torch forbids it
    What is kept must be as it was when it was kept, its place in the graph included: a second backward pass through
    the first one would have nowhere to go.

How to cure it
    Use `y = y.detach()`, which makes a second tensor on the same storage and leaves the first one in the graph.

What each cure costs
    Nothing: detach() shares the storage.

Source
    torch/csrc/autograd/saved_variable.cpp: "Trying to use a saved tensor that has been detached in-place".
"""

import re
from collections.abc import Iterator

from ...sentence import Sentence, sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stopped import detached, stopped

CODE = "IL014"
TITLE = "A tensor that backward needs was detached in place"
MESSAGES = (re.compile(r"saved tensor that has been detached in-?place"),)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """What detach_() was called on, if an operation keeps it."""
    if any(message.search(evidence.message) for message in MESSAGES):
        yield from stopped(evidence, CODE, TITLE, _say, *detached(evidence))


def _say(lines: str) -> Sentence:
    return sentence(
        "Line %(lines)s (detach_) took a tensor out of the graph that an operation keeps: backward cannot use it.",
        lines=lines,
    )
