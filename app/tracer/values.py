"""Values: digests of what the program's names hold when it has ended, so that two runs can be compared bit for bit."""

import hashlib
from collections.abc import Iterable, Iterator

import torch

from ..trace import Value
from .tensors import Tensors

MOST_BYTES = 256 * 1024 * 1024
"""Values beyond this many bytes in all are left out, and the trace says so."""


def digest(tensor: torch.Tensor) -> str:
    """BLAKE2b of the elements' bytes in reading order; strides and device make no difference."""
    plain = tensor.detach().resolve_conj().resolve_neg().cpu().contiguous()
    return hashlib.blake2b(plain.flatten().view(torch.uint8).numpy().data, digest_size=16).hexdigest()


def digests(named: Iterable[tuple[str, torch.Tensor]], tensors: Tensors) -> Iterator[Value | None]:
    """The value of each name; None, once, at the name where the limit was met. What has no bytes has no value."""
    spent = 0
    for name, tensor in named:
        if tensor.layout is not torch.strided or tensor.device.type == "meta":
            continue
        spent += tensor.nbytes
        if spent > MOST_BYTES:
            yield None
            return
        try:
            told = digest(tensor)
        except RuntimeError:  # a fake tensor, or another subclass that wraps one
            continue
        yield Value(
            name=name,
            tensor=tensors.see(tensor).id,
            shape=tuple(tensor.shape),
            dtype=str(tensor.dtype).removeprefix("torch."),
            digest=told,
        )
