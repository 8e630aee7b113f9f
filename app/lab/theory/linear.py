"""Linear: one matrix product, but which one depends on how the input lies and on whether the weight learns."""

from math import prod

from . import geometry, joins, kernels, views
from .geometry import Ints
from .graph import Gradients, Node, Role, Tensor
from .nodes import node_for


def linear(given: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """torch.nn.functional.linear. With a bias its result for images is a view: a write to it makes CopySlices."""
    shape = (*given.shape[:-1], weight.shape[0])
    if bias is not None and (len(given.shape) == 2 or given.contiguous):
        rows = given if len(given.shape) == 2 else views.reshape(given, (prod(given.shape[:-1]), given.shape[-1]))
        result = _product(rows, views.transposed(weight), bias)
        return result if len(given.shape) == 2 else views.reshape(result, shape)
    result = _matmul(given, views.transposed(weight), shape)
    return result if bias is None else joins.add(result, bias, inplace=True)


def _matmul(given: Tensor, weight: Tensor, shape: Ints) -> Tensor:
    if len(given.shape) == 2:
        return _product(given, weight, None)
    if weight.requires_grad or _folds(given):
        rows = views.reshape(given, (prod(given.shape[:-1]), given.shape[-1]))
        return views.unsafe_view(_product(rows, weight, None), shape)
    return views.unsafe_view(_batched(given, weight), shape)


def _folds(given: Tensor) -> bool:
    """All but the last dimension are one, without a copy."""
    pairs = range(len(given.shape) - 2)
    return all(given.strides[dim] == given.strides[dim + 1] * given.shape[dim + 1] for dim in pairs)


def _product(rows: Tensor, weight: Tensor, bias: Tensor | None) -> Tensor:
    """addmm or mm: keeps the rows where the weight learns, and the weight where a gradient goes on to the rows."""
    machine = rows.machine
    inputs = (rows, weight) if bias is None else (rows, weight, bias)
    node = node_for(machine, _product_back, inputs, (rows.shape, rows.strides, weight.shape))
    if node is not None:
        if node.needs(1):
            node.keep(rows, Role.INPUT)
        if node.needs(0):
            node.keep(weight, Role.WEIGHT)
    kernels.show(rows)
    result = kernels.blank(machine, (rows.shape[0], weight.shape[1]))
    result.node = node
    return result


def _product_back(node: Node, gradient: Tensor) -> Gradients:
    kept = node.unpack()
    kernels.show(gradient, *kept)
    shape, strides, weight = node.facts
    by_columns = strides[0] == 1 and strides[1] == shape[0]
    lies = strides if by_columns else geometry.contiguous(shape)
    gradients = [
        kernels.blank(node.machine, shape, lies) if node.needs(0) else None,
        kernels.blank(node.machine, weight, (1, weight[0])) if node.needs(1) else None,
    ]
    del kept  # the engine sums up the gradient of the bias when the node is done
    if len(node.edges) == 3:
        gradients.append(kernels.blank(node.machine, weight[1:]) if node.needs(2) else None)
    return gradients


def _batched(given: Tensor, weight: Tensor) -> Tensor:
    """bmm, where the weight does not learn and rows do not follow each other: keeps the weight alone."""
    machine = given.machine
    batch = (prod(given.shape[:-2]), *given.shape[-2:])
    matrices = views.reshape(joins.expand(given, given.shape), batch)
    node = node_for(machine, _batched_back, (matrices,), batch)
    if node is not None:
        node.keep(weight, Role.WEIGHT)
    result = kernels.blank(machine, (*batch[:2], weight.shape[1]))
    result.node = node
    return result


def _batched_back(node: Node, gradient: Tensor) -> Gradients:
    kernels.show(gradient, *node.unpack())
    return (kernels.blank(node.machine, node.facts),)
