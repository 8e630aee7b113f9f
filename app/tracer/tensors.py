"""Tensors: which torch.Tensor is which of ours, held weakly."""

import weakref
from collections.abc import Iterator
from dataclasses import dataclass, field

import torch

from .journal import Journal
from .storages import SeenStorage, Storages, address_of, extent

Geometry = tuple[str | None, tuple[int, ...], tuple[int, ...], int]
"""Storage, shape, stride and offset: what a tensor looks at."""


@dataclass(slots=True)
class SeenTensor:
    """A tensor that the program has shown; it is held weakly."""

    id: str
    geometry: Geometry
    storage: SeenStorage | None
    dtype: str
    parameter: bool
    born: int
    ref: "weakref.ref[torch.Tensor]"
    base: str | None = None


@dataclass(slots=True)
class Tensors:
    """Every tensor in order of first sight. One object whose geometry changes (resize_, .data = …) gets a new id."""

    storages: Storages
    journal: Journal
    all: list[SeenTensor] = field(default_factory=list)
    _by_object: dict[int, SeenTensor] = field(default_factory=dict)
    _by_storage: dict[str, list[SeenTensor]] = field(default_factory=dict)

    def see(self, tensor: torch.Tensor) -> SeenTensor:
        """Which of ours a torch.Tensor is; it gets an id where it is new."""
        seen = self._by_object.get(id(tensor))
        if seen is not None and seen.ref() is tensor and _looks_as_before(seen, tensor):
            if seen.storage is not None and seen.storage.watch is None:
                self.storages.see(tensor)
            return seen
        storage = self.storages.see(tensor)
        return self._add(tensor, storage, _geometry(tensor, storage))

    def knows(self, tensor: torch.Tensor) -> bool:
        """Whether this object has been seen before."""
        seen = self._by_object.get(id(tensor))
        return seen is not None and seen.ref() is tensor

    def object(self, id_: str) -> torch.Tensor | None:
        """The object behind an id, while it lives."""
        return self.all[int(id_[1:])].ref()

    def living_on(self, storage: str) -> Iterator[tuple[SeenTensor, torch.Tensor]]:
        """The tensors that are alive on a storage, with their objects."""
        living = [seen for seen in self._by_storage.get(storage, ()) if seen.ref() is not None]
        self._by_storage[storage] = living
        for seen in living:
            if (tensor := seen.ref()) is not None:
                yield seen, tensor

    def like(self, packed: torch.Tensor) -> tuple[SeenStorage | None, str | None]:
        """The storage of a tensor that autograd packed away, and the program's own tensor that it stands for.

        That is the first living one with the same geometry and the same version; autograd's own aliases come later.
        """
        storage = self.storages.see(packed)
        if storage is None or packed.is_inference():
            return storage, None
        geometry = _geometry(packed, storage)
        for seen, tensor in self.living_on(storage.id):
            if seen.geometry == geometry and tensor._version == packed._version:
                return storage, seen.id
        return storage, None

    def _add(self, tensor: torch.Tensor, storage: SeenStorage | None, geometry: Geometry) -> SeenTensor:
        key = id(tensor)
        seen = SeenTensor(
            id=f"t{len(self.all)}",
            geometry=geometry,
            storage=storage,
            dtype=str(tensor.dtype).removeprefix("torch."),
            parameter=type(tensor) is not torch.Tensor and isinstance(tensor, torch.nn.Parameter),
            born=self.journal.step,
            ref=weakref.ref(tensor, lambda ref: self._forget(key, ref)),
        )
        self.all.append(seen)
        self._by_object[key] = seen
        if storage is not None:
            self._by_storage.setdefault(storage.id, []).append(seen)
            if storage.reach < storage.size_now or storage.watch is None:
                storage.reach = max(storage.reach, extent(tensor))
        return seen

    def _forget(self, key: int, ref: "weakref.ref[torch.Tensor]") -> None:
        """An object has died; its address may be reused from now on."""
        seen = self._by_object.get(key)
        if seen is None or seen.ref is not ref:
            return
        del self._by_object[key]
        if seen.storage is not None and not any(self.living_on(seen.storage.id)):
            self.storages.last_tensor_died(seen.storage)


def _looks_as_before(seen: SeenTensor, tensor: torch.Tensor) -> bool:
    """Whether a known tensor still has its geometry. This is asked most often of all, so it makes nothing new."""
    if seen.storage is None:
        return seen.geometry[1] == tensor.shape and address_of(tensor) is None
    return (
        seen.storage.address == torch._C._storage_address(tensor)  # type: ignore[attr-defined]
        and seen.storage.freed is None
        and seen.geometry[1] == tensor.shape
        and seen.geometry[2] == tensor.stride()
        and seen.geometry[3] == tensor.storage_offset()
    )


def _geometry(tensor: torch.Tensor, storage: SeenStorage | None) -> Geometry:
    if storage is None:
        return None, tuple(tensor.shape), (), 0
    return storage.id, tuple(tensor.shape), tensor.stride(), int(tensor.storage_offset())
