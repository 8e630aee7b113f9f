"""Stopped: why backward stopped at a saved tensor although no version counter was the reason."""

from collections.abc import Callable, Iterator, Sequence

from ...sentence import Sentence
from ...trace import Step
from ..facts.evidence import Evidence
from ..facts.kept import Kept
from ..model import Diagnosis, Place
from .places import lines, place, raised, saved

_SLOPED = ("leaky_relu_", "rrelu_", "rrelu_with_noise_", "elu_", "celu_")


def stopped(
    evidence: Evidence,
    code: str,
    title: str,
    say: Callable[[str], Sentence],
    keeps: Sequence[Kept | Step],
    writes: list[Step],
) -> Iterator[Diagnosis]:
    """The diagnosis; `say` makes a sentence of the lines that wrote."""
    places = tuple(_once(writes))
    said = say(lines(places) or "?")
    yield Diagnosis(
        code=code,
        title=title,
        explanation=str(said),
        sentences=(said,),
        saved=tuple({(p.file, p.line): p for p in map(_keeper, keeps)}.values()),
        overwritten=places,
        raised=raised(evidence.failed, evidence.trace.failure),
        name=next((name for kept in keeps if isinstance(kept, Kept) for name in kept.names), ""),
        certain=bool(places),
    )


def detached(evidence: Evidence) -> tuple[list[Kept], list[Step]]:
    """What had been kept of tensors when detach_() was called on them, and those calls."""
    found = [
        (kept, step)
        for step in evidence.steps
        if step.op == "detach_" or "aten::detach_" in step.kernels
        for kept in evidence.waiting
        if kept.step.index < step.index and kept.save.storage in {write.storage for write in step.writes}
    ]
    return [kept for kept, _ in found][-1:], [step for _, step in found]


def rewritten_results(evidence: Evidence) -> tuple[list[Step], list[Step]]:
    """Steps of the forward pass whose results were written afterwards, and the steps that wrote them."""
    made = {storage.id: storage.born for storage in evidence.trace.storages}
    makers, writers = {}, []
    for step in evidence.steps:
        for write in step.writes:
            born = made.get(write.storage or "", step.index)
            if step.phase == "forward" and born < step.index and evidence.steps[born].phase == "forward":
                makers[born] = evidence.steps[born]
                writers.append(step)
    return list(makers.values()), writers


def sloped(evidence: Evidence) -> list[Step]:
    """The activations with a slope that were computed in place, the one that backward met first."""
    kernels = tuple(f"aten::{name}" for name in _SLOPED)
    found = [step for step in evidence.steps if step.node is None and any(k in kernels for k in step.kernels)]
    return found[-1:]


def _keeper(kept: Kept | Step) -> Place:
    return saved(kept) if isinstance(kept, Kept) else place(kept)


def _once(steps: list[Step]) -> Iterator[Place]:
    """The place of each step, one a line."""
    yield from {(p.file, p.line): p for p in map(place, steps)}.values()
