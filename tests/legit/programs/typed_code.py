from collections.abc import Callable, Iterable
from typing import NamedTuple, Protocol, TypeVar

import torch
from torch import Tensor

T = TypeVar("T")


class Batch(NamedTuple):
    x: Tensor
    y: Tensor


class Model(Protocol):
    def __call__(self, x: Tensor) -> Tensor: ...


def evaluate(model: Model, batches: Iterable[Batch], metric: Callable[[Tensor, Tensor], float]) -> list[float]:
    return [metric(model(batch.x), batch.y) for batch in batches]


print(evaluate(torch.relu, [Batch(torch.tensor([-1.0, 1.0]), torch.ones(2))], lambda a, b: (a - b).abs().sum().item()))
match torch.ones(2, 3).shape:
    case (rows, columns):
        print(rows, columns)
