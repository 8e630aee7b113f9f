"""IL202: A tensor's memory was written from outside of torch.

What happened
    `x.numpy()`, `torch.from_numpy(a)`, `torch.frombuffer(b)` and DLPack share memory. The array or the buffer was
    written afterwards: by `a[:] = …`, by `a -= a.min()`, by an environment or a driver that fills its own array again.
    What autograd had saved there is not what it was, and the gradients are wrong; what was put into a list holds the
    latest elements only.

Why torch does not notice
    It is not asked. NumPy knows nothing of version counters.

How to cure it
    Copy where the two worlds meet: `x.detach().clone().numpy()`, `torch.tensor(a)`, `torch.from_numpy(a.copy())`.
    Or let NumPy make new arrays: `a = a - a.min()`.

What each cure costs
    One copy.

Limits
    Without a wrong gradient, only entries of one list that were all overwritten at once are reported.

Source
    docs.pytorch.org, torch.from_numpy: "The returned tensor and ndarray share the same memory"; torch.Tensor.numpy.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Step, Unheard
from ..facts.aliases import aliases_of
from ..facts.evidence import Evidence
from ..facts.kept import Kept
from ..facts.name import Name
from ..facts.wrong_gradients import gradients_of, told
from ..model import Diagnosis, Place
from ..telling.hazards import bound, hazard
from ..telling.places import place

CODE = "IL202"
TITLE = "A tensor's memory was written from outside of torch"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A saved tensor that was spoilt by no write of torch, or a list whose entries were overwritten so."""
    for spoilt in gradients_of(evidence).spoilt:
        if not spoilt.writes and spoilt.moved is None:
            where = tuple(p for step, unheard in _since(evidence, spoilt.kept) for p in places_of(step, unheard))
            reason = sentence("No operator of torch wrote there: the memory is shared with something else.")
            yield told(evidence, CODE, TITLE, spoilt, where, reason)
    yield from _lists(evidence)


def _since(evidence: Evidence, kept: Kept) -> Iterator[tuple[Step, Unheard]]:
    """What happened to the memory that was kept, before backward used it."""
    for step in evidence.steps[kept.step.index : kept.runs[0].index if kept.runs else None]:
        yield from ((step, unheard) for unheard in step.unheard if unheard.storage == kept.save.storage)


def places_of(step: Step, unheard: Unheard) -> tuple[Place, ...]:
    """The lines that may have written."""
    here = place(step)
    if not unheard.lines and step.writes:
        return (here,)  # another tensor on the same bytes was written, by way of DLPack
    return tuple(here.model_copy(update={"line": line, "op": ""}) for line in unheard.lines)


def _lists(evidence: Evidence) -> Iterator[Diagnosis]:
    """Lists of which two entries were overwritten by the same hand."""
    told_of: set[str] = set()
    for step in evidence.steps:
        names = _entries(evidence, step)
        if len(names) > 1 and (list_ := names[0].name.rpartition("[")[0]) not in told_of:
            told_of.add(list_)
            yield hazard(
                CODE,
                TITLE,
                sentence(
                    "%(names)s share their memory with something that was written again.",
                    names=", ".join(name.name for name in names[:4]),
                ),
                sentence("They all hold the latest elements now."),
                overwritten=places_of(step, step.unheard[0]),
                saved=(bound(evidence, names[0]),),
                name=list_,
            )


def _entries(evidence: Evidence, step: Step) -> list[Name]:
    """The entries of one list whose memory changed after a step."""
    aliases = aliases_of(evidence)
    lists: dict[tuple[str, str], list[Name]] = {}
    for unheard in step.unheard:
        for name in aliases.names_at(unheard.storage, step.index):
            if name.name.endswith("]") and name.since < step.index:
                lists.setdefault((name.frame, name.name.rpartition("[")[0]), []).append(name)
    return max(lists.values(), key=len, default=[])
