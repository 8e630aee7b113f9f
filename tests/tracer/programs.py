"""The programs of tests/programs, run traced and untraced in this process."""

import contextlib
import io
import re
import warnings
from dataclasses import dataclass
from pathlib import Path

from inplace_lab.trace import Snippet, Trace
from inplace_lab.tracer.run import run_snippet

PROGRAMS = sorted((Path(__file__).parent.parent / "programs").glob("*.py"))
BY_NAME = {path.stem: path.read_text() for path in PROGRAMS}


@dataclass(frozen=True)
class Run:
    """What one run of a program said and did."""

    trace: Trace
    stdout: str


def run(source: str, *, trace: bool = True, max_steps: int = 2000, max_tensors: int = 20000) -> Run:
    """Run a program in this process."""
    snippet = Snippet(source=source, device="cpu", trace=trace)
    with contextlib.redirect_stdout(io.StringIO()) as stdout, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        result = run_snippet(snippet, max_steps=max_steps, max_tensors=max_tensors)
    return Run(result, stdout.getvalue())


def said(text: str) -> str:
    """What a program said, without addresses of objects."""
    return re.sub(r"0x[0-9a-f]+", "0x…", text)
