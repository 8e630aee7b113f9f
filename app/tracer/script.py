"""Script: runs a program of one or more files as `python script.py` would, and tells what happened.

The process is the program's from then on: its arguments, its path and its `__main__` stay.
"""

import builtins
import os
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack, nullcontext
from dataclasses import dataclass, field
from importlib import import_module
from importlib.machinery import SourceFileLoader
from types import CodeType, ModuleType

import torch

from ..trace import Oracle, Trace, Trial
from .frames import Program
from .hearing import Hearing
from .listener import Listener
from .overrides import Overrides
from .project import label, project
from .recorder import Recorder
from .run import is_success, seed_all
from .stdin import STDIN
from .trials.passes import Enough, Passes
from .trials.trial import Trying


@dataclass(frozen=True)
class Script:
    """A program to be run, and for how long it is to be recorded."""

    path: str
    """Absolute; or STDIN."""
    name: str
    """What the program finds as sys.argv[0]."""
    arguments: tuple[str, ...] = ()
    folder: str = field(default_factory=os.getcwd)
    """The folder that files are named relative to."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Texts that stand in for files, by absolute path; for STDIN the program."""
    record: bool = True
    oracle: Oracle = "none"
    max_steps: int = 6_000
    max_tensors: int = 200_000
    max_passes: int | None = None
    """The program ends where one place of it begins one backward pass more."""


@dataclass(frozen=True)
class Played:
    """What came of a script."""

    trace: Trace
    began: bool
    """The first file could be read and compiled."""
    passes: int
    """How many backward passes began at the place that began most of them."""
    passes_recorded: int | None
    """How many of them, where the recording ended before the script did."""
    files: dict[str, str]
    """The program's own files by what they are called in the trace, with their paths."""
    code: object
    """What it left with, as sys.exit takes it."""
    left: bool
    """It left by itself, and has said why, if at all."""


def warm_up() -> str:
    """Load what most scripts need and what takes long, once for all runs; the answer is torch's version.

    No operator runs: a pool of threads would not survive a fork.
    """
    import_module("torch._dynamo")  # every optimizer asks for it
    with Listener(Recorder(1, 1)):
        return torch.__version__


def run_script(script: Script) -> Played:
    """Run a script to its end. Whatever it raises becomes the trace's Failure."""
    program = project(script.path, script.folder)
    main = _become_main(script)
    trying = Trying(Trial(source="", oracle=script.oracle), main.__dict__, program)
    passes = Passes(program, script.max_passes)

    def recording_ends() -> None:
        trying.cut_short()
        passes.note()

    hearing = Hearing(program, max_steps=script.max_steps, max_tensors=script.max_tensors, at_end=recording_ends)
    os.register_at_fork(after_in_child=hearing.fall_silent)
    Overrides(script.texts).install()
    seed_all(0)
    code, error = _compiled(script)
    seconds = 0.0
    if code is not None:
        with ExitStack() as stack:
            trying.enter(stack)
            stack.enter_context(passes)
            error, seconds = _execute(code, main, hearing if script.record else nullcontext())
    return Played(
        trace=hearing.trace(main, _failure(error), seconds, trying.account()),
        began=code is not None,
        passes=passes.most_of_a_place,
        passes_recorded=passes.until_noted,
        files=_files(program, script.folder),
        code=_code(error),
        left=isinstance(error, SystemExit),
    )


def _become_main(script: Script) -> ModuleType:
    """Give the process the module, the arguments and the path that Python would give it."""
    sys.argv = [script.name, *script.arguments]
    sys.path.insert(0, "" if script.path == STDIN else os.path.dirname(os.path.realpath(script.path)))
    main = ModuleType("__main__")
    main.__dict__.update(__annotations__={}, __builtins__=builtins)
    if script.path != STDIN:
        main.__dict__.update(
            __file__=script.path, __cached__=None, __loader__=SourceFileLoader("__main__", script.path)
        )
    sys.modules["__main__"] = main
    return main


def _compiled(script: Script) -> tuple[CodeType | None, BaseException | None]:
    """The first file's code, or why there is none."""
    try:
        text: str | bytes | None = script.texts.get(script.path)
        if text is None:
            with open(script.path, "rb") as file:
                text = file.read()
        return compile(text, script.path, "exec", dont_inherit=True), None
    except (OSError, SyntaxError, ValueError) as error:
        return None, error


def _execute(
    code: CodeType, main: ModuleType, heard: AbstractContextManager[object]
) -> tuple[BaseException | None, float]:
    """Run the program; the exception that ended it, and the seconds that it took."""
    start = time.perf_counter()
    try:
        with heard:
            start = time.perf_counter()
            exec(code, main.__dict__)  # noqa: S102 - running what the user wrote is what this process is for
    except BaseException as error:
        return error, time.perf_counter() - start
    return None, time.perf_counter() - start


def _failure(error: BaseException | None) -> BaseException | None:
    """What the script failed for. One that catches an exception, says so and leaves, failed for that exception."""
    if isinstance(error, Enough) or (isinstance(error, SystemExit) and is_success(error.code)):
        return None
    if isinstance(error, SystemExit) and isinstance(error.__context__, Exception):
        return error.__context__
    return error


def _files(program: Program, folder: str) -> dict[str, str]:
    """Every file of the program that was loaded or ran."""
    loaded = (getattr(module, "__file__", None) for module in list(sys.modules.values()))
    names = {name for name in loaded if type(name) is str and program.owns(name)}
    names |= {name for name, file in program.items() if file.label is not None}
    return {label(name, folder): name for name in sorted(names)}


def _code(error: BaseException | None) -> object:
    if isinstance(error, SystemExit):
        return error.code
    return None if error is None or isinstance(error, Enough) else 1
