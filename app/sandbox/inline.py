"""A Sandbox without walls, for tests: the snippet runs in this very process, and no limit holds it."""

import asyncio
import contextlib
import io
import time
from importlib.metadata import version

from ..trace import Snippet
from .protocol import Ending, Limits, Machine, Outcome


class InlineSandbox:
    """The fake beside the real one. Never give it a stranger's snippet."""

    places = 0

    def __init__(self) -> None:
        self._turn = asyncio.Lock()  # redirect_stdout is the whole process's

    @property
    def machine(self) -> Machine:
        """This process: it runs snippets on the CPU."""
        return Machine(torch=version("torch"), gpu=False, threads=1)

    async def start(self) -> None:
        """There is nothing to get ready."""

    async def stop(self) -> None:
        """There is nothing to stop."""

    async def run(self, snippet: Snippet, limits: Limits) -> Outcome:
        """Run the snippet in a thread, to its end, however long that takes."""
        async with self._turn:
            return await asyncio.to_thread(_run, snippet, limits)


def _run(snippet: Snippet, limits: Limits) -> Outcome:
    from ..tracer.run import run_snippet  # loads torch, which the server must not do where it has a real sandbox

    started, cpu = time.monotonic(), time.thread_time()
    with contextlib.redirect_stdout(io.StringIO()) as stdout, contextlib.redirect_stderr(io.StringIO()) as stderr:
        trace = run_snippet(snippet, max_steps=limits.max_steps, max_tensors=limits.max_tensors)
    return Outcome(
        ending=Ending.RETURNED,
        result=trace.model_dump_json().encode(),
        stdout=stdout.getvalue()[: limits.output_bytes],
        stderr=stderr.getvalue()[: limits.output_bytes],
        output_cut=len(stdout.getvalue()) > limits.output_bytes,
        code=0,
        wall_seconds=time.monotonic() - started,
        cpu_seconds=time.thread_time() - cpu,
        peak_rss_bytes=0,
    )
