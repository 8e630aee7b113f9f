"""Networks, run in this process and compared as the Lab compares them."""

import contextlib
import io
import warnings

from inplace_lab.diagnosis.diagnose import diagnose
from inplace_lab.lab.measuring.comparison import Comparison, Side
from inplace_lab.lab.measuring.measure import compare, side_of
from inplace_lab.lab.network.contrast import Contrast, SideSpec, sides_of
from inplace_lab.lab.network.spec import NetworkSpec
from inplace_lab.lab.programs.program import program_of
from inplace_lab.runs.report import Report, Status, Timing
from inplace_lab.sentence import sentence
from inplace_lab.trace import Snippet, Trace
from inplace_lab.tracer.run import run_snippet


def traced(snippet: Snippet) -> Trace:
    """The trace of a program; what it prints and warns of is swallowed."""
    with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return run_snippet(snippet, max_steps=2000, max_tensors=20000)


def report_of(trace: Trace) -> Report:
    """What the run service would make of a trace."""
    return Report(
        id="0123456789",
        status=Status.FAILED if trace.failure else Status.OK,
        message="It ended.",
        sentence=sentence("The program ran to its end."),
        trace=trace,
        diagnoses=diagnose(trace),
        timing=Timing(queued=0, wall=0, cpu=0, program=trace.seconds),
        stdout="",
        stderr="",
        output_cut=False,
    )


def compared(spec: NetworkSpec, contrast: Contrast | None = None) -> Comparison:
    """Both sides of a network, run and compared."""
    (left, a), (right, b) = (_side(built) for built in sides_of(spec, contrast or Contrast()))
    return compare(spec.options.mode, left, right, (a, b))


def _side(built: SideSpec) -> tuple[Side, Trace]:
    program = program_of(built.spec, inplace=built.inplace)
    trace = traced(program.snippet)
    return side_of(built, program, report_of(trace)), trace
