"""Moment: everything that is the case once a step has ended, folded up from all steps so far."""

from collections.abc import Iterator
from dataclasses import dataclass

from ..trace import Content, Node, Save, Step, Storage, Trace
from .counters import Counters
from .geometry import Grid, reading_order


@dataclass(frozen=True)
class Pin:
    """Autograd keeps a tensor: node and slot, the version that backward will demand and the one that it would find."""

    save: Save
    node: Node
    step: int
    """Index of the step that saved."""
    has: int | None
    changed: bool
    """The values that it keeps are not those that it saved, whatever the version says. False where none are known."""

    @property
    def deceived(self) -> bool:
        """The values are others, and the version does not tell."""
        return self.changed and not self.broken

    @property
    def broken(self) -> bool:
        """Backward would find another version than it demands."""
        return self.save.version is not None and self.has is not None and self.has != self.save.version


@dataclass(frozen=True)
class _Kept:
    """A save, the counter of what it saved, and what the storage held."""

    step: int
    save: Save
    counter: int | None
    held: Content | None


class Moment:
    """What is the case after step `index`; -1 is before the first one."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.index = -1
        self.tensors = {tensor.id: tensor for tensor in trace.tensors}
        self.storages = {storage.id: storage for storage in trace.storages}
        self.nodes = {node.id: node for node in trace.nodes}
        self.counters = Counters(self.tensors)
        self.alive: dict[str, None] = {}
        self.sizes: dict[str, int] = {}
        self.contents: dict[str, Content] = {}
        self.before: dict[str, Content] = {}
        """What the storages that this step changed held before it."""
        self.ran: set[str] = set()
        """The nodes that a backward pass has run."""
        self._targets: dict[tuple[str, str], str] = {}
        self._names: dict[str, dict[tuple[str, str], None]] = {}
        self._named: dict[str | None, dict[str, None]] = {}
        self._saves: dict[str, list[_Kept]] = {}
        self._keepers: dict[str | None, dict[str, None]] = {}
        self._born: dict[int, list[Storage]] = {}
        for storage in trace.storages:
            self._born.setdefault(storage.born, []).append(storage)

    def advance(self) -> Step:
        """Go on by one step, and return it. What the step itself let go of is kept until the next one."""
        if self.index >= 0:
            self._let_go(self.trace.steps[self.index])
        self.index += 1
        step = self.trace.steps[self.index]
        self._be_born(step)
        self.counters.take(step)
        self._hold(step)
        self._bind(step)
        self._save(step)
        return step

    def pins(self) -> Iterator[Pin]:
        """Everything that autograd keeps, in the order in which it was saved."""
        for node in self._saves:
            yield from self.pins_of(node)

    def pins_of(self, node: str) -> Iterator[Pin]:
        """What one node keeps."""
        for kept in self._saves.get(node, ()):
            has = kept.save.version if kept.counter is None else self.counters.at(kept.counter)
            yield Pin(kept.save, self.nodes[node], kept.step, has, self._is_changed(kept))

    def pins_on(self, storage: str | None) -> Iterator[Pin]:
        """What autograd keeps of one storage."""
        for node in self._keepers.get(storage, ()):
            yield from (pin for pin in self.pins_of(node) if pin.save.storage == storage)

    def counter_on(self, storage: str) -> int | None:
        """The version counter that stands for a storage: that of its names; else of what autograd keeps of it; else of
        the tensor that was used last. Other counters on it, as `.data` has one, are told apart from this one."""
        step = self.trace.steps[self.index]
        used = (*(write.tensor for write in step.writes), *step.reads, *step.creates)
        on_it = (t for t in used if self.tensors[t].storage == storage)
        saved = (pin.save.tensor for pin in self.pins_on(storage) if pin.save.tensor is not None)
        for tensor in (*self.named_on(storage), *saved, *on_it, *self.counters.tensors_on(storage)):
            if self.counters.version(tensor) is not None:
                return self.counters.of(tensor)
        return None

    def names_of(self, tensor: str) -> tuple[str, ...]:
        """The names that point to a tensor."""
        return tuple(dict.fromkeys(name for _, name in self._names.get(tensor, ())))

    def named_on(self, storage: str | None) -> tuple[str, ...]:
        """The tensors on a storage that have a name."""
        return tuple(self._named.get(storage, ()))

    def _is_changed(self, kept: "_Kept") -> bool:
        now, held = self.contents.get(kept.save.storage or ""), kept.held
        if now is held or now is None or held is None or len(now.values) != len(held.values):
            return False
        different = {i for i, (a, b) in enumerate(zip(now.values, held.values, strict=True)) if a != b}
        if kept.save.tensor is None or not different:
            return bool(different)
        grid = Grid(count=len(now.values), block=1, columns=1)
        return bool(different & set(reading_order(self.tensors[kept.save.tensor], grid, now.dtype)))

    def _be_born(self, step: Step) -> None:
        for storage in self._born.get(self.index, ()):
            self.alive[storage.id] = None
            self.sizes[storage.id] = storage.nbytes
        self.sizes.update((resize.storage, resize.nbytes) for resize in step.resizes)

    def _hold(self, step: Step) -> None:
        self.before = {c.storage: self.contents[c.storage] for c in step.contents if c.storage in self.contents}
        self.contents.update((content.storage, content) for content in step.contents)

    def _bind(self, step: Step) -> None:
        for binding in step.bindings:
            key = (binding.frame, binding.name)
            if (old := self._targets.pop(key, None)) is not None:
                self._unname(old, key)
            if binding.tensor is not None:
                self._targets[key] = binding.tensor
                self._names.setdefault(binding.tensor, {})[key] = None
                self._named.setdefault(self.tensors[binding.tensor].storage, {})[binding.tensor] = None

    def _unname(self, tensor: str, key: tuple[str, str]) -> None:
        self._names[tensor].pop(key)
        if not self._names[tensor]:
            self._named[self.tensors[tensor].storage].pop(tensor)

    def _save(self, step: Step) -> None:
        for save in step.saves:
            held = self.contents.get(save.storage or "")
            kept = _Kept(step.index, save, self.counters.of_save(save), held)
            self._saves.setdefault(save.node, []).append(kept)
            self._keepers.setdefault(save.storage, {})[save.node] = None
        if step.node is not None:
            self.ran.add(step.node)

    def _let_go(self, step: Step) -> None:
        for storage in step.frees:
            self.alive.pop(storage, None)
        for node in step.releases:
            for kept in self._saves.pop(node, ()):
                self._keepers[kept.save.storage].pop(node, None)
