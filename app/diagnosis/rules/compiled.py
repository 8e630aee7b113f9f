"""IL117: A refusal came wrapped in an error of torch.compile, export or a control flow operator.

What happened
    torch.compile and torch.export run the program on tensors without data first. Where an in-place operation is refused
    there, the error carries Dynamo's name: TorchRuntimeError, BackendCompilerFailed, Unsupported. The branches of
    `torch.cond` and the body of `while_loop` may not write to their inputs at all.

Why torch forbids it
    What is refused is what would be refused without torch.compile. A branch of `torch.cond` may not run, so a write to
    an input would happen or not happen, and the graph could not say.

How to cure it
    Run it without torch.compile, by `torch.compiler.set_stance("force_eager")`: the same line raises, with a short
    message. Cure that one: the page of the refusal inside says how.
    In `torch.cond`, `while_loop` and `scan`: return new tensors, `x + 1` for `x.add_(1)`.

What each cure costs
    As of the refusal inside. Compiled code often turns an out-of-place form back into a write, so it costs less there.

Source
    torch/_dynamo/exc.py; torch/_dynamo/variables/higher_order_ops.py.
"""

import re
from collections.abc import Iterator

from ...sentence import Sentence, sentence
from ..facts.evidence import Evidence
from ..model import Diagnosis, Place
from ..telling.places import raised
from ..telling.refused import refused
from ..wording import words

CODE = "IL117"
TITLE = "A refusal came wrapped in an error of torch.compile, export or a control flow operator"
MESSAGES = (words.HIGHER_ORDER,)
_SNIPPET = "snippet.py"
"""What tracebacks call a program that is one text."""


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """An error of Dynamo's that quotes a refusal which we know, or that refuses a write in a control flow operator."""
    said = evidence.message
    if words.HIGHER_ORDER.search(said) is not None:
        reason = sentence("A branch or body of a control flow operator may not write into its inputs.")
    elif words.WRAPPED.search(evidence.type) is not None and (inner := inside(said)) is not None:
        reason = inner
    else:
        return
    kind = evidence.type.rpartition(".")[2]
    story = sentence("torch.compile met a refusal while it tried the program out, and raised %(type)s.", type=kind)
    call, line = _call(evidence), _refused_line(evidence)
    yield from refused(evidence, CODE, TITLE, reason, story=story, at=call, writes=(line,) if line is not None else ())


def _call(evidence: Evidence) -> Place | None:
    """The line that called what was compiled: the last one of the program before the traceback enters Dynamo."""
    failure = evidence.trace.failure
    before = failure.traceback.partition("torch/_dynamo/")[0] if failure is not None else ""
    return _last_own(evidence, before) or raised(evidence.failed, failure)


def _refused_line(evidence: Evidence) -> Place | None:
    """The line of the program that Dynamo was at, which it quotes; where it quotes none, the innermost one."""
    quoted = _last_own(evidence, evidence.message.partition("from user code:")[2])
    return quoted or raised(evidence.failed, evidence.trace.failure)


def _last_own(evidence: Evidence, traceback: str) -> Place | None:
    """The last line in a traceback that is one of the program's own."""
    labels = {frame.file for step in evidence.steps for frame in step.frames}
    labels |= {evidence.trace.failure.file} if evidence.trace.failure is not None else set()
    for quoted in reversed(list(words.QUOTED_LINE.finditer(traceback))):
        label = next((label for label in labels if _is(label, quoted["file"])), None)
        if label is not None:
            return Place(step=-1, line=int(quoted["line"]), op=evidence.type.rpartition(".")[2], file=label)
    return None


def _is(label: str, file: str) -> bool:
    return file == (label or _SNIPPET) or (label != "" and file.endswith(f"/{label}"))


def inside(message: str) -> Sentence | None:
    """What was refused, where the message quotes a refusal of in-place code."""
    return next((said for pattern, said in _INSIDE if pattern.search(message) is not None), None)


_INSIDE: tuple[tuple[re.Pattern[str], Sentence], ...] = (
    (words.LEAF, sentence("Inside it is a write to a leaf that requires a gradient: IL101.")),
    (words.VIEW_OF_LEAF, sentence("Inside it is a write to a view of a leaf that requires a gradient: IL102.")),
    (words.MULTI_VIEW, sentence("Inside it is a write to one of several views that were made together: IL103.")),
    (words.MULTI_VIEW_BASE, sentence("Inside it is the use of a part of a tensor that was written since: IL104.")),
    (words.NO_GRAD_VIEW, sentence("Inside it is a write to a view that was made under no_grad: IL105.")),
    (words.INFERENCE_VIEW, sentence("Inside it is the use of a tensor of inference mode: IL106.")),
    (words.INFERENCE_WRITE, sentence("Inside it is the use of a tensor of inference mode: IL106.")),
    (words.INFERENCE_SAVE, sentence("Inside it is the use of a tensor of inference mode: IL106.")),
    (words.FUNCTION_VIEW, sentence("Inside it is a write to a view that a custom Function returned: IL107.")),
    (words.NOT_RETURNED, sentence("Inside it is a custom Function whose mark_dirty does not fit: IL108.")),
    (words.DIRTY_LEAF, sentence("Inside it is a custom Function whose mark_dirty does not fit: IL108.")),
    (words.SELF_OVERLAP, sentence("Inside it is a write to a tensor that overlaps itself: IL109.")),
    (words.OVERLAP, sentence("Inside it is a write to memory that is read at the same time: IL110.")),
    (words.DETACHED_VIEW, sentence("Inside it is a detach_ of a view: IL111.")),
    (words.OUT, sentence("Inside it is an out= where a gradient is wanted: IL112.")),
    (words.CAST, sentence("Inside it is a write whose result has another dtype: IL113.")),
    (words.GROWN, sentence("Inside it is a write whose result has another shape: IL114.")),
    (words.RESIZED, sentence("Inside it is a resize of a tensor that requires a gradient: IL115.")),
    (words.CAPTURED, sentence("Inside it is a write in a function that torch.func transforms: IL116.")),
    (words.VMAP, sentence("Inside it is a write in a function that torch.func transforms: IL116.")),
)
