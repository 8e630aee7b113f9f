"""Aliases: names that changed under somebody's feet.

A write reaches every name of the memory that it writes. For each write that changed what a storage holds, this tells
the names that had pointed there before, and which of them the program went back to afterwards: an expression that
mentions the name, and that had not begun when the write happened.
"""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from weakref import WeakKeyDictionary

from ...replay.cells import overlap
from ...trace import Content, Shown, Step, Tensor, Trace, Write
from .evidence import Evidence
from .name import Name, mentions
from .standing import expressions, statements


@dataclass(frozen=True)
class Rewrite:
    """A write that changed what a storage holds, as far as is known, and the names that pointed there before."""

    step: Step
    write: Write
    changed: bool | None
    """None where the elements were not recorded."""
    names: tuple[Name, ...]


@dataclass(frozen=True)
class Reading:
    """The program came back to a name: a step that read the memory, or a print."""

    index: int
    step: Step | None
    """None: it was printed after step `index`."""
    names: tuple[str, ...]
    """The names that the expression mentions."""


@dataclass
class _Walk:
    """What is the case while a trace is followed."""

    bound: dict[tuple[str, str], Name] = field(default_factory=dict)
    on: dict[str, dict[tuple[str, str], Name]] = field(default_factory=dict)
    contents: dict[str, Content] = field(default_factory=dict)


