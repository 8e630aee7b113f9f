"""Places: where in the program a step stands, as diagnoses name it."""

from collections.abc import Iterable

from ...trace import Failure, Step
from ..facts.kept import Kept, Written
from ..model import Place


def place(step: Step) -> Place:
    """Where a step stands."""
    file = step.frames[-1].file if step.frames else ""
    return Place(step=step.index, line=step.line, op=call(step), file=file, frames=step.frames, visit=step.visit)


def call(step: Step) -> str:
    """What the program called: inside of an optimizer's step that is the step."""
    return "step" if step.phase == "optimizer" and step.node is None else step.op


def saved(kept: Kept) -> Place:
    """Where autograd kept something, at which version."""
    changes = {
        "alias": kept.names,
        "before": kept.save.version,
        "frames": kept.frames,
        "op": kept.op,
        "line": kept.line,
    }
    if kept.frames:
        changes["file"] = kept.frames[-1].file
    return place(kept.step).model_copy(update=changes)


def overwritten(writes: Iterable[Written]) -> tuple[Place, ...]:
    """Where it was written since: each step once, with the version before its first write and after its last."""
    steps: dict[int, list[Written]] = {}
    for written in writes:
        steps.setdefault(written.step.index, []).append(written)
    return tuple(_write(each) for each in steps.values())


def raised(step: Step | None, failure: Failure | None) -> Place | None:
    """Where the exception came up: the innermost line of the program in its traceback."""
    if failure is None:
        return place(step) if step is not None else None
    if step is None:
        return Place(step=-1, line=failure.line, op=failure.type, file=failure.file)
    return place(step).model_copy(update={"line": failure.line, "file": failure.file})


def lines(places: Iterable[Place], file: str = "") -> str:
    """The lines of some places, for a sentence: '4, 7'; those in another file than the one spoken of with its name."""
    told = (f"{p.file}:{p.line}" if p.file not in ("", file) else str(p.line) for p in places if p.line is not None)
    return ", ".join(dict.fromkeys(told))


def _write(writes: list[Written]) -> Place:
    first, last = writes[0], writes[-1]
    changes = {"alias": first.alias, "before": first.write.before, "after": last.write.after}
    return place(first.step).model_copy(update=changes)
