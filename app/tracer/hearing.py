"""Hearing: everything that listens to a script. It records from the beginning, and watches to the end.

A recording has its limits, in steps and in the time that it costs, which a training run of an hour meets soon. The
watch writes down little, but for as long as the script runs; when it fails after the recording has ended, the steps
that its failure comes from are taken there.
"""

from collections.abc import Callable
from contextlib import ExitStack
from time import perf_counter
from types import ModuleType
from typing import Any, Self

import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

from ..trace import Account, Trace
from . import assemble
from .closing import close, cuts
from .failures import failure_of
from .frames import Program
from .listener import Listener
from .quiet import KEY, WATCH_KEY
from .recorder import Recorder
from .watching.ear import Ear
from .watching.excerpt import excerpt
from .watching.watch import Watch

MOST_SECONDS = 5.0
"""A recording that has cost more than this ends."""


class _Forked(Exception):
    """The recording goes on in the process that this one was forked from."""


class _Thrifty(Listener):
    """A listener whose recording ends, between two steps, once it has cost so many seconds."""

    spent = 0.0

    def tell(self, method: Any, *args: Any, **kwargs: Any) -> Any:
        """Call a method of the recorder, and count the time that it takes."""
        start = perf_counter()
        answer = super().tell(method, *args, **kwargs)
        self.spent += perf_counter() - start
        if self.spent > MOST_SECONDS:
            self.recorder.max_steps = min(self.recorder.max_steps, len(self.recorder.drafts))
        return answer


class Hearing:
    """Listens to a script while it is entered."""

    def __init__(
        self, program: Program, *, max_steps: int, max_tensors: int, at_end: Callable[[], None] = lambda: None
    ) -> None:
        self._listener = _Thrifty(Recorder(max_steps, max_tensors, program), at_end)
        self._watch = Watch(program)
        self._stack = ExitStack()
        self._resting = False

    def __enter__(self) -> Self:
        self._stack.enter_context(Ear(self._watch))
        self._stack.enter_context(self._listener)
        self._stack.callback(register_optimizer_step_pre_hook(self._rest).remove)
        return self

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def fall_silent(self) -> None:
        """Hear nothing more, in a process that the script forked: a worker of a DataLoader has nobody to tell."""
        self._end(_Forked())
        for key in (KEY, WATCH_KEY):
            torch._C._dispatch_tls_set_dispatch_key_included(key, False)

    def trace(self, main: ModuleType, error: BaseException | None, seconds: float, account: Account | None) -> Trace:
        """What happened, once the script has ended."""
        recorder = self._listener.recorder
        close(self._listener, main, error)
        limits = tuple(cuts(self._listener))
        ended_early = any(cut.limit != "contents" for cut in limits)
        if ended_early and isinstance(error, Exception) and (found := self._excerpt(error, seconds)) is not None:
            return found.model_copy(update={"account": account})
        return Trace(
            torch=torch.__version__,
            device="cuda" if torch.cuda.is_initialized() else "cpu",  # type: ignore[no-untyped-call]
            threads=torch.get_num_threads(),
            storages=assemble.storages(recorder),
            tensors=assemble.tensors(recorder),
            nodes=assemble.nodes(recorder),
            steps=assemble.steps(recorder),
            account=account,
            failure=failure_of(error, recorder) if error is not None else None,
            cuts=limits,
            seconds=seconds,
        )

    def _excerpt(self, error: Exception, seconds: float) -> Trace | None:
        try:
            return excerpt(self._watch, error, seconds=seconds)
        except Exception:  # a tensor that answers no question must not cost the rest
            return None

    def _rest(self, *_: object) -> None:
        """Between two rounds of training, see whether the recording has ended."""
        if not self._resting:
            self._resting = self._listener.rest()

    def _end(self, why: Exception) -> None:
        self._listener.ended_by = self._watch.ended_by = why
        self._listener.recorder.journal.closed = True
