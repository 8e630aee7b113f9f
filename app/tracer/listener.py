"""Listener: what hears the program. It tells the recorder and knows nothing else.

NOTE [Hearing operators without being noticed]
The usual ear is a TorchDispatchMode. But torch asks in many places whether one is active (`isTensorSubclassLike`),
and then does something else: the engine adds up gradients out of place instead of in place, `linear` adds its bias
out of place, foreach operators forget to move version counters. The memory and the errors that we would report would
be those of a program that is being watched. (Our measurement: tests/tracer/test_memory.py compares with the profiler.)
So we listen through the dispatch key that torch reserves for experiments, TESTING_ONLY_GenericMode. A kernel for it
lies above autograd and hears an operator only while the key is included in this thread; nothing in torch asks for it.
Three things follow:
- version counters and grad_fns are true as soon as the operator has returned, since autograd has run by then;
- composite operators fall through, so that we hear what they are made of, as a dispatch mode would;
- `detach` and `alias` fall through too: torch.nn.Parameter and `as_subclass` make an object of their own class of what
  these return, which they cannot once Python has seen that tensor. It is found when the call returns.
The autograd engine carries the key into its own threads, as it carries grad mode.
"""

from collections.abc import Callable
from functools import cache, partial
from types import TracebackType
from typing import Any, Self

import torch
from torch._guards import CompileContext
from torch.library import Library, fallthrough_kernel
from torch.overrides import TorchFunctionMode

from .operators import is_composite
from .quiet import keys, let_pass, let_transforms_pass
from .recorder import Recorder

_MAKES_OTHER_CLASSES = ("aten::detach", "aten::alias")
_KEY = "TESTING_ONLY_GenericMode"
_listener: "Listener | None" = None


class Listener:
    """Hears a program while it is entered.

    The recorder may meet a limit or, with an exotic tensor, an error of its own. Either ends the recording, which
    `at_end` is told; the program goes on as if nobody had listened.
    """

    def __init__(self, recorder: Recorder, at_end: Callable[[], None] = lambda: None) -> None:
        self.recorder = recorder
        self.at_end = at_end
        self.ended_by: Exception | None = None
        self._calls = _Calls(self)
        self._include: Any = None
        self._resting = False

    def __enter__(self) -> Self:
        global _listener
        _libraries()
        _listener = self
        self._calls.__enter__()  # type: ignore[no-untyped-call]
        self._include = torch._C._IncludeDispatchKeyGuard(torch._C._dispatch_key_parse(_KEY))
        self._include.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        global _listener
        self._include.__exit__(kind, error, trace)
        if not self._resting:
            self._calls.__exit__(kind, error, trace)  # type: ignore[no-untyped-call]
        _listener = None

    def tell(self, method: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a method of the recorder; what it does itself is not heard.

        Not once the recording has ended, and not while torch looks at the program rather than runs it.
        """
        if self.ended_by is not None or _tries_out():
            return None
        try:
            with torch._C._ExcludeDispatchKeyGuard(keys()), torch._C.DisableTorchFunction():
                return method(*args, **kwargs)
        except Exception as error:  # whatever it is, it must not reach the reader's program
            self.ended_by = error.with_traceback(None)  # a traceback would keep the program's tensors alive
            self.recorder.journal.closed = True
            self.at_end()
            return None

    def rest(self) -> bool:
        """Once the recording has ended, hear no calls any more: hearing them costs, though nobody is told.

        Not from within a call, and not below another mode; whether it is done.
        """
        top = torch.overrides._get_current_function_mode()  # type: ignore[no-untyped-call]
        if self.ended_by is None or top is not self._calls:
            return False
        torch.overrides._pop_mode()  # type: ignore[no-untyped-call]
        self._resting = True
        return True


class _Calls(TorchFunctionMode):
    """Hears every call of torch's Python interface."""

    def __init__(self, listener: Listener) -> None:
        super().__init__()
        self.listener = listener

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Run the call between telling that it begins and that it ended.

        torch.compile reads this method, too, and leaves out what stands behind a condition that it knows to be false.
        """
        kwargs = kwargs or {}
        if torch.compiler.is_dynamo_compiling():
            return func(*args, **kwargs)
        listener, recorder = self.listener, self.listener.recorder
        if listener.ended_by is not None:
            return func(*args, **kwargs)
        listener.tell(recorder.call_begins, func, args, kwargs)
        try:
            result = func(*args, **kwargs)
        except BaseException as error:
            listener.tell(recorder.call_ends, None, error=error)
            raise
        listener.tell(recorder.call_ends, result)
        return result


def _hear(operator: Any, *args: Any, **kwargs: Any) -> Any:
    """Run an operator between telling that it begins and that it ended. What it runs inside is not heard."""
    with torch._C._ExcludeDispatchKeyGuard(_keys()):
        listener = _listener
        if listener is None or listener.ended_by is not None:
            torch._C._dispatch_tls_set_dispatch_key_included(_KEY, False)  # nothing in this thread is heard any more
            return operator(*args, **kwargs)
        recorder = listener.recorder
        running = listener.tell(recorder.kernel_begins, operator, args, kwargs)
        result = operator(*args, **kwargs)
        if running is not None:
            listener.tell(recorder.kernel_ends, running, result)
        return result


def _tries_out() -> bool:
    """Whether torch.compile tries operators out on tensors without bytes, or torch.jit.trace writes them down.

    There every question that the recorder asks a tensor would become part of the graph.
    """
    return CompileContext.try_get() is not None or torch._C._get_tracing_state() is not None


@cache
def _keys() -> Any:
    return torch._C.DispatchKeySet(torch._C._dispatch_key_parse(_KEY))


@cache
def _libraries() -> tuple[Library, Library]:
    """Register with every operator of torch, once in a process. Nothing is heard until the key is included.

    One kernel an operator, not one fallback for all: while a program has a TorchDispatchMode of its own or a tensor
    subclass, torch looks a Python kernel up by its operator, and does not find a fallback.
    """
    aten, others = Library("aten", "IMPL"), Library("_", "IMPL")  # type: ignore[no-untyped-call]
    others.fallback(fallthrough_kernel, _KEY)  # type: ignore[no-untyped-call]
    let_pass(_KEY)
    let_transforms_pass()
    for name in torch._C._dispatch_get_all_op_names():
        if name.startswith("aten::") and not is_composite(name) and name not in _MAKES_OTHER_CLASSES:
            operator = _overload(name)
            if operator is not None:
                aten.impl(name.removeprefix("aten::"), partial(_hear, operator), _KEY)  # type: ignore[no-untyped-call]
    return aten, others


def _overload(name: str) -> Any:
    """The operator behind a name such as aten::add.Tensor."""
    base, _, overload = name.removeprefix("aten::").partition(".")
    return getattr(getattr(torch.ops.aten, base, None), overload or "default", None)
