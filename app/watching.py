"""Watching: `inplace_lab.watch()`, which explains the in-place error of the user's own program where it happens.

    with inplace_lab.watch():
        train()

It may stay on for a whole run: see `tracer/watch.py`. When an exception leaves the block that the rules know, the
diagnosis goes to standard error, and the exception goes on.
"""

import ast
import linecache
import os
import re
import sys
from collections.abc import Callable
from contextlib import ContextDecorator, suppress
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, Self

from .diagnosis.diagnose import diagnose
from .diagnosis.model import Diagnosis
from .trace import Failure

if TYPE_CHECKING:
    from .tracer.frames import Program

MAGIC = "inplace_lab"
_OURS = os.path.dirname(__file__) + os.sep


class watch(ContextDecorator):  # noqa: N801 - it reads like the function that it is used as
    """Listens while it is entered; as a decorator, while the function runs. Only the thread that enters it is heard."""

    def __init__(self) -> None:
        self._entry: str | None = None
        self._ear: Any = None

    def __call__(self, func: Any) -> Any:
        """Watch a function each time that it runs."""
        self._entry = func.__code__.co_filename
        return super().__call__(func)

    def _recreate_cm(self) -> Self:
        again = type(self)()
        again._entry = self._entry
        return again

    def __enter__(self) -> Self:
        from .tracer.watching.ear import Ear  # imports torch
        from .tracer.watching.watch import Watch

        self._ear = Ear(Watch(_program(self._entry or sys._getframe(1).f_code.co_filename)))
        self._ear.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ear.__exit__(kind, error, trace)
        if isinstance(error, Exception):
            with suppress(Exception):  # whatever it is, the program's own exception matters more
                _explain(self._ear.watch, error)
            _leave_us_out(error)
        self._ear = None


def load_ipython_extension(shell: Any) -> None:
    """Give a notebook the magic %%inplace_lab, which watches a cell."""

    def inplace_lab(line: str, cell: str) -> object:
        """Run the cell; when the in-place error comes, show the lines that it comes from."""
        return _run_cell(shell, cell)

    shell.register_magic_function(inplace_lab, "cell", MAGIC)


def _run_cell(shell: Any, cell: str) -> object:
    """Run a cell as it is; the value of its last expression. The empty line stands for that of the magic."""
    text = "\n" + shell.transform_cell(cell)
    name = shell.compile.cache(text, _number(shell))
    tree, last = ast.parse(text, name), None
    if tree.body and isinstance(tree.body[-1], ast.Expr):
        last = ast.Expression(tree.body.pop().value)
    listening = watch()
    listening._entry = name
    with listening:
        exec(compile(tree, name, "exec"), shell.user_ns)  # noqa: S102 - running the user's cell is what it is for
        return eval(compile(last, name, "eval"), shell.user_ns) if last is not None else None  # noqa: S307


def _number(shell: Any) -> int:
    """The number of the cell that runs. IPython counts on when a cell begins or when it ends, as its version has it."""
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        found = shell.compile.format_code_name(frame.f_code.co_filename)
        if found is not None and (number := re.search(r"\d+", found[1])) is not None:
            return int(number[0])
        frame = frame.f_back
    return int(shell.execution_count)


def _program(entry: str) -> "Program":
    """The user's own code: what `explain` would take for it, and cells of a notebook."""
    from .tracer.frames import Program
    from .tracer.project import project

    folder = os.getcwd()
    program = project(entry, folder)
    return Program(lambda filename: _cell(filename) or program[filename].label)


def _cell(filename: str) -> str | None:
    """What a notebook calls a cell, such as Cell In[3]; None where the file is none."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is None or not (filename.startswith("<ipython-input-") or "ipykernel_" in filename):
        return None
    found = shell.compile.format_code_name(filename)
    return " ".join(found) if found is not None else None


def _explain(watched: Any, error: Exception) -> None:
    """Show what an exception comes from, if the rules know it."""
    from .tracer.watching.excerpt import excerpt

    trace = excerpt(watched, error)
    found = tuple(diagnosis for diagnosis in diagnose(trace) if diagnosis.certain)
    if found and trace.failure is not None:
        _show(found, trace.failure, _sources(watched.program))


def _sources(program: "Program") -> dict[str, str]:
    labels = {file.label: filename for filename, file in list(program.items()) if file.label is not None}
    return {label: "".join(linecache.getlines(filename)) for label, filename in labels.items()}


def _show(found: tuple[Diagnosis, ...], failure: Failure, sources: dict[str, str]) -> None:
    from rich.console import Console

    from .clinic.model import Examined
    from .explain.explanation import Error, Explanation
    from .explain.text import show

    explanation = Explanation(
        target="inplace_lab.watch()",
        status="found",
        error=Error(failure.type, failure.message, failure.file, failure.line),
        found=tuple(Examined(diagnosis=each) for each in found),
        sources=sources,
    )
    show(Console(stderr=True), explanation)


def _leave_us_out(error: BaseException) -> None:
    """Take the frames that stand in the traceback only because somebody listens out of it."""
    ours: Callable[[TracebackType], bool] = lambda each: each.tb_frame.f_code.co_filename.startswith(_OURS)  # noqa: E731
    each = error.__traceback__
    while each is not None:
        while each.tb_next is not None and ours(each.tb_next):
            each.tb_next = each.tb_next.tb_next
        each = each.tb_next
