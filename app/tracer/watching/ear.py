"""Ear: hears for a Watch what operators write, and where nodes of the graph come from.

NOTE [Hearing little]
It listens as the listener does, on the second of the two dispatch keys that torch reserves for experiments, so that
both may listen at once. To be light enough for a long run it hears little, and most of that is told by two looks at a
number: torch numbers the nodes of the graph in the order in which they are made. Where an operator made none and writes
nothing, nothing is asked. Some operators are not heard at all; if they make nodes, these are the numbers between two
operators that were heard.
"""

import os
from collections.abc import Callable
from functools import cache
from types import TracebackType
from typing import Any, Self

import torch
from torch.library import Library, fallthrough_kernel

from ..operators import is_composite, operator
from ..quiet import WATCH_KEY, let_pass, let_transforms_pass
from .watch import BEGINS_BACKWARD, Watch

_UNHEARD = {
    *("add.Tensor", "add.Scalar", "sub.Tensor", "sub.Scalar", "rsub.Scalar", "neg", "sum", "sum.dim_IntList"),
    *("t", "transpose.int", "permute", "expand", "view", "_unsafe_view", "_reshape_alias", "as_strided", "detach"),
    *("alias", "unsqueeze", "squeeze", "squeeze.dim", "squeeze.dims", "eq.Tensor", "ne.Tensor", "lt.Tensor"),
    *("gt.Tensor", "le.Tensor", "ge.Tensor", "eq.Scalar", "ne.Scalar", "lt.Scalar", "gt.Scalar", "le.Scalar"),
    *("ge.Scalar", "_local_scalar_dense", "argmax", "empty_like", "empty_strided", "empty.memory_format"),
    *("threshold_backward", "_log_softmax_backward_data", "_softmax_backward_data", "sigmoid_backward"),
    *("tanh_backward", "gelu_backward", "silu_backward", "native_layer_norm_backward"),
}
"""Operators that are called often, keep no tensor for backward, write none, and run none that does.

An operator that is not heard lets through what it runs inside: `clone` would be told as a `copy_`.
`detach` and `alias` must not be heard: see NOTE [Hearing operators without being noticed].
"""

_sequence = torch._C._autograd._get_sequence_nr
_include = torch._C._dispatch_tls_set_dispatch_key_included
_watch: Watch | None = None


class Ear:
    """Hears this thread, and the backward passes that it starts, while it is entered."""

    def __init__(self, watch: Watch) -> None:
        self.watch = watch
        self._before: Watch | None = None

    def __enter__(self) -> Self:
        global _watch
        _libraries()
        self._before, _watch = _watch, self.watch
        _include(_key(), True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        global _watch
        _watch = self._before
        _include(_key(), _watch is not None)


def _reading(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
    """What runs instead of an operator that writes nothing."""
    key, begins = _key(), name == BEGINS_BACKWARD

    def hear(*args: Any, **kwargs: Any) -> Any:
        _include(key, False)
        try:
            if begins and _watch is not None:
                _watch.begins_backward()
            before = _sequence()
            result = call(*args, **kwargs)
            after = _sequence()
            if (watch := _watch) is not None and after != watch.numbered:
                watch.made(name, before, after, result)
            return result
        finally:
            _include(key, True)

    return hear


def _writing(
    name: str, call: Callable[..., Any], places: tuple[int, ...], names: tuple[str, ...]
) -> Callable[..., Any]:
    """What runs instead of an operator that writes the arguments at these places, or of these names."""
    key, last = _key(), places[-1]

    def hear(*args: Any, **kwargs: Any) -> Any:
        _include(key, False)
        try:
            if (watch := _watch) is None:
                return call(*args, **kwargs)
            written = [args[0]] if last == 0 and args else _given(args, kwargs, places, names)
            versions, before = watch.versions(written), _sequence()
            try:
                result = call(*args, **kwargs)
            except Exception as error:
                watch.refused(name, written, (args, kwargs), error)
                raise
            if versions:
                watch.wrote(name, written, versions, before, _sequence(), result)
            return result
        finally:
            _include(key, True)

    return hear


def _given(args: tuple[Any, ...], kwargs: dict[str, Any], places: tuple[int, ...], names: tuple[str, ...]) -> list[Any]:
    """The arguments at some places, or of their names."""
    return [args[i] for i in places if i < len(args)] + [kwargs[each] for each in names if each in kwargs]


@cache
def _key() -> Any:
    return torch._C._dispatch_key_parse(WATCH_KEY)


@cache
def _libraries() -> tuple[Library, Library]:
    """Register with the operators that matter, once in a process. Nothing is heard until the key is included."""
    os.register_at_fork(after_in_child=_fall_silent)
    aten, others = Library("aten", "IMPL"), Library("_", "IMPL")  # type: ignore[no-untyped-call]
    others.fallback(fallthrough_kernel, WATCH_KEY)  # type: ignore[no-untyped-call]
    let_pass(WATCH_KEY)
    let_transforms_pass()
    for name in torch._C._dispatch_get_all_op_names():
        if (
            name.startswith("aten::")
            and not is_composite(name)
            and (kernel := _kernel(name.removeprefix("aten::"))) is not None
        ):
            aten.impl(name.removeprefix("aten::"), kernel, WATCH_KEY)  # type: ignore[no-untyped-call]
    return aten, others


def _fall_silent() -> None:
    """Hear nothing more, in a process that the program forked: a worker of a DataLoader has nobody to tell."""
    global _watch
    _watch = None
    _include(_key(), False)


def _kernel(name: str) -> Callable[..., Any] | None:
    """What listens to an operator such as add_.Tensor; None where nothing about it matters."""
    base, _, overload = name.partition(".")
    func = getattr(getattr(torch.ops.aten, base, None), overload or "default", None)
    if func is None or name in _UNHEARD:
        return None
    written = [argument.name for argument in func._schema.arguments if operator(func).by_name[argument.name]]
    if written:
        places = tuple(i for i, writes in enumerate(operator(func).by_place) if writes)
        return _writing(operator(func).name, func._op, places, tuple(written))
    return _reading(operator(func).name, func._op)
