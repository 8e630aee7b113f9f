"""Engine: the backward pass. Nodes run as soon as all their gradients are there, later ones first."""

from collections import Counter
from heapq import heappop, heappush
from itertools import count

from . import kernels
from .geometry import is_contiguous, is_dense
from .graph import Fill, Gradients, Node, Tensor


def backward(root: Node, gradient: Tensor) -> None:
    """Run a backward pass. Raises Stale."""
    waits = _dependencies(root)
    gradients: dict[Node, Tensor] = {root: gradient.alias()}
    del gradient
    order, ready = count(), [(-root.sequence, 0, root)]
    while ready:
        node = heappop(ready)[2]
        results = list(_run(node, gradients))
        node.release()
        for place, following in enumerate(node.edges):
            if following is None:
                continue
            result, results[place] = results[place], None
            if result is not None:
                _arrive(gradients, following, result)
            del result
            waits[following] -= 1
            if not waits[following] and following in gradients:
                heappush(ready, (-following.sequence, next(order), following))


def _run(node: Node, gradients: dict[Node, Tensor]) -> Gradients:
    return node.law(node, gradients.pop(node))


def _arrive(gradients: dict[Node, Tensor], node: Node, gradient: Tensor) -> None:
    """A gradient has come for a node; it is added to those that came before."""
    if node not in gradients:
        gradients[node] = gradient
        return
    total = kernels.added(gradients[node], gradient)
    gradients[node] = total


def _dependencies(root: Node) -> Counter[Node]:
    waits: Counter[Node] = Counter()
    stack, seen = [root], {root}
    while stack:
        for following in stack.pop().edges:
            if following is not None:
                waits[following] += 1
                if following not in seen:
                    seen.add(following)
                    stack.append(following)
    return waits


def fill(node: Node, gradient: Tensor) -> Gradients:
    """Put a gradient into .grad: the tensor itself, unless the parameter lies in another way."""
    assert isinstance(node, Fill)  # noqa: S101
    kernels.show(gradient)
    if is_dense(node.shape, node.strides):
        fits = all(
            size == 1 or given == wanted
            for size, given, wanted in zip(node.shape, gradient.strides, node.strides, strict=True)
        )
    else:
        fits = is_contiguous(gradient.shape, gradient.strides)
    node.gradient = gradient.alias() if fits else kernels.blank(node.machine, node.shape, node.strides)
    return ()
