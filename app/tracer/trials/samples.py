"""Samples: a tensor's elements in so few numbers that those of two runs can be compared."""

import math

import numpy
import torch

from ...trace import Sample
from .. import text
from ..elements import elements, is_plain
from ..quiet import quiet
from ..values import digest

HEAD = 8
_CHUNK = 2**16
_GOLDEN = (math.sqrt(5) - 1) / 2
_SPARSE = (torch.sparse_coo, torch.sparse_csr, torch.sparse_csc, torch.sparse_bsr, torch.sparse_bsc)


def sample_of(name: str, tensor: torch.Tensor) -> Sample | None:
    """The sample of a tensor; None for what has no bytes, or refuses to show them."""
    try:
        with quiet():
            return _sample(name, tensor)
    except (RuntimeError, TypeError, NotImplementedError):
        return None


def first(flat: torch.Tensor) -> tuple[int | float | str, ...]:
    """The first elements of a flat tensor in plain memory, as decimals that read back as the same."""
    dtype = str(flat.dtype).removeprefix("torch.")
    if not is_plain(dtype):
        return ()
    return tuple(elements(flat[:HEAD].contiguous().view(torch.uint8).numpy().tobytes(), dtype))


def _sample(name: str, tensor: torch.Tensor) -> Sample | None:
    if tensor.device.type == "meta":
        return None
    dense = tensor.to_dense() if tensor.layout in _SPARSE else tensor
    flat = dense.detach().resolve_conj().resolve_neg().cpu().contiguous().flatten()
    return Sample(
        name=text.name(name),
        shape=tuple(tensor.shape),
        dtype=str(tensor.dtype).removeprefix("torch."),
        digest=digest(flat),
        head=first(flat),
        sums=_sums(flat),
    )


@numpy.errstate(all="ignore")
def _sums(flat: torch.Tensor) -> tuple[float, ...]:
    """Sum, sum of absolute values, and a sum with weights between 1 and 2; none where one of them is not finite."""
    real = torch.view_as_real(flat).flatten() if flat.is_complex() else flat
    totals = numpy.zeros(3)
    for start in range(0, real.numel(), _CHUNK):
        part = real[start : start + _CHUNK].double().numpy()
        weights = 1 + numpy.arange(start, start + len(part)) * _GOLDEN % 1
        totals += (part.sum(), numpy.abs(part).sum(), part @ weights)
    return tuple(totals.tolist()) if numpy.isfinite(totals).all() else ()
