"""A program run while only a Watch listens, or a recorder that is soon full beside it."""

import contextlib
import io
import linecache
import warnings
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from inplace_lab.trace import Trace
from inplace_lab.tracer.frames import FILENAME, snippet
from inplace_lab.tracer.listener import Listener
from inplace_lab.tracer.recorder import Recorder
from inplace_lab.tracer.run import seed_all
from inplace_lab.tracer.watching.ear import Ear
from inplace_lab.tracer.watching.excerpt import excerpt
from inplace_lab.tracer.watching.watch import MOST_KEPT, Watch


@dataclass(frozen=True)
class Watched:
    """What came of a program."""

    watch: Watch
    error: BaseException | None
    excerpt: Trace | None
    names: dict[str, Any]
    stdout: str


def watched(source: str, *, most: int = MOST_KEPT, steps: int = 0, listen: bool = True) -> Watched:
    """Run a program; with `steps`, a recorder listens too until it has so many. Without `listen`, nobody does."""
    watch, names, error, told = Watch(snippet(), most), {"__name__": "__main__"}, None, None
    seed_all(0)
    linecache.cache[FILENAME] = (len(source), None, source.splitlines(keepends=True), FILENAME)
    with ExitStack() as stack:
        stdout = stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        try:
            with ExitStack() as ears:
                if listen:
                    ears.enter_context(Ear(watch))
                if steps:
                    ears.enter_context(Listener(Recorder(steps, 10_000)))
                exec(compile(source, FILENAME, "exec"), names)
        except BaseException as raised:
            error, told = raised, excerpt(watch, raised)
    return Watched(watch, error, told, names, stdout.getvalue())
