"""Raw: the bytes of a storage, found without torch taking notice.

NOTE [Reading the bytes of a storage]
Asking a tensor for its values runs operators: they would show in the program's own profiler and modes, and take memory.
So the bytes are read where they lie. A wrong address or length would crash an honest program, hence:
- the address is asked for anew each time (`_data_address`, which, unlike data_ptr(), does not make a lazy copy real),
  and only of a tensor that still lies on this storage: `x.data = y` moves a tensor to another one;
- the length is the storage's own. A storage that may have no Python object (see NOTE [Watching a storage]) cannot be
  asked; then it is what a living tensor on it spans. Only a hook that shrinks a gradient's storage behind that
  tensor's back, and not to nothing, could make this too long;
- address 0 holds nothing to read: meta and fake tensors, wrapper subclasses, functional tensors.
The bytes of a GPU are copied to the host first, except while its stream records a graph instead of running.
"""

import ctypes
from typing import NamedTuple

import numpy
import torch

from .storages import SeenStorage, address_of, extent


class Span(NamedTuple):
    """Bytes in this process's memory, or in a GPU's."""

    nbytes: int
    address: int = 0
    on_gpu: torch.UntypedStorage | None = None

    def copied(self, nbytes: int) -> bytes:
        """The first so many bytes."""
        if self.on_gpu is not None:
            return self.bytes(nbytes).tobytes()
        return ctypes.string_at(self.address, nbytes) if nbytes else b""

    def bytes(self, nbytes: int) -> numpy.ndarray:
        """The first so many bytes, where they lie; of a GPU's a copy."""
        if self.on_gpu is not None:
            return on_host(self.on_gpu)[:nbytes]
        return numpy.frombuffer(memoryview((ctypes.c_ubyte * nbytes).from_address(self.address)), "u1")


def span_of(seen: SeenStorage, tensor: torch.Tensor | None) -> Span | None:
    """Where the bytes of a storage lie; `tensor` may be any that was seen on it. None where they cannot be read."""
    storage = seen.watch() if seen.watch is not None else None
    if seen.freed is not None or (seen.watch is not None and storage is None):
        return None
    try:
        if seen.device == "cuda":
            return None if storage is None else _span_on_gpu(storage)
        return _span(seen, storage, tensor) if seen.device == "cpu" else None
    except RuntimeError:  # some tensors refuse to tell
        return None


def on_host(storage: torch.UntypedStorage) -> numpy.ndarray:
    """A copy of the bytes of a storage. Copying runs an operator, of which no mode of the program hears."""
    with torch._C._DisableTorchDispatch():
        copy = torch.UntypedStorage(storage.nbytes(), device="cpu")  # type: ignore[no-untyped-call]
        copy.copy_(storage, False)
        raw: numpy.ndarray = torch.empty(0, dtype=torch.uint8, device="cpu").set_(copy).numpy()
    return raw


def _span(seen: SeenStorage, storage: torch.UntypedStorage | None, tensor: torch.Tensor | None) -> Span | None:
    if tensor is not None and address_of(tensor) == seen.address:
        seen.lazy = seen.lazy or torch._C._is_cow_tensor(tensor)  # type: ignore[attr-defined]
        nbytes = extent(tensor) if storage is None else storage.nbytes()
        return _readable(nbytes, torch._C._data_address(tensor))  # type: ignore[attr-defined]
    if storage is not None and not seen.lazy and storage.device.type == "cpu":
        return _readable(storage.nbytes(), storage.data_ptr())
    return None


def _span_on_gpu(storage: torch.UntypedStorage) -> Span | None:
    readable = storage.device.type == "cuda" and not torch.cuda.is_current_stream_capturing()
    return Span(storage.nbytes(), on_gpu=storage) if readable else None


def _readable(nbytes: int, address: int) -> Span | None:
    return Span(nbytes, address) if address or not nbytes else None
