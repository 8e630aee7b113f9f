"""Graph: the autograd nodes at one moment, the latest first, as backward will meet them."""

from dataclasses import dataclass

from ..replay.moment import Moment, Pin
from ..trace import Node

MOST_NODES = 24
"""Nodes that are drawn at one step; of more, those nearest to where backward stands."""


@dataclass(frozen=True)
class GraphNode:
    """One node: what it kept, where its gradients go, and how far backward has come."""

    node: Node
    op: str
    """What the reader called that made it."""
    line: int | None
    pins: tuple[Pin, ...]
    follows: tuple[Node, ...]
    leaf: str
    """A name of the tensor whose .grad it fills."""
    state: str
    """waiting, now, done or stopped."""


def graph_of(moment: Moment) -> tuple[GraphNode, ...]:
    """The nodes that there are, in the order in which backward runs them; those that fill a leaf's .grad come last."""
    known = [node for node in moment.trace.nodes if node.step <= moment.index]
    ordered = sorted(known, key=lambda node: (node.leaf is None, node.step, int(node.id[1:])), reverse=True)
    return tuple(_graph_node(moment, node) for node in _near(ordered, moment))


def _near(ordered: list[Node], moment: Moment) -> list[Node]:
    """The part of a long chain around the node that runs now."""
    step = moment.trace.steps[moment.index]
    here = next((i for i, node in enumerate(ordered) if node.id == step.node), 0)
    start = max(0, min(here - MOST_NODES // 2, len(ordered) - MOST_NODES))
    return ordered[start : start + MOST_NODES]


def _graph_node(moment: Moment, node: Node) -> GraphNode:
    step, made = moment.trace.steps[moment.index], moment.trace.steps[node.step]
    pins = tuple(moment.pins_of(node.id))
    if node.id == step.node:
        state = "now"
    elif node.id in moment.ran:
        state = "done"
    else:
        stopped = step.failed and step.phase == "backward" and any(pin.broken for pin in pins)
        state = "stopped" if stopped else "waiting"
    leaf = next(iter(moment.names_of(node.leaf)), "") if node.leaf else ""
    return GraphNode(node, made.op, made.line, pins, tuple(moment.nodes[id_] for id_ in node.next), leaf, state)
