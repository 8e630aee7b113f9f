"""Run: executes one snippet, traced or not, in this process. A snippet that fails is a Trace with a Failure."""

import linecache
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import ModuleType

import numpy
import torch

from ..trace import Snippet, Trace, Value
from . import assemble
from .closing import close, cut, cuts
from .failures import failure_of
from .frames import FILENAME
from .listener import Listener
from .recorder import Recorder
from .trials.trial import Trying
from .values import digests


def run_snippet(
    snippet: Snippet, *, max_steps: int, max_tensors: int, at_end: Callable[[], None] = lambda: None
) -> Trace:
    """Execute a snippet as the program `__main__` and tell what happened.

    Whatever the program raises becomes the Trace's Failure; nothing is raised for its sake. `at_end` is called as
    soon as the program has ended: a child lifts its memory limit there, so that a trace can still be written.
    A Trial is handed in with its account.
    """
    device = _choose_device(snippet.device)
    _settle_engine()
    recorder = Recorder(max_steps, max_tensors)
    listener = Listener(recorder)
    seed_all(snippet.seed)
    with _as_main(snippet.source) as main:
        trying = Trying(snippet, main.__dict__, recorder.program)
        error, seconds = _execute(snippet, device, main, listener, trying)
        at_end()
        if snippet.trace:
            close(listener, main, error)
        values = _values(recorder, main)
        return Trace(
            torch=torch.__version__,
            device=device,
            threads=torch.get_num_threads(),
            storages=assemble.storages(recorder),
            tensors=assemble.tensors(recorder),
            nodes=assemble.nodes(recorder),
            steps=assemble.steps(recorder),
            values=tuple(value for value in values if value is not None),
            account=trying.account(),
            failure=failure_of(error, recorder) if error is not None else None,
            cuts=(*cuts(listener), *(cut("values", len(values) - 1, recorder) for value in values if value is None)),
            seconds=seconds,
        )


def _settle_engine() -> None:
    """Run backward once, in this thread, before the program can start threads.

    After a fork torch makes its autograd engine anew at the first backward pass, without a lock: where several threads
    of a program begin with one at the same time, they crash (our measurement: 24 of 2,400 runs of four threads, and
    none of 1,400 once the engine was there).
    """
    torch.zeros((), requires_grad=True).backward()  # type: ignore[no-untyped-call]


def _execute(
    snippet: Snippet, device: str, main: ModuleType, listener: Listener, trying: Trying
) -> tuple[BaseException | None, float]:
    """Run the program; the exception that ended it, and the seconds that it took."""
    start = time.perf_counter()
    try:
        code = compile(snippet.source, FILENAME, "exec")
        with ExitStack() as stack:
            if device != "cpu":
                stack.enter_context(torch.device(device))
            if snippet.trace:
                stack.enter_context(listener)
            trying.enter(stack)
            start = time.perf_counter()
            exec(code, main.__dict__)  # noqa: S102 - running what the reader wrote is what this process is for
    except SystemExit as leaving:
        return (None if is_success(leaving.code) else leaving), time.perf_counter() - start
    except BaseException as error:
        return error, time.perf_counter() - start
    return None, time.perf_counter() - start


def is_success(code: object) -> bool:
    """Whether sys.exit(code) means that all went well. Asking any other object would run the program's own code."""
    return code is None or (type(code) is int and code == 0)


def _values(recorder: Recorder, main: ModuleType) -> list[Value | None]:
    named = recorder.names.walk(main.__dict__)
    return list(digests(((n, t) for n, t in named if recorder.tensors.knows(t)), recorder.tensors))


def _choose_device(wanted: str) -> str:
    """The device that tensors are made on. Asking torch for a GPU starts CUDA, so only where one may be used."""
    if wanted == "cpu":
        return "cpu"
    if wanted == "cuda" or torch.cuda.is_available():
        return "cuda"
    return "cpu"


def seed_all(seed: int) -> None:
    """Begin torch's, NumPy's and Python's random numbers anew."""
    torch.manual_seed(seed)
    random.seed(seed)
    numpy.random.seed(seed % 2**32)


@contextmanager
def _as_main(source: str) -> Iterator[ModuleType]:
    """A fresh module that is `__main__` while the program runs, its source known to inspect and to tracebacks."""
    main, before = ModuleType("__main__"), sys.modules.get("__main__")
    main.__dict__["__file__"] = FILENAME
    linecache.cache[FILENAME] = (len(source), None, source.splitlines(keepends=True), FILENAME)
    sys.modules["__main__"] = main
    try:
        yield main
    finally:
        linecache.cache.pop(FILENAME, None)
        if before is not None:
            sys.modules["__main__"] = before
