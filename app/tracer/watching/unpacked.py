"""Unpacked: which saved tensors of a graph are stale, asked once the program has failed.

Reading `_saved_self` of a node unpacks what it saved, as backward would, and torch says what is wrong with it: the
version that the node needs and the one that it found. While a program runs, that would be more than looking (see NOTE
[Reading what a node saved]); now it can do no harm. What a hook has packed is left alone: unpacking would run the
program's own code.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from traceback import walk_tb
from types import TracebackType

import torch

from ..autograd import GradFn, name_of, raw_saved
from ..names import Names
from ..storages import address_of
from .called import Look, look_of

MOST_NODES = 2**18
"""Nodes that are asked."""

_OF_FUNCTION = torch.autograd.function.BackwardCFunction
_DETACHED = "has been detached in-place"
_VERSIONS = re.compile(r"is at version (?P<found>\d+); expected version (?P<needed>\d+)")


@dataclass(frozen=True, slots=True)
class Stale:
    """A saved tensor that backward would refuse."""

    number: int
    """torch's own number of the node."""
    node: str
    slot: str
    address: int
    nbytes: int
    device: str
    look: Look
    needed: int
    found: int


@dataclass(slots=True)
class Graph:
    """What a failed program left behind of its graph."""

    stale: list[Stale] = field(default_factory=list)
    """The latest node first, as backward comes to them."""
    leaves: set[tuple[int, Look]] = field(default_factory=set)
    """Where the leaves lie that get a gradient."""
    parameters: set[int] = field(default_factory=set)
    """Addresses of storages that parameters lie on."""
    gradients: set[int] = field(default_factory=set)
    """Addresses of storages that gradients of leaves lie on."""


def graph_behind(traceback: TracebackType | None, names: Names) -> Graph:
    """The graph behind every tensor in the functions that an exception went through, torch's own among them."""
    graph, seen = Graph(), dict[int, GradFn]()
    stack = [node for frame, _ in walk_tb(traceback) for _, t in names.named(frame) if (node := grad_fn_of(t))]
    slots: dict[type, tuple[str, ...]] = {}
    while stack and len(seen) < MOST_NODES:
        node = stack.pop()
        if id(node) in seen:
            continue
        seen[id(node)] = node  # a node whose Python object died would be met as another
        stack.extend(following for following, _ in node.next_functions if following is not None)
        if name_of(node) == "AccumulateGrad":
            _take_leaf(graph, node.variable)
        else:
            graph.stale.extend(_stale(node, slots))
    graph.stale.sort(key=lambda stale: -stale.number)
    return graph


def grad_fn_of(tensor: torch.Tensor) -> GradFn | None:
    """A tensor's node; None where asking for it is refused, as of a view whose base was written."""
    try:
        return tensor.grad_fn
    except RuntimeError:
        return None


def _take_leaf(graph: Graph, leaf: torch.Tensor) -> None:
    if (address := address_of(leaf)) is not None:
        graph.leaves.add((address, look_of(leaf)))
        if isinstance(leaf, torch.nn.Parameter):
            graph.parameters.add(address)
    if leaf.grad is not None and (address := address_of(leaf.grad)) is not None:
        graph.gradients.add(address)


def _stale(node: GradFn, slots: dict[type, tuple[str, ...]]) -> Iterator[Stale]:
    """What a node keeps and backward would refuse. Of a list, torch tells of the first such tensor only."""
    told: set[str] = set()
    for slot, packed in _packed(node, slots):
        whole, address = slot.partition("[")[0], address_of(packed)
        if whole in told or address is None or packed.is_inference():
            continue
        versions = _versions(node, whole, packed._version)
        if versions is not None and versions[1] == packed._version:
            told.add(whole)
            nbytes, device = packed.untyped_storage().nbytes(), packed.device.type
            number, name, look = node._sequence_nr(), name_of(node), look_of(packed)
            yield Stale(number, name, slot, address, nbytes, device, look, *versions)


def _packed(node: GradFn, slots: dict[type, tuple[str, ...]]) -> list[tuple[str, torch.Tensor]]:
    """What a node keeps as it is; nothing where it has run."""
    try:
        raws = [(slot, raw.data) for slot, raw in raw_saved(node, slots) if raw.unpack_hook is None]
    except RuntimeError:
        return []
    return [(slot, packed) for slot, packed in raws if packed is not None]


def _versions(node: GradFn, slot: str, version: int) -> tuple[int, int] | None:
    """The version that a node needs of what is in a slot, and the one that it finds, where backward would stop."""
    try:
        getattr(node, "saved_tensors" if isinstance(node, _OF_FUNCTION) else f"_saved_{slot}")
    except RuntimeError as error:
        if _DETACHED in str(error):
            return version, version
        said = _VERSIONS.search(str(error))
        return (int(said["needed"]), int(said["found"])) if said is not None else None
    return None
