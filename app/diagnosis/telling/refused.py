"""Refused: a write that torch did not let happen, told the same way by every rule that it falls to."""

from collections.abc import Iterable, Iterator

from ...sentence import Sentence, sentence
from ...trace import State, Step, Tensor
from ..facts.evidence import Evidence
from ..model import Diagnosis, Place
from .places import place, raised


def refused(
    evidence: Evidence,
    code: str,
    title: str,
    *reasons: Sentence,
    story: Sentence | None = None,
    writes: tuple[Place, ...] | None = None,
    made: tuple[Place, ...] | None = None,
    saved: tuple[Place, ...] = (),
    about: Tensor | None = None,
    at: Place | None = None,
) -> Iterator[Diagnosis]:
    """The diagnosis of the call that raised; `reasons` say why torch refuses.

    `story` says what happened, by default that a line was about to write. `writes` are the lines that wrote, by default
    the one that was refused; `made` are those that made the tensor in question, by default those that made what was
    about to be written. `about` is the tensor in question where no operator was about to write it. `at` is the line
    that was refused, where that is not the innermost one.
    """
    where = at or _where(evidence)
    if where is None:
        return
    tensors = wanted(evidence) if about is None else (about,)
    names = tuple(dict.fromkeys(name for tensor in tensors for name in names_of(evidence, tensor)))
    where = where.model_copy(update={"alias": names})
    said = (story or _story(evidence, where, tensors if writes is None else ()), *reasons)
    yield Diagnosis(
        code=code,
        title=title,
        explanation=" ".join(str(each) for each in said),
        sentences=said,
        saved=saved,
        overwritten=(where,) if writes is None else writes,
        raised=where,
        made=makers(evidence, tensors) if made is None else made,
        name=names[0] if names else "",
        certain=True,
    )


def wanted(evidence: Evidence) -> tuple[Tensor, ...]:
    """The tensors that the call which raised was about to write."""
    step = evidence.failed
    return tuple(evidence.tensors[id_] for id_ in step.refused) if step is not None else ()


def given(evidence: Evidence) -> tuple[Tensor, ...]:
    """The tensors that the operator which raised was about to read."""
    step = evidence.failed
    return tuple(evidence.tensors[id_] for id_ in step.given) if step is not None else ()


def written_to(evidence: Evidence) -> Tensor | None:
    """What the program itself wanted to write: a tensor that was there before the call, or what it assigns into.

    None where the operator only wanted to fill what it had just made, as torch.rand does, or nothing at all.
    """
    step = evidence.failed
    if step is None:
        return None
    if (known := next((tensor for tensor in wanted(evidence) if tensor.born < step.index), None)) is not None:
        return known
    if step.op != "setitem":
        return None
    values = {tensor.storage for tensor in given(evidence)}
    read = (evidence.tensors[id_] for id_ in step.reads)
    views = wanted(evidence) or (t for t in read if t.born < step.index and t.storage not in values)
    return next((origin(evidence, view) for view in views), None)


def origin(evidence: Evidence, tensor: Tensor) -> Tensor:
    """The tensor that the program had before the call: `x[0] += 1` makes a view of it on the same line."""
    while (step := evidence.made(tensor)) is not None and _is_the_call(evidence.steps, step, evidence.failed):
        read = (evidence.tensors[id_] for id_ in step.reads)
        before = next((t for t in read if t.storage == tensor.storage and t.born < tensor.born), None)
        if before is None:
            return evidence.tensor(tensor.base) or tensor
        tensor = before
    return tensor


def makers(evidence: Evidence, tensors: Iterable[Tensor]) -> tuple[Place, ...]:
    """Where tensors were made; of those that the call itself made, where what they come from was."""
    steps = (evidence.made(origin(evidence, tensor)) for tensor in tensors)
    before = (step for step in steps if step is not None and not _is_the_call(evidence.steps, step, evidence.failed))
    places = (place(step) for step in before)
    return tuple({(each.file, each.line, each.visit): each for each in places}.values())


def base_maker(evidence: Evidence, tensor: Tensor | None) -> tuple[Place, ...]:
    """Where the tensor was made that another is a view of."""
    return makers(evidence, (base,)) if tensor and (base := evidence.tensor(tensor.base)) is not None else ()


def names_of(evidence: Evidence, tensor: Tensor) -> tuple[str, ...]:
    """The names of a tensor in the end; where it has none, those of the tensor that it comes from."""
    known = evidence.moment.names_of
    return known(tensor.id) or known(origin(evidence, tensor).id) or (known(tensor.base) if tensor.base else ())


def state(evidence: Evidence, tensor: Tensor) -> State | None:
    """What was seen last of a tensor: whether it requires a gradient, and its grad_fn."""
    return next((s for step in reversed(evidence.steps) for s in step.states if s.tensor == tensor.id), None)


def written_behind(evidence: Evidence, tensor: Tensor) -> tuple[Place, ...]:
    """The lines that wrote to the memory of a view since it was made, by other tensors that share its counter."""
    counters, found = evidence.moment.counters, []
    for step in evidence.steps[tensor.born + 1 :]:
        for write in step.writes:
            shares = write.storage == tensor.storage and counters.of(write.tensor) == counters.of(tensor.id)
            if shares and write.tensor != tensor.id:
                alias = names_of(evidence, evidence.tensors[write.tensor])
                found.append(
                    place(step).model_copy(update={"alias": alias, "before": write.before, "after": write.after})
                )
    return tuple({each.step: each for each in found}.values())


def _is_the_call(steps: tuple[Step, ...], step: Step, failed: Step | None) -> bool:
    """Whether a step is the call that raised, or one on the same line just before it."""
    if failed is None:
        return False
    return all(_stack(each) == _stack(failed) for each in steps[step.index : failed.index])


def _stack(step: Step) -> list[tuple[str, int]]:
    return [(frame.file, frame.line) for frame in step.frames]


def _where(evidence: Evidence) -> Place | None:
    """The line that was refused; in a backward pass, which may run code of the program, not the one that called it."""
    step, where = evidence.failed, raised(evidence.failed, evidence.trace.failure)
    if step is None or where is None or step.phase != "backward" or where.line in (None, step.line):
        return where
    before = (s for s in reversed(evidence.steps[: step.index]) if s.line == where.line and s.phase == "backward")
    last = next(before, None)
    if last is None or not last.kernels:
        return where
    return place(last).model_copy(update={"op": last.kernels[-1].removeprefix("aten::")})


def _story(evidence: Evidence, where: Place, tensors: tuple[Tensor, ...]) -> Sentence:
    line, names = where.line or "?", [names_of(evidence, tensor) for tensor in tensors]
    if evidence.failed is None:
        return sentence("The call in line %(line)s was refused.", line=line)
    if not names or not names[0]:
        return sentence("Line %(line)s (%(op)s) was refused.", line=line, op=where.op)
    if where.op != "setitem" and evidence.moment.names_of(tensors[0].id):
        return sentence(
            "Line %(line)s (%(op)s) was about to write into %(name)s; torch refused before anything was changed.",
            line=line,
            op=where.op,
            name=names[0][0],
        )
    return sentence(
        "Line %(line)s (%(op)s) was about to write into a part of %(name)s; torch refused before anything was changed.",
        line=line,
        op=where.op,
        name=names[0][0],
    )
