"""Outside: a view that was made in another mode than the one in which its memory is written."""

from collections.abc import Iterator

from ...sentence import Sentence, sentence
from ...trace import Tensor
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..wording import words
from .places import lines
from .refused import given, makers, refused, wanted, written_behind


def outside(evidence: Evidence, code: str, title: str, reason: Sentence) -> Iterator[Diagnosis]:
    """The diagnosis of such a view: it was to be written; or what lies below it was, and its next use was refused."""
    if words.BASE_WRITTEN.search(evidence.message) is None:
        yield from refused(evidence, code, title, reason, made=makers(evidence, _chain(evidence)))
        return
    view = _used(evidence)
    writes = written_behind(evidence, view) if view is not None else ()
    made = makers(evidence, (view,)) if view is not None else ()
    story = sentence(
        "Line %(lines)s wrote into the memory below a view, and the next use of that view, in line %(line)s, was "
        "refused.",
        lines=lines(writes) or "?",
        line=evidence.failed.line if evidence.failed and evidence.failed.line else "?",
    )
    yield from refused(evidence, code, title, reason, story=story, writes=writes, made=made, about=view)


def _chain(evidence: Evidence) -> tuple[Tensor, ...]:
    """What was to be written, and the views that it was taken of, up to the tensor that is no view."""
    found = {tensor.id: tensor for tensor in wanted(evidence)}
    for tensor in wanted(evidence):
        step = evidence.made(tensor)
        while step is not None:
            read = (evidence.tensors[id_] for id_ in step.reads)
            view = next((t for t in read if t.storage == tensor.storage and t.base and t.id not in found), None)
            if view is not None:
                found[view.id] = view
            step = evidence.made(view) if view is not None else None
    return tuple(found.values())


def _used(evidence: Evidence) -> Tensor | None:
    """The view whose use raised; where that had no operator, the latest view that somebody wrote behind."""
    views = (t for t in reversed(evidence.trace.tensors) if t.base is not None)
    used = (*given(evidence), *wanted(evidence), *views)
    return next((t for t in used if t.base is not None and written_behind(evidence, t)), None)
