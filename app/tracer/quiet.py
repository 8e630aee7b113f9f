"""Quiet: what we ask torch ourselves is heard by nobody: not by the listener, not by modes, not by autograd."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache, wraps
from typing import Any

import torch
from torch._functorch import eager_transforms
from torch._guards import CompileContext

KEY = "TESTING_ONLY_GenericMode"
"""The dispatch key that the listener listens on."""

WATCH_KEY = "TESTING_ONLY_GenericWrapper"
"""The one that the ear of a watch listens on."""


def let_pass(key: str) -> None:
    """Let operators that take functions, such as torch.cond, go past a key of ours. They know no fallback."""
    for operator in torch._ops._higher_order_ops.values():
        operator.fallthrough(torch._C._dispatch_key_parse(key))  # type: ignore[no-untyped-call]


@cache
def let_transforms_pass() -> None:
    """Hear no backward pass that a transform of torch.func runs; once in a process.

    There torch hands the numbers of `x * 2` from operator to operator as tensors without a storage, which none of our
    kernels could be given: torch would make Python numbers of them, and fail.
    """
    run = eager_transforms._autograd_grad

    @wraps(run)
    def unheard(*args: Any, **kwargs: Any) -> Any:
        if torch.compiler.is_dynamo_compiling():
            return run(*args, **kwargs)
        with torch._C._ExcludeDispatchKeyGuard(keys()):
            return run(*args, **kwargs)

    eager_transforms._autograd_grad = unheard


@contextmanager
def quiet() -> Iterator[None]:
    """Inside, operators run as if nobody listened, and leave no graph."""
    with torch._C._ExcludeDispatchKeyGuard(keys()), torch._C.DisableTorchFunction(), torch.no_grad():
        yield


def tries_out() -> bool:
    """Whether torch.compile tries operators out on tensors without bytes, or torch.jit.trace writes them down.

    There every question that is asked a tensor would become part of the graph.
    """
    return CompileContext.try_get() is not None or torch._C._get_tracing_state() is not None


@cache
def keys() -> Any:
    """Both keys."""
    parse = torch._C._dispatch_key_parse
    return torch._C.DispatchKeySet(parse(KEY)) | torch._C.DispatchKeySet(parse(WATCH_KEY))
