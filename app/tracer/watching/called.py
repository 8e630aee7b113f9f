"""Called: what the program calls the memory that an operator kept or wrote, seen from the function that called it.

Names hardly change from one round of a loop to the next, so a Watch asks only when a place is new.
"""

from collections.abc import Iterator
from functools import cache
from inspect import CO_OPTIMIZED
from types import FrameType
from typing import Any, cast

import torch

from ..autograd import raw_saved
from ..frames import Program
from ..journal import Journal
from ..names import Names
from ..operators import tensors_in
from ..storages import Storages, address_of
from ..tensors import Tensors

Look = tuple[int, tuple[int, ...], tuple[int, ...], str]
"""How a tensor looks at its storage: offset, shape, stride and dtype."""

Named = tuple[tuple[str, Look], ...]
"""Names, each with how the tensor of that name looks at the storage."""

NamedThere = tuple[int | None, Named]
"""Where a storage lies, with names of it."""

_MOST = 8
"""Names that are kept of one storage."""


def look_of(tensor: torch.Tensor) -> Look:
    """How a tensor looks at its storage."""
    return cast(int, tensor.storage_offset()), tuple(tensor.shape), tensor.stride(), _name(tensor.dtype)


@cache
def _name(dtype: torch.dtype) -> str:
    return str(dtype).removeprefix("torch.")


class Namer(Names):
    """Names that are only walked. Of what they meet they keep no more than where members of modules lie."""

    def __init__(self, program: Program) -> None:
        journal = Journal(closed=True)
        super().__init__(Tensors(Storages(journal, lambda _: False), journal), program)
        self.members: set[int] | None = None
        """Addresses of parameters and buffers, where these are wanted."""

    def named(self, frame: FrameType) -> Iterator[tuple[str, torch.Tensor]]:
        """The names in a frame. Once the program has failed, a function that may ask for its locals has them, too."""
        if self.members is not None and frame.f_code.co_flags & CO_OPTIMIZED:
            yield from self.walk(dict(frame.f_locals))
        else:
            yield from super().named(frame)

    def _note(self, tensor: torch.Tensor, kind: set[str]) -> None:
        if self.members is not None and kind is self.buffers and (address := address_of(tensor)) is not None:
            self.members.add(address)


def still_called(there: NamedThere, address: int) -> Named:
    """Names that hold for a storage now: a path leads to where it led first, a variable may point elsewhere."""
    first, named = there
    return named if first == address else tuple(each for each in named if each[0].isidentifier())


class Called:
    """The names in the functions of a program."""

    def __init__(self, program: Program) -> None:
        self._names = Namer(program)
        self._slots: dict[type, tuple[str, ...]] = {}

    def written(self, frame: FrameType, written: object) -> NamedThere:
        """The names of what is written, where it is one tensor."""
        tensors = list(tensors_in(written))
        address = address_of(tensors[0]) if len(tensors) == 1 else None
        return address, self._on(frame, {address}).get(address, ()) if address is not None else ()

    def kept(self, frame: FrameType, result: object) -> dict[str, NamedThere]:
        """The names of what the node behind a result keeps, by the slots of the node."""
        slots: dict[str, int] = {}
        for tensor in tensors_in(result):
            if tensor.requires_grad and (node := tensor.grad_fn) is not None:
                slots |= dict(self._addresses(node))
                break
        found = self._on(frame, set(slots.values()))
        return {slot: (address, found[address]) for slot, address in slots.items() if address in found}

    def _on(self, frame: FrameType, addresses: set[int]) -> dict[int, Named]:
        found: dict[int, Named] = {}
        for name, tensor in self._names.named(frame) if addresses else ():
            address = address_of(tensor)
            if address in addresses and len(found.get(address, ())) < _MOST:
                found[address] = (*found.get(address, ()), (name, look_of(tensor)))
        return found

    def _addresses(self, node: Any) -> Iterator[tuple[str, int]]:
        for slot, raw in raw_saved(node, self._slots):
            packed = raw.data if raw.unpack_hook is None else None
            if packed is not None and (address := address_of(packed)) is not None:
                yield slot, address
