"""Branches: how what a write left behind went on, while an older name of the memory stayed behind."""

from collections.abc import Iterator

from ...trace import Step, Tensor
from ..telling.hazards import ACTIVATIONS, JOINS
from .aliases import Aliases, Reading, Rewrite
from .name import Name, mentions, runs


def victims(rewrite: Rewrite) -> list[Name]:
    """The variables that pointed to the memory before a write, in the frames that were running; innermost first."""
    found = [name for name in rewrite.names if name.plain and runs(rewrite.step, name)]
    return sorted(found, key=lambda name: -name.depth)


def continued(aliases: Aliases, rewrite: Rewrite, name: Name) -> set[str]:
    """The storages that were computed from the memory after a write, by another way than by the older name.

    In the same expression, as the further layers of a Sequential do; or by a newer name for the same memory.
    """
    own = rewrite.write.storage
    found: set[str] = set()
    for step in _further(aliases, rewrite, name):
        found |= made(aliases, rewrite, step)
    for other in _others(aliases, rewrite, name):
        for step in aliases.steps[rewrite.step.index + 1 : aliases.until(other, rewrite.step.index)]:
            if step.node is None and mentions(step, other) and not mentions(step, name):
                found |= made(aliases, rewrite, step)
    return found - {own}


def _further(aliases: Aliases, rewrite: Rewrite, name: Name) -> Iterator[Step]:
    """The later steps of what the write is a part of: a call, or the statement whose first layer rewrote its input."""
    if rewrite.write.kernel in ACTIVATIONS:
        yield from aliases.of_statement(rewrite.step, name.depth)
    elif name.depth < len(rewrite.step.frames) - 1:
        yield from aliases.of_call(rewrite.step, name.depth)


def made(aliases: Aliases, rewrite: Rewrite, step: Step) -> set[str]:
    """The storages that a step computed from the memory."""
    own = rewrite.write.storage
    if step.node is not None or own not in {aliases.storage(id_) for id_ in step.reads}:
        return set()
    return {storage for storage in aliases.made(step) if storage != own}


def joined(aliases: Aliases, rewrite: Rewrite, name: Name) -> Reading | None:
    """Where the older name met what had been computed from the new elements: the end of a skip connection."""
    seeds: set[str] | None = None
    for reading in _readings(aliases, rewrite, name):
        if reading.step is None or not JOINS & set(reading.step.kernels):
            continue
        if seeds is None and not (seeds := continued(aliases, rewrite, name)):
            return None
        found = aliases.derived(
            seeds or set(), rewrite.step.index + 1, reading.index - 1, without=rewrite.write.storage
        )
        used = {aliases.storage(id_) for id_ in (*reading.step.reads, *(w.tensor for w in reading.step.writes))}
        if used & found:
            return reading
    return None


def _readings(aliases: Aliases, rewrite: Rewrite, name: Name) -> Iterator[Reading]:
    """The readings of a name, and of those that were given its tensor since: `skip = x`."""
    after = rewrite.step.index
    yield from aliases.readings(name, after)
    for key, history in aliases.history.items():
        for since, other in history:
            if other is None or since < after or key[0] != name.frame or other.tensor != name.tensor:
                continue
            if other.plain and not (other.returned or other.item) and since < aliases.until(name, after) - 1:
                yield from aliases.readings(other, since)


def _others(aliases: Aliases, rewrite: Rewrite, name: Name) -> list[Name]:
    """The other variables of the same frame for the memory: younger ones, and those that the write went through."""
    given = aliases.names_at(rewrite.write.storage, rewrite.step.index)
    there = aliases.evidence.tensors[name.tensor]
    own = [
        other
        for other in given
        if other.frame == name.frame and other.plain and other.name != name.name and _is_whole(aliases, other, there)
    ]
    meant = mentions(rewrite.step, name)
    return [o for o in own if o.since >= name.since or (mentions(rewrite.step, o) and not meant)]


def _is_whole(aliases: Aliases, name: Name, there: Tensor) -> bool:
    """Whether a name stands for the same elements, and not for a part that is written on purpose."""
    tensor = aliases.evidence.tensors[name.tensor]
    return (tensor.offset, tensor.shape, tensor.stride) == (there.offset, there.shape, there.stride)
