"""Programs run in this process as the clinic runs them: once as they are, once with every saved tensor copied."""

import contextlib
import io
import warnings

from inplace_lab.trace import Oracle, Trace, Trial
from inplace_lab.tracer.run import run_snippet


def trial(source: str) -> tuple[Trace, Trace | None]:
    """The trace of a program and, where it ran to its end, that of its oracle."""
    trace = _run(source, "none")
    return trace, _run(source, "gradients") if trace.failure is None else None


def _run(source: str, oracle: Oracle) -> Trace:
    wanted = Trial(source=source, device="cpu", oracle=oracle, trace=oracle == "none")
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")
        return run_snippet(wanted, max_steps=2000, max_tensors=20000)
