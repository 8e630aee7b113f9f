"""IL219: The write went to a copy that nobody keeps.

What happened
    Indexing with a mask, a list or a tensor returns a copy: `x[mask].zero_()` zeroes that copy, which is gone with the
    end of the line, and `x[idx][0] = 1` assigns into one. x itself is what it was.

Why torch does not notice
    The copy is a tensor like any other, and writing into it is correct. That nobody has a name for it is Python's
    business.

How to cure it
    Assign, which writes into x: `x[mask] = 0`.
    Or use an operation that takes the mask: `x.masked_fill_(mask, 0)`, `x.index_fill_(0, idx, 0)`.
    Of a chain of indices make one: `x[idx[inner]] = 1`.

What each cure costs
    Nothing; the copy is saved.

Limits
    Only where nothing read the copy afterwards and no name pointed to it.

Source
    docs.pytorch.org, Tensor Views: "advanced indexing returns a copy".
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Step, Write
from ..facts.aliases import aliases_of
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote

CODE = "IL219"
TITLE = "The write went to a copy that nobody keeps"

_COPYING = {"aten::index", "aten::masked_select", "aten::index_select", "aten::gather", "aten::take"}


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A write, whose result is dropped, into what indexing has just copied and nobody looked at afterwards."""
    aliases = aliases_of(evidence)
    named: set[tuple[str, int | None]] = set()
    for step in evidence.steps:
        where = (step.frames[-1].file if step.frames else "", step.line)
        for write in step.writes:
            source = _source(evidence, step, write)
            if source is None or where in named:
                continue
            named.add(where)
            names = [name.name for name in aliases.names_at(source, step.index)]
            yield hazard(
                CODE,
                TITLE,
                sentence(
                    "Line %(line)s: indexing made a copy of elements of %(name)s, and %(op)s wrote into that copy.",
                    line=step.line or "?",
                    name=names[0] if names else "?",
                    op=step.op,
                ),
                sentence(
                    "Nothing looked at the copy afterwards, and %(name)s did not change.",
                    name=names[0] if names else "?",
                ),
                overwritten=(wrote(step),),
                name=names[0] if names else "",
                certain=True,
            )


def _source(evidence: Evidence, step: Step, write: Write) -> str | None:
    """The storage that was copied from, where the write is lost."""
    storage = evidence.storages.get(write.storage or "")
    dropped = step.op == "setitem" or step.thrown_away
    if storage is None or not dropped or step.node is not None or 0 in evidence.tensors[write.tensor].shape:
        return None
    maker = evidence.steps[storage.born]
    if (
        maker.index >= step.index
        or not _COPYING & set(maker.kernels)
        or (maker.line, maker.visit) != (step.line, step.visit)
    ):
        return None
    if storage.freed is None or storage.freed > step.index or _is_used(evidence, step, storage.id):
        return None
    read = [evidence.tensors[id_] for id_ in maker.reads]
    return next((tensor.storage for tensor in read if tensor.dtype == evidence.tensors[write.tensor].dtype), None)


def _is_used(evidence: Evidence, step: Step, storage: str) -> bool:
    named = any(
        name for key, name in aliases_of(evidence).ends.items() if evidence.tensors[name.tensor].storage == storage
    )
    return named or any(save.storage == storage for save in step.saves)
