"""IL215: Two models that should be independent share their weights.

What happened
    `p.data = q.data` lets p look at the memory of q, and `copy.copy(model)` makes a new module around the same
    parameters. The target network of a Q-learner, the frozen reference of a fine-tuning, the average of a teacher then
    follow the model that is trained, step by step, and their difference is always zero.

Why torch does not notice
    Sharing weights is a thing that one may want: tied embeddings do it, and workers that train one model together.

How to cure it
    Copy the elements: `p.data.copy_(q.data)`, `target.load_state_dict(online.state_dict())`.
    Or copy the module: `copy.deepcopy(model)`.

What each cure costs
    The memory of a second model, which was wanted.

Limits
    Sharing on purpose looks the same. Reported only where the results of both are set against each other after the
    weights have changed, or one is averaged into the other.

Source
    docs.python.org, copy: a shallow copy inserts references to the objects found in the original.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Step
from ..facts.aliases import Aliases, aliases_of
from ..facts.evidence import Evidence
from ..facts.name import mentions
from ..model import Diagnosis, Place
from ..telling.hazards import bound, hazard, wrote
from ..telling.places import place

CODE = "IL215"
TITLE = "Two models that should be independent share their weights"

_COMPARES = frozenset(
    f"aten::{name}"
    for name in (
        "sub",
        "sub_",
        "rsub",
        "mse_loss",
        "l1_loss",
        "smooth_l1_loss",
        "huber_loss",
        "kl_div",
        "xlogy",
        "eq",
        "dist",
    )
)
_AVERAGES = ("aten::add_", "aten::lerp_", "aten::copy_")


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Weights with two owners, and a step that takes them for two."""
    aliases = aliases_of(evidence)
    changed = [
        r.step for r in aliases.rewrites if r.step.phase == "optimizer" and evidence.of_parameter(r.write.storage)
    ]
    for step in evidence.steps:
        if step.node is not None or step.phase == "optimizer":
            continue
        before = changed[0] if changed and changed[0].index < step.index else None
        if before is not None and _COMPARES & set(step.kernels) and len(step.reads) > 1:
            shared = _moved(evidence, aliases, step) or _copied(evidence, aliases, step, before)
        else:
            shared = _averaged(evidence, aliases, step)
        if shared is not None:
            yield _diagnosis(step, shared, before or step)
            return


def _moved(evidence: Evidence, aliases: Aliases, step: Step) -> Place | None:
    """Where `p.data = q.data` was said, when results of p and of q meet in a step."""
    for moved in evidence.moves:
        for id_ in moved.creates if moved.index < step.index else ():
            tensor = evidence.tensors[id_]
            others = {
                o.id for o in evidence.on(tensor.storage) if o.parameter and o.id != id_ and o.shape == tensor.shape
            }
            if tensor.parameter and others and _meet(aliases, step, moved.index, {id_}, others):
                return place(moved)
    return None


def _meet(aliases: Aliases, step: Step, since: int, ours: set[str], theirs: set[str]) -> bool:
    """Whether one operand of a step came from some tensors, and another one from others."""
    one, other = (_results(aliases, since, step.index, ids) for ids in (ours, theirs))
    read = {storage for id_ in step.reads if (storage := aliases.storage(id_)) is not None}
    return bool(read & (one - other)) and bool(read & (other - one))


def _results(aliases: Aliases, since: int, until: int, ids: set[str]) -> set[str]:
    """The storages computed from some parameters since the weights were last written."""
    found: set[str] = set()
    own = {aliases.storage(id_) for id_ in ids}
    for step in aliases.steps[since:until]:
        if step.phase == "optimizer":
            found.clear()
        elif step.node is None:
            read = {storage for id_ in step.reads if (storage := aliases.storage(id_)) is not None}
            if ids & set(step.reads) or read & found:
                found |= aliases.made(step) - own
    return found


def _copied(evidence: Evidence, aliases: Aliases, step: Step, changed: Step) -> Place | None:
    """Where a second owner of the same parameters was made, when results of both meet in a step."""
    depth = len(step.frames) - 1
    owners = _owners(evidence, aliases, step, depth)
    for one in owners:
        for other in owners:
            if one < other and owners[one] & owners[other] and _meet_by_name(aliases, step, depth, one, other, changed):
                return _made(evidence, aliases, owners[one] & owners[other])
    return None


def _owners(evidence: Evidence, aliases: Aliases, step: Step, depth: int) -> dict[str, set[str]]:
    """The variables of a frame that hold parameters, with these."""
    found: dict[str, set[str]] = {}
    label = f"{depth}:{step.frames[depth].function}" if step.frames else ""
    for key in aliases.history:
        name = aliases.at(key, step.index - 1) if key[0] == label and "." in key[1] else None
        if name is not None and evidence.tensors[name.tensor].parameter and name.head in step.frames[depth].names:
            found.setdefault(name.head, set()).add(name.tensor)
    return found


def _meet_by_name(aliases: Aliases, step: Step, depth: int, one: str, other: str, changed: Step) -> bool:
    """Whether one operand was computed where one variable is mentioned, and another where the other one is."""
    made: dict[str, set[str]] = {one: set(), other: set()}
    for earlier in aliases.steps[changed.index + 1 : step.index]:
        names = earlier.frames[depth].names if depth < len(earlier.frames) else ()
        if (one in names) != (other in names):
            head = one if one in names else other
            made[head] |= aliases.made(earlier)
    read = {storage for id_ in step.reads if (storage := aliases.storage(id_)) is not None}
    return bool(read & made[one]) and bool(read & made[other])


def _made(evidence: Evidence, aliases: Aliases, shared: set[str]) -> Place | None:
    """Where the younger one of the owners was bound."""
    names = [
        name
        for history in aliases.history.values()
        for _, name in history
        if name is not None and name.tensor in shared
    ]
    told = [name for name in names if name.line is not None and "." in name.name and not name.name.endswith(".grad")]
    youngest = max(told, key=lambda name: (-name.depth, name.since, name.line or 0), default=None)
    return bound(evidence, youngest) if youngest is not None else None


def _averaged(evidence: Evidence, aliases: Aliases, step: Step) -> Place | None:
    """Where the weights got a second owner, when one is averaged into the other, and is the same."""
    for write in step.writes:
        there = evidence.tensors[write.tensor]
        same = write.read or any(_same(evidence, id_, write.tensor) for id_ in step.reads)
        if write.kernel in _AVERAGES and same and evidence.of_parameter(there.storage):
            names = [name for name in aliases.locals_of(step) if aliases.storage(name.tensor) == there.storage]
            if len({name.name for name in names if mentions(step, name)}) > 1:
                return _made(evidence, aliases, {name.tensor for name in names})
    return None


def _same(evidence: Evidence, one: str, other: str) -> bool:
    a, b = evidence.tensors[one], evidence.tensors[other]
    return one != other and (a.storage, a.offset, a.shape) == (b.storage, b.offset, b.shape)


def _diagnosis(step: Step, shared: Place, changed: Step) -> Diagnosis:
    return hazard(
        CODE,
        TITLE,
        sentence("Since line %(line)s two models lie in the same memory.", line=shared.line or "?"),
        sentence(
            "Line %(line)s (%(op)s) changed both; line %(meets)s takes them for two.",
            line=changed.line or "?",
            op=changed.op,
            meets=step.line or "?",
        ),
        overwritten=(wrote(changed),),
        saved=(shared,),
    )
