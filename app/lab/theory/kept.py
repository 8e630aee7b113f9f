"""Kept: what is kept for backward when forward has ended, block by block."""

from collections.abc import Iterable, Iterator

from ..network.spec import NetworkSpec
from ..programs.layers import labels
from .checkpoints import Held
from .graph import Node, Role, Saved, Tensor
from .memory import Storage
from .model import LayerTheory
from .nodes import edge_of


class Kept:
    """The distinct storages that some node keeps, in bytes; parameters and the network's input are left out.

    It holds none of them.
    """

    def __init__(self, spec: NetworkSpec, ends: Iterable[Tensor]) -> None:
        roles: list[dict[Role, None]] = [{} for _ in range(len(spec.blocks) + 1)]
        adds = [0] * (len(spec.blocks) + 1)
        counted: set[Storage] = set()
        for block, saved, visible in sorted(_saved(ends), key=lambda each: each[0]):
            if saved.role is not Role.WEIGHT:
                roles[block][saved.role] = None
            if visible and saved.storage.own and saved.storage not in counted:
                counted.add(saved.storage)
                adds[block] += saved.storage.nbytes
        self.nbytes = sum(adds)
        self.layers = tuple(
            LayerTheory(label, tuple(keeps), added)
            for label, keeps, added in zip(labels(spec.blocks), roles, adds, strict=False)
        )


def _saved(ends: Iterable[Tensor]) -> Iterator[tuple[int, Saved, bool]]:
    """What nodes keep, with the block of each, and whether anybody can see it: a node inside CopySlices is hidden."""
    for node, visible in _nodes(ends):
        for kept in node.kept:
            if isinstance(kept, Saved):
                yield node.block, kept, visible
            elif isinstance(kept, Held):
                yield kept.frame.block, kept.frame.given, True


def _nodes(ends: Iterable[Tensor]) -> Iterator[tuple[Node, bool]]:
    stack = [node for end in ends if (node := edge_of(end)) is not None]
    seen = set(stack)
    while stack:
        node = stack.pop()
        yield node, True
        if (inner := node.inner()) is not None:
            yield inner, False
        for following in node.edges:
            if following is not None and following not in seen:
                seen.add(following)
                stack.append(following)
