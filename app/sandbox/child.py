"""The life of one forked child: it takes its seat, waits for one snippet, runs it, hands in the result.

It starts from the zygote's memory, where torch is loaded. Until the snippet arrives on the source pipe it knows nothing
of anybody's text. What it says on any pipe is the snippet's own word.
"""

import ctypes
import fcntl
import os
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader, BufferedWriter, FileIO, TextIOWrapper
from typing import Any, NamedTuple, NoReturn, TextIO

from ..trace import Snippet
from . import frame, limits, order
from .order import Order

STDIN, STDOUT, STDERR, RESULT, SOURCE = range(5)
_PR_SET_PDEATHSIG = 1
_OUT_OF_THE_WAY = 100
# Line by line: a snippet that is stopped has still shown what it printed.
_TEXT: Any = {"encoding": "utf-8", "errors": "backslashreplace", "line_buffering": True}


class Seat(NamedTuple):
    """The descriptors that the server made for one run; `folder` is the run's own directory."""

    source: int
    stdout: int
    stderr: int
    result: int
    folder: int


class Birth(NamedTuple):
    """What a child has from its zygote: the zygote's pid, the GPUs it may show, a way to draw fresh random numbers."""

    zygote: int
    cuda_visible_devices: str | None
    refresh_random: Callable[[], None]


def live(seat: Seat, birth: Birth) -> NoReturn:
    """Run one snippet and never return: whatever happens in here must not reach the zygote's own code."""
    try:
        _live(seat, birth)
    except BaseException:
        with suppress(BaseException):
            traceback.print_exc()
    finally:
        os._exit(1)


def _live(seat: Seat, birth: Birth) -> None:
    os.setsid()
    _die_with(birth.zygote)
    _take(seat)
    _settle_in_folder()
    streams = _fresh_streams()
    birth.refresh_random()
    if not (row := _read_exactly(order.SIZE)):
        return  # the server needs no more children
    result = _obey(Order.unpack(row), birth)
    _flush(streams)
    _write_all(RESULT, frame.pack(result))
    _wait_for_the_end()


def _obey(what: Order, birth: Birth) -> bytes:
    limits.apply(what)
    if what.gpu:
        _show_gpu(birth.cuda_visible_devices)
    snippet = Snippet.model_validate_json(_read_to_end())
    try:
        return _run(snippet, what)
    finally:
        limits.open_reserve()  # for the traceback, where there is one


def _run(snippet: Snippet, what: Order) -> bytes:
    from ..tracer.run import run_snippet  # the zygote has loaded it; only there may torch be imported

    trace = run_snippet(snippet, max_steps=what.max_steps, max_tensors=what.max_tensors, at_end=limits.open_reserve)
    return trace.model_dump_json().encode()


def _die_with(zygote: int) -> None:
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != zygote:
        os._exit(1)


def _take(seat: Seat) -> None:
    """Bring the descriptors to 1, 2, 3 and 4 and close all others; 0 is /dev/null already."""
    os.fchdir(seat.folder)
    wanted = (seat.stdout, seat.stderr, seat.result, seat.source)
    parked = [fcntl.fcntl(descriptor, fcntl.F_DUPFD, _OUT_OF_THE_WAY) for descriptor in wanted]
    for number, descriptor in enumerate(parked, start=STDOUT):
        os.dup2(descriptor, number, inheritable=number <= STDERR)
    os.closerange(SOURCE + 1, os.sysconf("SC_OPEN_MAX"))


def _settle_in_folder() -> None:
    os.environ["HOME"] = os.environ["TMPDIR"] = os.getcwd()
    os.environ.pop("TORCHINDUCTOR_CACHE_DIR", None)  # torch has set it for the zygote
    tempfile.tempdir = None  # the zygote may have looked it up for itself
    sys.dont_write_bytecode = True
    sys.argv = [""]


def _fresh_streams() -> tuple[TextIO, ...]:
    """New text streams: those of the zygote belong to other descriptors and other settings."""
    sys.stdin = TextIOWrapper(BufferedReader(FileIO(STDIN, "r", closefd=False)), **_TEXT)
    sys.stdout = TextIOWrapper(BufferedWriter(FileIO(STDOUT, "w", closefd=False)), **_TEXT)
    sys.stderr = TextIOWrapper(BufferedWriter(FileIO(STDERR, "w", closefd=False)), **_TEXT)
    return sys.stdout, sys.stderr


def _flush(streams: tuple[TextIO, ...]) -> None:
    """Flush Python's streams and those of C; the snippet may have closed any of them."""
    for stream in streams:
        with suppress(OSError, ValueError):
            stream.flush()
    ctypes.CDLL(None).fflush(None)


def _show_gpu(cuda_visible_devices: str | None) -> None:
    """Undo the zygote's CUDA_VISIBLE_DEVICES="": CUDA reads it when it starts, and here it has not started yet."""
    if cuda_visible_devices is None:
        os.environ.pop("CUDA_VISIBLE_DEVICES", None)
    else:
        os.environ["CUDA_VISIBLE_DEVICES"] = cuda_visible_devices


def _read_exactly(size: int) -> bytes:
    data = b""
    while len(data) < size:
        if not (part := os.read(SOURCE, size - len(data))):
            return b""
        data += part
    return data


def _read_to_end() -> bytes:
    parts = []
    while part := os.read(SOURCE, 1 << 16):
        parts.append(part)
    os.close(SOURCE)
    return b"".join(parts)


def _write_all(descriptor: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _wait_for_the_end() -> None:
    """Stay until the server, which now has the result, has read how much was used, and stops this process."""
    while True:
        signal.pause()