class Aliases:
    """Every write that changed something, and who looked at it."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence = evidence
        self.trace: Trace = evidence.trace
        self.steps = evidence.steps
        self.history: dict[tuple[str, str], list[tuple[int, Name | None]]] = {}
        """What each name of each frame pointed to, with the step after which it did."""
        self._keys_on: dict[str | None, dict[tuple[str, str], None]] = {}
        self.rewrites: list[Rewrite] = []
        self.ends: dict[tuple[str, str], Name] = {}
        """The names that were there when the program had ended."""
        self._expressions, self._statements = expressions(self.steps), statements(self.steps)
        self._follow()

    def readings(self, name: Name, after: int) -> Iterator[Reading]:
        """The times that the program came back to a name after step `after`, while it still pointed to its tensor."""
        begun, until = self.expression(after, name.depth), self.until(name, after)
        tensor = self.evidence.tensors[name.tensor]
        touching = self._touching.get(tensor.storage, [])
        for index in touching[bisect_left(touching, after) :]:
            if index >= until:
                return
            step = self.steps[index]
            later = index > after and step.node is None and self.expression(index, name.depth) != begun
            if later and mentions(step, name) and self.looks(step, tensor):
                yield Reading(index, step, step.frames[name.depth].names)
            for shown in step.shown:
                if self._shows(shown, name, tensor):
                    yield Reading(index, None, shown.names)

    def names_at(self, storage: str | None, index: int) -> Iterator[Name]:
        """The names of a storage once a step had settled."""
        for key in self._keys_on.get(storage, ()):
            name = self.at(key, index)
            if name is not None and self.storage(name.tensor) == storage:
                yield name

    def locals_of(self, step: Step) -> Iterator[Name]:
        """The variables of the innermost frame before a step."""
        inner = f"{len(step.frames) - 1}:{step.frames[-1].function}" if step.frames else ""
        for key in self.history:
            if key[0] == inner and (name := self.at(key, step.index - 1)) is not None and name.plain:
                yield name

    def bound_between(self, step: Step, first: int) -> Iterator[Name]:
        """What the variables of the innermost frame pointed to at any time from step `first` until a step."""
        inner = f"{len(step.frames) - 1}:{step.frames[-1].function}" if step.frames else ""
        for key, history in self.history.items():
            if key[0] != inner:
                continue
            names = (self.at(key, first), *(name for since, name in history if first < since < step.index))
            yield from (name for name in names if name is not None and name.plain)

    def looks(self, step: Step, tensor: Tensor) -> bool:
        """Whether a step looks at elements of a tensor; what it only overwrites it does not look at."""
        read = (*step.reads, *(write.tensor for write in step.writes if not only_writes(write)))
        return any(overlap(self.evidence.tensors[id_], tensor) for id_ in read)

    def expression(self, index: int, depth: int) -> int:
        """A number that is the same for steps of one expression of the frame at a depth; -1 where there is none."""
        numbers = self._expressions[index]
        return numbers[depth] if depth < len(numbers) else -1

    def of_call(self, step: Step, depth: int) -> Iterator[Step]:
        """The later steps of the call that a step belongs to, in the frame at a depth: all layers of a Sequential."""
        return self._following(self._expressions, step, depth)

    def of_statement(self, step: Step, depth: int) -> Iterator[Step]:
        """The later steps of the statement that a step belongs to, in the frame at a depth."""
        return self._following(self._statements, step, depth)

    def _following(self, numbers: list[tuple[int, ...]], step: Step, depth: int) -> Iterator[Step]:
        own = numbers[step.index][depth : depth + 1]
        for later in self.steps[step.index + 1 :]:
            if not own or numbers[later.index][depth : depth + 1] != own:
                return
            yield later

    def at(self, key: tuple[str, str], index: int) -> Name | None:
        """What a name pointed to once a step had settled."""
        last = None
        for since, name in self.history.get(key, ()):
            if since > index:
                break
            last = name
        return last

    def derived(self, seeds: set[str], first: int, last: int, without: str | None = None) -> set[str]:
        """The storages whose elements came from those of others between two steps; not by way of `without`."""
        found = set(seeds)
        for step in self.steps[first : last + 1]:
            if step.node is not None or step.phase == "optimizer":
                continue
            used = {self.storage(id_) for id_ in (*step.reads, *(w.tensor for w in step.writes))} - {without}
            if used & found:
                found |= self.made(step) - {without}
        return found

    def made(self, step: Step) -> set[str]:
        """The storages whose elements a step worked out; views of older ones are none of them."""
        fresh = {s for id_ in step.creates if (s := self.storage(id_)) and self.evidence.storages[s].born == step.index}
        return fresh | {write.storage for write in step.writes if write.storage is not None}

    def storage(self, tensor: str) -> str | None:
        """The storage of a tensor."""
        return self.evidence.tensors[tensor].storage

    def until(self, name: Name, after: int) -> int:
        """The first step after which the name no longer pointed to its tensor, or its frame was left."""
        end = len(self.steps)
        for since, other in self.history[name.frame, name.name]:
            if since >= after and (other is None or other.tensor != name.tensor):
                end = since + 1
                break
        if not name.depth:
            return end
        return min(end, self._last[name.depth - 1, self.expression(after, name.depth - 1)] + 1)

    def _shows(self, shown: Shown, name: Name, tensor: Tensor) -> bool:
        same = shown.tensor == name.tensor or overlap(self.evidence.tensors[shown.tensor], tensor)
        return same and shown.depth == name.depth and name.head in shown.names

    @cached_property
    def modelled(self) -> set[str | None]:
        """The storages that were worked out from parameters: what a model has made, and no batch."""
        found: set[str | None] = {t.storage for t in self.trace.tensors if self.evidence.of_parameter(t.storage)}
        for step in self.steps:
            if step.node is None and found & {self.storage(id_) for id_ in step.reads}:
                found |= self.made(step)
        return found

    @cached_property
    def _last(self) -> dict[tuple[int, int], int]:
        """The last step of each expression, by depth and number."""
        return {(d, n): index for index, numbers in enumerate(self._expressions) for d, n in enumerate(numbers)}

    @cached_property
    def _touching(self) -> dict[str | None, list[int]]:
        """The steps that read, wrote or showed each storage."""
        found: dict[str | None, dict[int, None]] = {}
        for step in self.steps:
            used = (*step.reads, *(write.tensor for write in step.writes), *(shown.tensor for shown in step.shown))
            for id_ in used:
                found.setdefault(self.storage(id_), {})[step.index] = None
        return {storage: list(indexes) for storage, indexes in found.items()}

    def _follow(self) -> None:
        walk = _Walk()
        for step in self.steps:
            before = {content.storage: walk.contents.get(content.storage) for content in step.contents}
            walk.contents.update((content.storage, content) for content in step.contents)
            for write in step.writes:
                if write.storage is not None and not _changes_nothing(write):
                    self._note(walk, before, step, write)
            self._bind(walk, step)
        self.ends = walk.bound

    def _note(self, walk: _Walk, before: dict[str, Content | None], step: Step, write: Write) -> None:
        there = self.evidence.tensors[write.tensor]
        names = tuple(
            name
            for name in walk.on.get(write.storage or "", {}).values()
            if overlap(self.evidence.tensors[name.tensor], there)
        )
        if names:
            now = walk.contents.get(write.storage or "")
            changed = _changed(before.get(write.storage or "", now), now)
            if changed is not False:
                self.rewrites.append(Rewrite(step, write, changed, names))

    def _bind(self, walk: _Walk, step: Step) -> None:
        for binding in step.bindings:
            key = (binding.frame, binding.name)
            if (old := walk.bound.pop(key, None)) is not None:
                walk.on.get(self.storage(old.tensor) or "", {}).pop(key, None)
            name = None
            if binding.tensor is not None:
                how = binding.line, binding.item, binding.returned
                name = Name(binding.frame, binding.name, binding.tensor, step.index, *how)
                walk.bound[key] = name
                walk.on.setdefault(self.storage(binding.tensor) or "", {})[key] = name
            self.history.setdefault(key, []).append((step.index, name))
            if name is not None:
                self._keys_on.setdefault(self.storage(name.tensor), {})[key] = None


_REPLACE = ("aten::copy_", "aten::fill_", "aten::zero_", "aten::normal_", "aten::uniform_")


def only_writes(write: Write) -> bool:
    """Whether a write replaces what was there without looking at it."""
    return write.kernel in _REPLACE and not write.read


def _changes_nothing(write: Write) -> bool:
    """detach_ is an operator that writes, by its schema, and changes no element."""
    return write.kernel in ("aten::detach_", "aten::set_", "aten::resize_", "aten::resize_as_")


def _changed(before: Content | None, after: Content | None) -> bool | None:
    if before is None or after is None:
        return None
    if before is after:
        return False if before.values or before.blocks else None
    if not (before.values or before.blocks) or not (after.values or after.blocks):
        return None
    return (before.values, before.blocks) != (after.values, after.blocks)


_known: "WeakKeyDictionary[Evidence, Aliases]" = WeakKeyDictionary()


def aliases_of(evidence: Evidence) -> Aliases:
    """The aliases of a trace, worked out once."""
    if evidence not in _known:
        _known[evidence] = Aliases(evidence)
    return _known[evidence]
