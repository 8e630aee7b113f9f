"""Failures: the exception that ended a program, with its line and a traceback that leaves the recorder out."""

import sysconfig
from collections.abc import Callable, Iterator
from pathlib import Path
from traceback import FrameSummary, TracebackException, walk_tb
from types import FrameType

from ..trace import Failure
from .frames import Program
from .recorder import Recorder
from .text import name, words

_LIBRARIES = tuple(sorted({sysconfig.get_path(name) for name in ("purelib", "platlib", "stdlib")}, key=len)[::-1])
_OURS = str(Path(__file__).parent)
_DETOURS = ("torch/overrides.py", "torch/_ops.py")
"""Files of torch that stand in a traceback only because somebody listens."""


def failure_of(error: BaseException, recorder: Recorder) -> Failure:
    """The Failure that an exception of the program becomes."""
    last = recorder.drafts[-1] if recorder.drafts else None
    file, line = _where(error, recorder.program)
    return Failure(
        type=name(_kind(type(error))),
        message=words(_told(lambda: str(error), f"<{type(error).__name__} whose message cannot be read>")),
        line=line,
        file=file,
        step=last.index if last is not None and last.failed else None,
        traceback=words(_told(lambda: _traceback(error, recorder.program), "<a traceback that cannot be written>")),
    )


def _told(tell: Callable[[], str], otherwise: str) -> str:
    """What an exception tells of itself. Telling runs the program's own code, which may do anything but that."""
    try:
        return str.__str__(tell())
    except BaseException:
        return otherwise


def _traceback(error: BaseException, program: Program) -> str:
    told = TracebackException.from_exception(error)
    _leave_us_out(told, program)
    return "".join(told.format())


def own_frames_of(error: BaseException, program: Program) -> list[FrameType]:
    """The frames of the reader's program that the exception went through, outermost first."""
    return [frame for frame, _ in walk_tb(error.__traceback__) if program.owns(frame.f_code.co_filename)]


def _kind(kind: type[BaseException]) -> str:
    """The name of an exception's class, with its module where that is not plain."""
    plain = kind.__module__ in ("builtins", "__main__")
    return kind.__qualname__ if plain else f"{kind.__module__}.{kind.__qualname__}"


def _where(error: BaseException, program: Program) -> tuple[str, int | None]:
    """The file and line of the program that was running; of code that cannot be read, where it stops making sense."""
    if isinstance(error, SyntaxError) and type(error.filename) is str and program.owns(error.filename):
        return program[error.filename].label or "", error.lineno if type(error.lineno) is int else None
    places = [(program[frame.f_code.co_filename].label, line) for frame, line in walk_tb(error.__traceback__)]
    return next(((label, line) for label, line in reversed(places) if label is not None), ("", None))


def _leave_us_out(told: TracebackException, program: Program) -> None:
    """Drop the frames that are ours, and the part of file names that only this machine knows."""
    for each in _chain(told):
        each.stack[:] = [frame for frame in each.stack if not _is_listening(frame)]
        for frame in each.stack:
            frame.filename = program[frame.filename].label or _short(frame.filename)


def _short(filename: str) -> str:
    """A file name from the library's own folder on: torch/_tensor.py."""
    folder = next((folder for folder in _LIBRARIES if filename.startswith(folder)), "")
    return filename.removeprefix(folder).lstrip("/")


def _is_listening(frame: FrameSummary) -> bool:
    """Whether a frame is there only because the recorder listens."""
    detour = "handle_torch_function(" in (frame.line or "")
    return detour or frame.filename.startswith(_OURS) or frame.filename.endswith(_DETOURS)


def _chain(told: TracebackException | None) -> Iterator[TracebackException]:
    if told is not None:
        yield told
        yield from _chain(told.__cause__)
        yield from _chain(told.__context__)
