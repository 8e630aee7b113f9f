"""Hazards: what is wrong in silence, told the same way by every rule."""

from collections.abc import Iterable

from ...sentence import Sentence
from ...trace import Step
from ..facts.evidence import Evidence
from ..facts.name import Name
from ..model import Diagnosis, Place
from .places import place

ACTIVATIONS = frozenset(
    f"aten::{name}_"
    for name in (
        *(
            "relu",
            "leaky_relu",
            "prelu",
            "rrelu",
            "rrelu_with_noise",
            "elu",
            "celu",
            "selu",
            "hardtanh",
            "relu6",
            "clamp",
        ),
        *("hardswish", "hardsigmoid", "silu", "mish", "threshold", "sigmoid", "tanh", "clamp_min", "clamp_max"),
        *("dropout", "alpha_dropout", "feature_dropout", "feature_alpha_dropout"),
    )
)
"""Operators by which a layer rewrites its own input."""

ARITHMETIC = ACTIVATIONS | {
    f"aten::{name}_"
    for name in (
        "add",
        "sub",
        "mul",
        "div",
        "neg",
        "exp",
        "log",
        "pow",
        "sqrt",
        "abs",
        "addcmul",
        "addcdiv",
        "floor",
        "round",
    )
}
"""Operators that rewrite a tensor as a function of itself."""

JOINS = frozenset(
    f"aten::{name}"
    for name in (
        "add",
        "add_",
        "sub",
        "sub_",
        "mul",
        "mul_",
        "cat",
        "stack",
        "maximum",
        "minimum",
        "addcmul",
        "lerp",
        "where",
    )
)
"""Operators that bring two branches together."""


def hazard(
    code: str,
    title: str,
    *said: Sentence,
    overwritten: Iterable[Place],
    saved: Iterable[Place] = (),
    made: Iterable[Place] = (),
    name: str = "",
    certain: bool = False,
) -> Diagnosis:
    """The diagnosis of something that goes wrong without an exception."""
    return Diagnosis(
        code=code,
        title=title,
        explanation=" ".join(str(each) for each in said),
        sentences=said,
        overwritten=once(overwritten),
        saved=once(saved),
        made=once(made),
        name=name,
        certain=certain,
    )


def once(places: Iterable[Place]) -> tuple[Place, ...]:
    """Each line once: the first of its places."""
    found: dict[tuple[str, int | None], Place] = {}
    for each in places:
        found.setdefault((each.file, each.line), each)
    return tuple(found.values())


def wrote(step: Step, *names: str) -> Place:
    """Where a step wrote, and what the program calls the memory there."""
    first, last = (step.writes[0], step.writes[-1]) if step.writes else (None, None)
    changes = {
        "alias": tuple(dict.fromkeys(names)),
        "before": first.before if first is not None else None,
        "after": last.after if last is not None else None,
    }
    return place(step).model_copy(update=changes)


def bound(evidence: Evidence, name: Name) -> Place:
    """Where a name was bound; where its code does not tell, where its tensor last came from."""
    step = evidence.steps[name.since]
    if name.line is None:
        return place(step).model_copy(update={"alias": (name.name,)})
    frames = step.frames[: name.depth + 1]
    changes = {"alias": (name.name,), "line": name.line, "frames": frames, "file": frames[-1].file if frames else ""}
    return place(step).model_copy(update=changes)


def lines(steps: Iterable[Step]) -> str:
    """The lines of some steps, for a sentence."""
    return ", ".join(dict.fromkeys(str(step.line) for step in steps if step.line is not None)) or "?"
