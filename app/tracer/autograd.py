"""Autograd: which nodes the graph has, and what each of them keeps for backward.

NOTE [Reading what a node saved]
What a node keeps is read from the packed data of its `_raw_saved_*` fields, right after the operation. Unpacking
(`_saved_*`) would do more than look: it makes a view in the current grad mode, it runs the reader's own
saved_tensors_hooks (a checkpoint would recompute), and it raises where the save is stale. Installing hooks of our own
would be worse still: any hook switches torch's in-place check off, and wrong gradients would go unnoticed.
The packed tensor shares the version counter of the saved one, so its version at that moment is the version that
backward will demand.
"""

import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import torch

from ..trace import Save
from .journal import Journal, Kind
from .tensors import SeenTensor, Tensors

GradFn = Any
"""An autograd node. torch gives its classes no common public type."""

_RAW = "_raw_saved_"
_ACCUMULATE = "AccumulateGrad"
_HOOKS = {"save_on_cpu": "save_on_cpu", "_swap_with_cloned": "allow_mutation_on_saved_tensors"}


@dataclass(slots=True)
class SeenNode:
    """An autograd node that the program has shown; it is held not at all."""

    id: str
    name: str
    step: int
    next: tuple[str, ...] = ()
    leaf: str | None = None


def name_of(grad_fn: GradFn) -> str:
    """torch's name for a node, without its C++ namespace."""
    name: str = grad_fn.name()
    return name.removeprefix("torch::autograd::")


class _Sentinel:
    """Lies in a node's metadata and dies with it."""

    __slots__ = ("__weakref__",)


@dataclass(slots=True)
class Nodes:
    """Every autograd node in order of first sight.

    A node is known by torch's own sequence number, an AccumulateGrad node (which has none) by the tensor that it
    fills. Holding a node would keep alive what it saved.
    """

    tensors: Tensors
    journal: Journal
    all: list[SeenNode] = field(default_factory=list)
    _by_key: dict[object, SeenNode] = field(default_factory=dict)
    _leaves: list[SeenTensor] = field(default_factory=list)
    _slots: dict[type, tuple[str, ...]] = field(default_factory=dict)

    def find(self, grad_fn: GradFn) -> str | None:
        """The id of a node that is known already."""
        seen = self._by_key.get(self.key(grad_fn))
        return seen.id if seen else None

    def see(self, grad_fn: GradFn, saves: list[Save]) -> str:
        """The id of a node; where it is new, what it and the new nodes behind it keep is added to `saves`."""
        if known := self.find(grad_fn):
            return known
        fresh, stack = [], [grad_fn]
        while stack:
            node = stack.pop()
            if self.find(node) is None:
                fresh.append((node, self._add(node)))
                stack.extend(following for following, _ in node.next_functions if following is not None)
        for node, seen in reversed(fresh):
            seen.next = tuple(id_ for following, _ in node.next_functions if (id_ := self._id(following)))
            saves.extend(self._saves(node, seen.id))
        return fresh[0][1].id

    def leaves(self) -> Iterator[torch.Tensor]:
        """The leaves that are alive and have a node that fills their .grad."""
        for seen in self._leaves:
            if (leaf := seen.ref()) is not None:
                yield leaf

    def _id(self, grad_fn: GradFn) -> str | None:
        return None if grad_fn is None else self.find(grad_fn)

    def key(self, grad_fn: GradFn) -> object:
        """What a node is known by, across the Python objects that stand for it."""
        if grad_fn.name().endswith(_ACCUMULATE):
            return _ACCUMULATE, self.tensors.see(grad_fn.variable).id
        return grad_fn._sequence_nr(), grad_fn.name()

    def _add(self, grad_fn: GradFn) -> SeenNode:
        seen = SeenNode(f"n{len(self.all)}", name_of(grad_fn), self.journal.step)
        self.all.append(seen)
        self._by_key[self.key(grad_fn)] = seen
        if seen.name == _ACCUMULATE:
            self._leaves.append(leaf := self.tensors.see(grad_fn.variable))
            seen.leaf = leaf.id
        sentinel = _Sentinel()
        weakref.finalize(sentinel, self.journal.note, Kind.LET_GO, node=seen.id).atexit = False
        grad_fn.metadata["inplace_lab"] = sentinel
        return seen

    def _saves(self, grad_fn: GradFn, node: str) -> Iterator[Save]:
        for slot, raw in raw_saved(grad_fn, self._slots):
            if raw.unpack_hook is not None:
                hook, packed = by_hook(raw)
                own = self.tensors.like(packed)[1] if packed is not None else None
                none = {"tensor": None, "storage": None, "shape": (), "version": None}
                yield Save(node=node, slot=slot, hook=hook, packed=own, **none)
            elif (packed := raw.data) is not None:
                yield self._save(node, slot, packed)

    def _save(self, node: str, slot: str, packed: torch.Tensor) -> Save:
        storage, tensor = self.tensors.like(packed)
        if storage is not None:
            self.journal.note(Kind.KEPT, storage=storage.id, node=node)
        return Save(
            node=node,
            slot=slot,
            tensor=tensor,
            storage=storage.id if storage else None,
            shape=tuple(packed.shape),
            version=None if packed.is_inference() else packed._version,
        )


def by_hook(raw: Any) -> tuple[str, torch.Tensor | None]:
    """Which hooks packed something, and the tensor that they keep as it is; None where they keep anything else."""
    made_by = str(getattr(raw.unpack_hook, "__qualname__", "")).partition(".")[0]
    in_torch = getattr(raw.unpack_hook, "__module__", "") == torch.autograd.graph.__name__
    hook, packed = _HOOKS.get(made_by, "") if in_torch else "", raw.data
    if hook == "allow_mutation_on_saved_tensors":
        packed = _original(raw.unpack_hook, packed)
    if type(packed) in (tuple, list):
        packed = next((each for each in packed if isinstance(each, torch.Tensor)), None)
    return hook or "saved_tensors_hooks", packed if isinstance(packed, torch.Tensor) else None


def _original(unpack: Any, handle: object) -> object:
    """What a handle of allow_mutation_on_saved_tensors stands for; the hook's closure has the table."""
    for cell in unpack.__closure__ or ():
        table = getattr(cell.cell_contents, "original", None)
        if table is not None and handle in table:
            return table[handle]
    return None


def raw_saved(grad_fn: GradFn, slots: dict[type, tuple[str, ...]]) -> Iterator[tuple[str, Any]]:
    """Every packed tensor of a node with the name of its slot; lists get an index. `slots` remembers classes."""
    kind = type(grad_fn)
    if kind not in slots:
        slots[kind] = tuple(name for name in dir(kind) if name.startswith(_RAW))
    for name in slots[kind]:
        value, slot = getattr(grad_fn, name), name.removeprefix(_RAW)
        if isinstance(value, (list, tuple)):
            yield from ((f"{slot}[{i}]", raw) for i, raw in enumerate(value))
        elif value is not None:
            yield slot, value
