"""The life of one forked child: it takes its seat, shuts itself in, waits for a snippet, runs it, hands in its result.

It starts from the zygote's memory, where torch is loaded. Until the snippet arrives on the source pipe it knows nothing
of anybody's text; by then its walls are up, for ever. What it says on any pipe is the snippet's own word.
"""

import ctypes
import fcntl
import os
import select
import signal
import sys
import tempfile
import traceback
from collections.abc import Callable
from contextlib import suppress
from io import BufferedReader, BufferedWriter, FileIO, TextIOWrapper
from typing import Annotated, Any, NamedTuple, NoReturn, TextIO

from pydantic import Field, TypeAdapter

from ..trace import Snippet, Trial
from . import frame, limits, order, privileges, syscalls
from .enclosure import Enclosure
from .order import Order
from .walls import Walls

STDIN, STDOUT, STDERR, RESULT, SOURCE = range(5)
_OUT_OF_THE_WAY = 100
IDLE_SECONDS = 0.1  # under load a child waits less
# Line by line: a snippet that is stopped has still shown what it printed.
_TEXT: Any = {"encoding": "utf-8", "errors": "backslashreplace", "line_buffering": True}

HANDED: TypeAdapter[Snippet] = TypeAdapter(Annotated[Snippet | Trial, Field(union_mode="left_to_right")])
"""What a child is handed: a snippet, or a trial, which says what it is compared for, as no snippet may."""


class Seat(NamedTuple):
    """The descriptors that the server made for one run; `folder` is the run's own directory."""

    source: int
    stdout: int
    stderr: int
    result: int
    folder: int


class Birth(NamedTuple):
    """What a child has from its zygote: its pid, what to shut itself in with, and what only the zygote may import."""

    zygote: int
    enclosure: Enclosure
    gpu: bool
    cuda_visible_devices: str | None
    make_fresh: Callable[[], None]
    rehearse: Callable[[], None]
    start_cuda: Callable[[], None]


def live(job: int, seat: Seat, birth: Birth) -> NoReturn:
    """Run one snippet and never return: whatever happens in here must not reach the zygote's own code."""
    try:
        _live(job, seat, birth)
    except BaseException:
        with suppress(BaseException):
            traceback.print_exc()
    finally:
        os._exit(1)


def _live(job: int, seat: Seat, birth: Birth) -> None:
    os.setsid()
    _step_down(birth.enclosure.uid(job), seat, birth)
    _take(seat)
    _settle_in_folder()
    streams = _fresh_streams()
    birth.make_fresh()
    gauge = limits.open_gauge()
    if not birth.gpu:
        _shut_in(birth)
        _rehearse_meanwhile(birth)
    if not (row := _read_exactly(order.SIZE)):
        return  # the server needs no more children
    what = Order.unpack(row)
    if birth.gpu:
        _shut_in(birth, gpu=bool(what.gpu))
    if Walls.LIMITS in birth.enclosure.walls:
        limits.apply(what, gauge)
    os.close(gauge)
    result = _obey(what)
    _flush(streams)
    _write_all(RESULT, frame.pack(result))
    _wait_for_the_end()


def _step_down(uid: int | None, seat: Seat, birth: Birth) -> None:
    privileges.first_to_go()
    if uid is not None:
        os.fchown(seat.folder, uid, uid)
    privileges.give_up(syscalls.here(), uid)
    privileges.die_with(birth.zygote)


def _shut_in(birth: Birth, *, gpu: bool = False) -> None:
    """Raise the walls. See NOTE [When the walls go up] in enclosure.py."""
    birth.enclosure.shut_files(gpu=gpu)
    if gpu:
        _show_gpu(birth.cuda_visible_devices)
        birth.start_cuda()
    birth.enclosure.shut_kernel(gpu=gpu)


def _rehearse_meanwhile(birth: Birth) -> None:
    """Where no order comes at once, run a program of our own: its page faults are then paid by nobody's run.

    A child shares its zygote's pages until it writes to them, and what a first run writes to, any run writes to. Under
    load there is an order at once, and no time is spent on this.
    """
    if not select.select([SOURCE], [], [], IDLE_SECONDS)[0]:
        birth.rehearse()
        birth.make_fresh()


def _obey(what: Order) -> bytes:
    snippet = HANDED.validate_json(_read_to_end())
    try:
        return _run(snippet, what)
    finally:
        limits.open_reserve()  # for the traceback, where there is one


def _run(snippet: Snippet, what: Order) -> bytes:
    from ..tracer.run import run_snippet  # the zygote has loaded it; only there may torch be imported

    trace = run_snippet(snippet, max_steps=what.max_steps, max_tensors=what.max_tensors, at_end=limits.open_reserve)
    return trace.model_dump_json().encode()


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
