"""Operators: which arguments an operator writes, according to its schema; and the tensors in its arguments."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import torch

from ..trace import Element

_DEPTH = 3
"""How deep lists of lists are searched for tensors."""


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator's name and, for each argument by place and by name, whether it is written."""

    name: str
    by_place: tuple[bool, ...]
    by_name: dict[str, bool]

    def arguments(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Iterator[tuple[torch.Tensor, bool]]:
        """Every tensor argument, and whether the operator writes it."""
        for value, written in zip(args, self.by_place, strict=False):
            yield from ((tensor, written) for tensor in tensors_in(value))
        for name, value in kwargs.items():
            yield from ((tensor, self.by_name[name]) for tensor in tensors_in(value))


@cache
def operator(func: Any) -> Operator:
    """The operator behind a torch.ops overload."""
    schema = func._schema
    written = {a.name: a.alias_info is not None and a.alias_info.is_write for a in schema.arguments}
    return Operator(schema.name, tuple(written.values()), written)


def tensors_in(value: object, depth: int = _DEPTH) -> Iterator[torch.Tensor]:
    """Every tensor in a value. Lists that begin with a number hold none, and are not searched."""
    if isinstance(value, torch.Tensor):
        yield value
    elif depth and isinstance(value, (list, tuple)) and value and not isinstance(value[0], (int, float, str)):
        for item in value:
            yield from tensors_in(item, depth - 1)
    elif depth and isinstance(value, dict):
        for item in value.values():
            yield from tensors_in(item, depth - 1)


def number_in(args: tuple[Any, ...], kwargs: dict[str, Any] | None) -> Element | None:
    """The plain number that a call was given last, as a document can say it."""
    value: Any = args[-1] if len(args) > 1 else next(reversed((kwargs or {}).values()), None)
    if type(value) in (int, bool):
        return int(value) if -(2**63) <= value < 2**64 else None
    if type(value) is float:
        return value if math.isfinite(value) else str(value)
    return None


def name_of_call(func: Any) -> str:
    """What the program called, as it reads in the program: relu, add_, getitem, T."""
    name = str(getattr(func, "__name__", func))
    if name in ("__get__", "__set__"):
        name = getattr(getattr(func, "__self__", None), "__name__", name)
    if name.startswith("__") and name.endswith("__"):
        name = name[2:-2]
    return name


def is_composite(name: str) -> bool:
    """Whether an operator such as aten::linear is made of other operators, wherever it runs.

    silu_backward and mish_backward are made of others only for devices that have no kernel for them. The CPU and CUDA
    have one, and what it does inside is not heard.
    """
    has = torch._C._dispatch_has_kernel_for_dispatch_key
    return bool(has(name, "CompositeImplicitAutograd")) and not (has(name, "CPU") or has(name, "CUDA"))
