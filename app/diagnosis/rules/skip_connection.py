"""IL209: A skip connection was read after its branch had rewritten it.

What happened
    A block keeps its input for the end (`identity = x`), and the first thing the branch does is an activation with
    inplace=True. That activation writes into the input itself, so the block adds relu(x) at the end, and not x. Nothing
    is refused, and the gradients are right for what was computed. But that is another network than the one intended.

Why torch does not notice
    A name is no copy. The activation keeps its own result, which is still there; nobody asks for the input.

How to cure it
    `nn.ReLU(inplace=False)` for the first activation of a branch; the later ones may stay as they are.
    Or compute the skip connection first, if it has layers of its own.
    Or keep a copy: `identity = x.clone()`.

What each cure costs
    One more tensor of the size of the input for each block.

Limits
    A program may mean it so; hence a warning.

Source
    docs.pytorch.org, torch.nn.ReLU; a known mistake in published models with pre-activation blocks.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.aliases import Reading, Rewrite, aliases_of
from ..facts.branches import joined, victims
from ..facts.evidence import Evidence
from ..facts.name import Name
from ..model import Diagnosis
from ..telling.hazards import bound, hazard, wrote

CODE = "IL209"
TITLE = "A skip connection was read after its branch had rewritten it"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """An older name, added to what was computed from its memory after that was rewritten."""
    aliases = aliases_of(evidence)
    for rewrite in aliases.rewrites:
        if rewrite.step.node is not None or evidence.category(rewrite.write.storage) == "parameters":
            continue
        for name in victims(rewrite):
            if _is_callers_batch(evidence, rewrite, name):
                continue
            if (reading := joined(aliases, rewrite, name)) is not None:
                yield _diagnosis(evidence, rewrite, name, reading)
                break


def _is_callers_batch(evidence: Evidence, rewrite: Rewrite, name: Name) -> bool:
    """Whether the memory is a batch that the program had made, and a function was given: that is another mistake."""
    inside = name.depth < len(rewrite.step.frames) - 1
    return inside and rewrite.write.storage not in aliases_of(evidence).modelled


def _diagnosis(evidence: Evidence, rewrite: Rewrite, name: Name, reading: Reading) -> Diagnosis:
    return hazard(
        CODE,
        TITLE,
        sentence(
            "Line %(line)s (%(op)s) wrote into the memory of %(name)s, and the branch went on from there.",
            line=rewrite.step.line or "?",
            op=rewrite.step.op,
            name=name.name,
        ),
        sentence(
            "Line %(line)s then used %(name)s beside the result of the branch; it was not what it had been before.",
            line=reading.step.line or "?" if reading.step is not None else "?",
            name=name.name,
        ),
        overwritten=(wrote(rewrite.step, *(each.name for each in rewrite.names)),),
        saved=(bound(evidence, name),),
        name=name.name,
    )
