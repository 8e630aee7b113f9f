"""Storages: the bytes behind the tensors, known by identity while they live.

NOTE [Watching a storage]
A storage is known by the address of its StorageImpl. When it dies, the weak reference on its Python object says so;
the address alone would not do, since it is handed out again.
But a storage that has a Python object counts one reference more for good, and the autograd engine adds gradients up in
place only where it holds the one reference there is (can_accumulate_inplace in torch/csrc/autograd/input_buffer.cpp).
Watched, every fan-out of a graph would take one gradient more at its peak than it takes unwatched. So storages that
are first seen while the engine runs nodes get no Python object. They are taken to live as long as a tensor on them
does, which is true of gradients: autograd saves none of them. The one exception is the .grad of a leaf, an alias that
the engine makes out of our sight; `rescue` asks for it before a storage is given up. Once the program itself gets to
see such a storage, it is watched like any other.
"""

import weakref
from collections.abc import Callable
from dataclasses import dataclass

import torch

from .journal import Journal, Kind


@dataclass(slots=True)
class SeenStorage:
    """A storage that the program has shown; it is held weakly, or not at all."""

    id: str
    address: int
    nbytes: int
    device: str
    dtype: str
    """The dtype of the first tensor that was seen on it."""
    itemsize: int
    born: int
    size_now: int
    reach: int
    """Bytes up to the last element that any tensor has looked at."""
    watch: "weakref.ref[torch.UntypedStorage] | None" = None
    freed: int | None = None
    version: int | None = None
    lazy: bool = False
    """It was seen to be a lazy copy: asking it for an address that can be written to would make it a real one."""


class Storages:
    """Every storage in order of first sight. Births, deaths and new sizes go into the journal as they happen."""

    def __init__(self, journal: Journal, rescue: Callable[[SeenStorage], bool]) -> None:
        self.all: list[SeenStorage] = []
        self._living: dict[int, SeenStorage] = {}
        self._journal = journal
        self._rescue = rescue
        self._doubtful: list[SeenStorage] = []

    def see(self, tensor: torch.Tensor) -> SeenStorage | None:
        """The storage of a tensor; None for layouts without a single one, such as sparse."""
        address = address_of(tensor)
        if address is None:
            return None
        seen = self._living.get(address)
        if seen is None:
            seen = self._add(tensor, address)
        if seen.watch is None and not _engine_adds_in_place():
            seen.watch = weakref.ref(tensor.untyped_storage(), lambda _: self._died(seen))
            self._measure(seen, tensor.untyped_storage().nbytes())
        return seen

    def measure(self, seen: SeenStorage) -> bool:
        """Look at the size of a storage again; tells whether it has changed."""
        storage = seen.watch() if seen.watch is not None else None
        return storage is not None and self._measure(seen, storage.nbytes())

    def last_tensor_died(self, seen: SeenStorage) -> None:
        """No tensor is left on a storage. See NOTE [Watching a storage].

        Whether it has died cannot be asked now: the tensor may be the .grad of a leaf that is being set to None, and
        to read that while it dies would crash. `settle_doubts` asks, before anything else happens.
        """
        if seen.watch is None and not self._journal.closed:
            self._doubtful.append(seen)

    def settle_doubts(self) -> None:
        """Find out which of the storages without a tensor have died."""
        while self._doubtful:
            seen = self._doubtful.pop(0)
            known = seen.watch is not None or self._living.get(seen.address) is not seen
            if not known and not self._journal.closed and not self._rescue(seen):
                self._died(seen)

    def _add(self, tensor: torch.Tensor, address: int) -> SeenStorage:
        device = tensor.device.type
        nbytes = 0 if device == "meta" else extent(tensor)
        seen = SeenStorage(
            id=f"s{len(self.all)}",
            address=address,
            nbytes=nbytes,
            device=device,
            dtype=str(tensor.dtype).removeprefix("torch."),
            itemsize=tensor.element_size(),
            born=self._journal.step,
            size_now=nbytes,
            reach=nbytes,
        )
        self.all.append(seen)
        self._living[address] = seen
        self._journal.note(Kind.BORN, storage=seen.id, nbytes=nbytes)
        return seen

    def _measure(self, seen: SeenStorage, nbytes: int) -> bool:
        if seen.device == "meta" or nbytes == seen.size_now:
            return False
        if seen.born == self._journal.step:
            seen.nbytes = nbytes
        seen.size_now = nbytes
        self._journal.note(Kind.RESIZED, storage=seen.id, nbytes=nbytes)
        return seen.nbytes != nbytes

    def _died(self, seen: SeenStorage) -> None:
        if self._living.get(seen.address) is seen:
            del self._living[seen.address]
        if not self._journal.closed:
            seen.freed = self._journal.step
        self._journal.note(Kind.FREED, storage=seen.id)


def address_of(tensor: torch.Tensor) -> int | None:
    """The address of a tensor's StorageImpl; None for layouts without a single one."""
    if not torch._C._has_storage(tensor):
        return None
    address: int = torch._C._storage_address(tensor)  # type: ignore[attr-defined]
    return address


def _engine_adds_in_place() -> bool:
    """Whether the engine runs a node now, and may reuse gradients: it does not while it records a graph of its own."""
    return torch._C._current_autograd_node() is not None and not torch.is_grad_enabled()


def extent(tensor: torch.Tensor) -> int:
    """Bytes up to the last element that the tensor looks at."""
    if tensor.numel() == 0:
        return 0
    last = sum((size - 1) * stride for size, stride in zip(tensor.shape, tensor.stride(), strict=True))
    return int(tensor.storage_offset() + last + 1) * tensor.element_size()
