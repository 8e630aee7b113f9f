"""IL016: An activation with a negative slope was computed in place.

What happened
    In place, leaky_relu, rrelu, elu and celu keep their result instead of their input, and find out from its sign
    which branch each element took. With a negative slope or alpha the sign of the result does not tell. Backward checks
    the number and stops.

Why torch forbids it
    An element that is positive may have been either; the gradient would be wrong.

How to cure it
    Use inplace=False: then the input is kept, and any slope is right.

What each cure costs
    One more tensor of the size of the activation, for these functions keep their input then.

Source
    aten/src/ATen/native/Activation.cpp, leaky_relu_backward and elu_backward.
"""

import re
from collections.abc import Iterator

from ...sentence import Sentence, sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stopped import sloped, stopped

CODE = "IL016"
TITLE = "An activation with a negative slope was computed in place"
MESSAGES = (re.compile(r"In-place \w+ backward calculation is triggered with a negative slope", re.IGNORECASE),)


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """The activation whose node was about to run."""
    if any(message.search(evidence.message) for message in MESSAGES):
        calls = sloped(evidence)
        yield from stopped(evidence, CODE, TITLE, _say, calls, calls)


def _say(lines: str) -> Sentence:
    return sentence(
        "Line %(lines)s kept its result. The slope is negative, so a sign does not tell which branch an element took.",
        lines=lines,
    )
