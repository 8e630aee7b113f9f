"""IL224: A checkpointed function counts twice.

What happened
    A function under `torch.utils.checkpoint` runs once in the forward pass and once more in the backward pass. What it
    computes is the same; what it changes, it changes twice: running statistics of a batch norm move by two steps for
    one batch, num_batches_tracked and counters of your own count double.

Why torch does not notice
    A checkpoint restores random numbers and checks the tensors that it recomputes. It cannot know which writes are
    meant to happen once.

How to cure it
    Keep the layer that counts outside of the checkpoint.
    Or update only in the first run: the second one is inside a backward pass.
    For a batch norm, a momentum of 1 - sqrt(1 - m) makes two updates as large as one.

What each cure costs
    A layer outside of the checkpoint keeps what it saves. The others cost nothing.

Limits
    Reported for buffers of modules and other tensors without a gradient that live on; Python's own counters are not
    seen.

Source
    docs.pytorch.org, torch.utils.checkpoint: the recomputed forward must not have side effects.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Step, Write
from ..facts.aliases import aliases_of, only_writes
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote

CODE = "IL224"
TITLE = "A checkpointed function counts twice"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A storage that a checkpoint's function rewrote in the forward pass and again in the recomputation."""
    named: set[tuple[str, int | None]] = set()
    first: dict[tuple[str | None, str], Step] = {}
    for rewrite in aliases_of(evidence).rewrites:
        step, write = rewrite.step, rewrite.write
        key = write.storage, write.kernel
        if not _is_state(evidence, write) or not any(frame.checkpoint for frame in step.frames):
            continue
        if step.phase != "backward":
            first[key] = step
        elif key in first and (first[key].frames[-1].file, first[key].line) not in named:
            named.add((first[key].frames[-1].file, first[key].line))
            names = [name.name for name in rewrite.names]
            yield hazard(
                CODE,
                TITLE,
                sentence(
                    "Line %(line)s (%(op)s) changed %(name)s in the forward pass, and once more when the checkpoint "
                    "computed it again for backward.",
                    line=first[key].line or "?",
                    op=first[key].op,
                    name=names[0] if names else "?",
                ),
                overwritten=(wrote(first[key], *names),),
                name=names[0] if names else "",
            )


def _is_state(evidence: Evidence, write: Write) -> bool:
    """Whether what is written lives on beyond one pass, and depends on what it was."""
    if only_writes(write) or evidence.of_parameter(write.storage):
        return False
    return evidence.category(write.storage) in ("parameters", "inputs")
