"""IL211: A model wrote into the tensor that its caller had given it.

What happened
    The first thing that a model, a layer or a dataset does is to change its input in place: an activation with
    inplace=True, `x -= mean`, `x[mask] = 0`. The input belongs to the caller, who uses it again: as the target of a
    loss, for a second model, in the next epoch. It is no longer what it was, and each pass changes it once more.

Why torch does not notice
    A batch needs no gradient, so nothing is saved of it and nothing is checked. Python hands over references.

How to cure it
    Write out of place in the first layer: inplace=False, `x = x - mean`, `x = x.masked_fill(mask, 0)`.
    Or let the caller hand over a copy.

What each cure costs
    One more tensor of the size of the batch.

Limits
    Only for functions called forward, __call__ or __getitem__, and for the layers of a Sequential. An argument that is
    updated from other arguments, as a cache is, is taken to be meant.

Source
    docs.pytorch.org, torch.nn.ReLU, inplace.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Step
from ..facts.aliases import Aliases, Reading, Rewrite, aliases_of, only_writes
from ..facts.branches import made
from ..facts.evidence import Evidence
from ..facts.name import Name, runs
from ..model import Diagnosis
from ..telling.hazards import ACTIVATIONS, bound, hazard, wrote

CODE = "IL211"
TITLE = "A model wrote into the tensor that its caller had given it"

_MODELS = ("forward", "__call__")


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A write inside a call to memory that the caller has a name for, and comes back to."""
    aliases = aliases_of(evidence)
    for rewrite in aliases.rewrites:
        if (
            rewrite.step.node is not None
            or rewrite.step.phase != "forward"
            or evidence.of_parameter(rewrite.write.storage)
        ):
            continue
        if evidence.category(rewrite.write.storage) in ("parameters", "gradients", "optimizer"):
            continue
        for name in sorted(rewrite.names, key=lambda each: -each.depth):
            if (reading := _reading(evidence, aliases, rewrite, name)) is not None:
                yield _diagnosis(evidence, rewrite, name, reading)
                break


def _reading(evidence: Evidence, aliases: Aliases, rewrite: Rewrite, name: Name) -> Reading | None:
    if not runs(rewrite.step, name) or name.head == "self" or name.name.endswith(".grad"):
        return None
    inner = rewrite.step.frames[-1].function.rpartition(".")[2]
    if name.depth == len(rewrite.step.frames) - 1:
        fits = name.plain and rewrite.write.kernel in ACTIVATIONS and _goes_on(aliases, rewrite, name)
    elif inner == "__getitem__":
        fits = _is_written_again(evidence, aliases, rewrite)
    else:
        fits = (
            inner in _MODELS and _is_transformed(evidence, aliases, rewrite, name) and _goes_on(aliases, rewrite, name)
        )
    return next(aliases.readings(name, rewrite.step.index), None) if fits else None


def _goes_on(aliases: Aliases, rewrite: Rewrite, name: Name) -> bool:
    """Whether the call computed something else from the memory, which the program used when the call was over."""
    products: set[str] = set()
    last = rewrite.step.index
    for step in aliases.of_call(rewrite.step, name.depth):
        products |= made(aliases, rewrite, step)
        last = step.index
    if not products:
        return False
    found = aliases.derived(products, rewrite.step.index + 1, last, without=rewrite.write.storage)
    return any(found & {aliases.storage(id_) for id_ in step.reads} for step in aliases.steps[last + 1 :]) or any(
        aliases.storage(name.tensor) in found for name in aliases.ends.values()
    )


def _is_written_again(evidence: Evidence, aliases: Aliases, rewrite: Rewrite) -> bool:
    """Whether the same line writes the same elements a second time: the data of the last epoch are changed again."""
    there = evidence.tensors[rewrite.write.tensor]
    return any(
        (other.step.line, other.write.storage) == (rewrite.step.line, rewrite.write.storage)
        and other.step.index > rewrite.step.index
        and _same(evidence, other, there.offset, there.shape, there.stride)
        for other in aliases.rewrites
    )


def _same(evidence: Evidence, other: Rewrite, offset: int, shape: tuple[int, ...], stride: tuple[int, ...]) -> bool:
    tensor = evidence.tensors[other.write.tensor]
    return (tensor.offset, tensor.shape, tensor.stride) == (offset, shape, stride)


def _is_transformed(evidence: Evidence, aliases: Aliases, rewrite: Rewrite, name: Name) -> bool:
    """Whether all that the call wrote there came from the memory itself, from parameters and from plain numbers."""
    number = aliases.expression(rewrite.step.index, name.depth)
    calls = [
        each
        for each in aliases.rewrites
        if each.write.storage == rewrite.write.storage and aliases.expression(each.step.index, name.depth) == number
    ]
    return not any(_replaces(evidence, each) or _takes_from_others(evidence, aliases, each) for each in calls)


def _replaces(evidence: Evidence, rewrite: Rewrite) -> bool:
    """Whether all elements were overwritten: a tensor to be filled was handed over."""
    there = evidence.tensors[rewrite.write.tensor]
    whole = all(evidence.tensors[name.tensor].shape == there.shape for name in rewrite.names[:1])
    return only_writes(rewrite.write) and whole


def _takes_from_others(evidence: Evidence, aliases: Aliases, rewrite: Rewrite) -> bool:
    """Whether other arguments of the function, as they were when it was called, went into the write."""
    step, own = rewrite.step, rewrite.write.storage
    first = _first_of_call(aliases, step)
    given = {
        storage
        for name in aliases.bound_between(step, first - 1)
        if (storage := aliases.storage(name.tensor)) is not None
        and storage != own
        and evidence.storages[storage].born < first
        and not _lasts(evidence, aliases, name)
    }
    found = aliases.derived(given, first, step.index - 1, without=own)
    return bool(found & {aliases.storage(id_) for id_ in step.reads})


def _lasts(evidence: Evidence, aliases: Aliases, name: Name) -> bool:
    return evidence.category(aliases.storage(name.tensor)) == "parameters"


def _first_of_call(aliases: Aliases, step: Step) -> int:
    """The first step of the call that a step lies in."""
    depth = len(step.frames) - 2
    number, first = aliases.expression(step.index, depth), step.index
    while first > 0 and aliases.expression(first - 1, depth) == number:
        first -= 1
    return first


def _diagnosis(evidence: Evidence, rewrite: Rewrite, name: Name, reading: Reading) -> Diagnosis:
    return hazard(
        CODE,
        TITLE,
        sentence(
            "Line %(line)s (%(op)s) wrote into %(name)s, which belongs to the caller (%(function)s).",
            line=rewrite.step.line or "?",
            op=rewrite.step.op,
            name=name.name,
            function=name.function,
        ),
        sentence(
            "The caller used %(name)s again (line %(line)s), and it was no longer what it had been.",
            name=name.name,
            line=(reading.step or evidence.steps[reading.index]).line or "?",
        ),
        overwritten=(wrote(rewrite.step, *(each.name for each in rewrite.names)),),
        made=(bound(evidence, name),),
        name=name.name,
    )
