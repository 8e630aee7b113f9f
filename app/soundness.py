"""Soundness: what holds of every trace that our tracer writes. One that breaks any of it was written by somebody else.

What is worked out from a trace afterwards, diagnoses and pictures, may count on all of this.
"""

import math
from collections.abc import Iterable, Iterator

from .trace import Account, Sample, Trace

MOST_UPDATES = 64
MOST_SAMPLES = 4096
MOST_SPOILED = 64
"""What an account holds at most; what lies beyond is left out, and it says so."""

MOST_NUMBER = 2**63
MOST_DIMENSIONS = 64


def refuse_unsound(trace: Trace) -> None:
    """Raises ValueError with every invariant that is broken."""
    if broken := list(_broken_invariants(trace)):
        raise ValueError("; ".join(broken))


def _broken_invariants(trace: Trace) -> Iterator[str]:
    yield from _broken_order(trace)
    yield from _unknown_ids(trace)
    yield from _odd_geometry(trace)
    yield from _falling_versions(trace)
    yield from _odd_contents(trace)
    yield from _odd_account(trace.account)
    yield from _wrong_sums(trace)


def _broken_order(trace: Trace) -> Iterator[str]:
    for name, rows in (("t", trace.tensors), ("s", trace.storages), ("n", trace.nodes)):
        if [row.id for row in rows] != [f"{name}{i}" for i in range(len(rows))]:
            yield f"ids of {name} are not in order of first sight"
    if [step.index for step in trace.steps] != list(range(len(trace.steps))):
        yield "steps are not in order"
    yield from (f"step {step.index}: no visit" for step in trace.steps if step.visit < 1)


def _unknown_ids(trace: Trace) -> Iterator[str]:
    tensors = {tensor.id for tensor in trace.tensors}
    storages = {storage.id for storage in trace.storages}
    nodes = {node.id for node in trace.nodes}
    for mentioned, known in ((_tensor_ids, tensors), (_storage_ids, storages), (_node_ids, nodes)):
        for where, ids in mentioned(trace):
            unknown = (id_ for id_ in ids if id_ is not None and id_ not in known)
            yield from (f"{where} mentions {id_}, which is unknown" for id_ in unknown)


def _tensor_ids(trace: Trace) -> Iterator[tuple[str, Iterable[str | None]]]:
    yield "a tensor", (tensor.base for tensor in trace.tensors)
    yield "a node", (node.leaf for node in trace.nodes)
    for step in trace.steps:
        where = f"step {step.index}"
        yield where, (*step.reads, *step.creates, *step.refused, *step.given)
        yield where, (write.tensor for write in step.writes)
        yield where, (save.tensor for save in step.saves)
        yield where, (save.packed for save in step.saves)
        yield where, (state.tensor for state in step.states)
        yield where, (binding.tensor for binding in step.bindings)
        yield where, (returned.tensor for returned in step.returned)
        yield where, (shown.tensor for shown in step.shown)


def _storage_ids(trace: Trace) -> Iterator[tuple[str, Iterable[str | None]]]:
    yield "a tensor", (tensor.storage for tensor in trace.tensors)
    for step in trace.steps:
        where = f"step {step.index}"
        yield where, step.frees
        yield where, (write.storage for write in step.writes)
        yield where, (save.storage for save in step.saves)
        yield where, (unheard.storage for unheard in step.unheard)
        yield where, (content.storage for content in step.contents)


def _node_ids(trace: Trace) -> Iterator[tuple[str, Iterable[str | None]]]:
    for node in trace.nodes:
        yield f"node {node.id}", node.next
    for step in trace.steps:
        where = f"step {step.index}"
        yield where, (step.node, *step.releases)
        yield where, (save.node for save in step.saves)
        yield where, (state.grad_fn for state in step.states)


def _odd_geometry(trace: Trace) -> Iterator[str]:
    """A stride for each dimension, unless there is no single storage; a node and its step."""
    for tensor in trace.tensors:
        if tensor.storage is not None and len(tensor.stride) != len(tensor.shape):
            yield f"tensor {tensor.id} has not a stride for each dimension"
    for node in trace.nodes:
        if not 0 <= node.step < len(trace.steps):
            yield f"node {node.id} was first seen in no step"


def _falling_versions(trace: Trace) -> Iterator[str]:
    seen: dict[str, int] = {}
    for step in trace.steps:
        for state in step.states:
            if state.version is None:
                continue
            if state.version < seen.get(state.tensor, 0):
                yield f"step {step.index}: the version of {state.tensor} falls"
            seen[state.tensor] = state.version


def _odd_contents(trace: Trace) -> Iterator[str]:
    """Contents are told element by element, or in blocks, or not at all."""
    for step in trace.steps:
        for content in step.contents:
            told = len(content.values)
            if (told and content.blocks) or told not in (0, content.count):
                yield f"step {step.index}: the content of {content.storage} does not add up"


def _odd_account(account: Account | None) -> Iterator[str]:
    """An account keeps its limits, and its numbers are numbers."""
    if account is None:
        return
    samples = [*account.roots, *account.ends, *(each for update in account.updates for each in update.gradients)]
    if len(account.updates) > MOST_UPDATES or len(samples) > MOST_SAMPLES or len(account.spoiled) > MOST_SPOILED:
        yield "the account holds more than is written down"
    yield from (f"the sample of {sample.name!r} is none" for sample in samples if not _is_sample(sample))
    for spoiled in account.spoiled:
        if not _is_shape(spoiled.shape) or len(spoiled.was) != len(spoiled.now):
            yield f"what {spoiled.node!r} saved does not add up"


def _is_sample(sample: Sample) -> bool:
    return _is_shape(sample.shape) and len(sample.sums) in (0, 3) and all(map(math.isfinite, sample.sums))


def _is_shape(shape: tuple[int, ...]) -> bool:
    return len(shape) <= MOST_DIMENSIONS and min(shape, default=0) >= 0 and math.prod(shape) < MOST_NUMBER


def _wrong_sums(trace: Trace) -> Iterator[str]:
    """Live bytes must be the sum of the storages that are alive."""
    sizes = {storage.id: storage.nbytes for storage in trace.storages if storage.device != "meta"}
    born: dict[int, list[str]] = {}
    for storage in trace.storages:
        born.setdefault(storage.born, []).append(storage.id)
    alive: dict[str, int] = {}
    for step in trace.steps:
        alive.update((id_, sizes.get(id_, 0)) for id_ in born.get(step.index, ()))
        alive.update((resize.storage, resize.nbytes) for resize in step.resizes)
        for id_ in step.frees:
            alive.pop(id_, None)
        if step.live.total != sum(alive.values()):
            yield f"step {step.index}: live bytes are not the sum of the living storages"
        if step.peak.total < step.live.total:
            yield f"step {step.index}: the peak lies below the live bytes"
