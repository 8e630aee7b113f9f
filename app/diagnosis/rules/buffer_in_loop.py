"""IL004: A buffer was filled row by row while rows written earlier were still needed.

What happened
    A loop computes row t+1 from row t and writes it into the same buffer. The operation that read row t kept it for
    backward. Each later write moves the version counter of the whole buffer, so row t is stale as soon as row t+1 is
    written, although its values are untouched.

Why torch forbids it
    All rows are views of one tensor and share one version counter. The counter says that somebody wrote, not where.

How to cure it
    Collect the rows in a list and stack them once after the loop: `rows.append(row)`, then `torch.stack(rows)`.
    Or give the operation a copy of the row that it reads: `buffer[t].clone()`.

What each cure costs
    A list costs nothing: the rows are kept for backward anyway. Copies cost each row once more.

Source
    torch/csrc/autograd/saved_variable.cpp, SavedVariable::unpack; c10/core/TensorImpl.h, "Version counters are shared".
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.stale import stale

CODE = "IL004"
TITLE = "A buffer was filled row by row while rows written earlier were still needed"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A stale save of which no element was touched, written by a line that a loop came to again."""
    kept = evidence.met
    if kept is not None and kept.untouched and evidence.is_filled_by_loop(kept):
        reason = sentence("The row that was kept is untouched: every row shares the version counter of the buffer.")
        yield from stale(evidence, CODE, TITLE, reason)
