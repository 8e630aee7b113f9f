"""What torch's own profiler says of the CPU allocator, to hold the tracer against.

The profiler sees every allocation, the tracer sees storages. The difference is what a kernel takes and gives back
while it runs (a workspace) and the 8 bytes that hold a Python number during a call: nobody outside can name them.
"""

import contextlib
import gc
import io
import warnings
from collections.abc import Iterator, Set
from dataclasses import dataclass
from typing import Any

import torch
from torch._C._profiler import _EventType
from torch.profiler import ProfilerActivity, profile

_NUMBER_BYTES = 8


@dataclass(frozen=True)
class Allocation:
    """One allocation or release of the CPU allocator, in order of time."""

    time: int
    address: int
    size: int
    kernel: int | None
    """Start of the outermost operator around it that a dispatch mode sees."""


@dataclass(frozen=True)
class Kept:
    """Bytes that the allocator handed out, without what a kernel gave back while it ran."""

    peak: int
    peak_without_numbers: int
    end: int
    largest_workspace: int


def kept_by_allocator(source: str, kernels: Set[str]) -> Kept:
    """Run a program, untraced, under torch.profiler(profile_memory=True). `kernels` are the operators to see."""
    found = _allocations(source, kernels)
    workspaces, numbers = _workspaces(found), _numbers(found)
    peak, end = _balance(found, workspaces)
    return Kept(
        peak=peak,
        peak_without_numbers=_balance(found, workspaces | numbers)[0],
        end=end,
        largest_workspace=max((found[index].size for index in workspaces), default=0),
    )


def _allocations(source: str, kernels: Set[str]) -> list[Allocation]:
    torch.manual_seed(0)
    namespace: dict[str, Any] = {"__name__": "__main__"}
    code = compile(source, "snippet.py", "exec")
    gc.collect()
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as profiler:
            exec(code, namespace)
    events = profiler.profiler.kineto_results.experimental_event_tree()
    return sorted(_walk(events, kernels, None), key=lambda allocation: allocation.time)


def _balance(found: list[Allocation], hidden: set[int]) -> tuple[int, int]:
    """Most bytes that were alive at once, and those alive at the end."""
    balance = peak = 0
    for index, allocation in enumerate(found):
        if index not in hidden:
            balance += allocation.size
            peak = max(peak, balance)
    return peak, balance


def _workspaces(found: list[Allocation]) -> set[int]:
    """Places of allocations that are given back within the operator that took them."""
    pairs = (pair for pair in _pairs(found) if found[pair[0]].kernel is not None)
    return {index for pair in pairs if found[pair[0]].kernel == found[pair[1]].kernel for index in pair}


def _numbers(found: list[Allocation]) -> set[int]:
    """Places of allocations outside any operator that can only hold one number."""
    return {
        index
        for pair in _pairs(found)
        if found[pair[0]].kernel is None and found[pair[0]].size == _NUMBER_BYTES
        for index in pair
    }


def _pairs(found: list[Allocation]) -> Iterator[tuple[int, int]]:
    """Each allocation with its release."""
    taken: dict[int, int] = {}
    for index, allocation in enumerate(found):
        if allocation.size > 0:
            taken[allocation.address] = index
        elif allocation.address in taken:
            yield taken.pop(allocation.address), index


def _walk(events: list[Any], kernels: Set[str], kernel: int | None) -> Iterator[Allocation]:
    for event in events:
        if event.tag == _EventType.Allocation and event.extra_fields.device.type == "cpu":
            fields = event.extra_fields
            yield Allocation(event.start_time_ns, fields.ptr, fields.alloc_size, kernel)
        inside = kernel
        if kernel is None and event.tag == _EventType.TorchOp and event.name in kernels:
            inside = event.start_time_ns
        yield from _walk(event.children, kernels, inside)
