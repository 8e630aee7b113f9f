"""Report: what whoever asked for a run gets back."""

from enum import StrEnum

from pydantic import Field

from ..diagnosis.model import Diagnosis
from ..sentence import Sentence
from ..trace import Record, Trace


class Status(StrEnum):
    """How a run ended."""

    OK = "ok"
    FAILED = "failed"
    TIMED_OUT = "timed_out"
    OUT_OF_MEMORY = "out_of_memory"
    KILLED = "killed"
    REFUSED = "refused"


class Timing(Record):
    """Where the time went, in seconds. All but `program` were taken outside the snippet's process."""

    queued: float = Field(description="Waiting for a free place.")
    wall: float = Field(description="From handing the snippet over to its result, by the clock.")
    cpu: float = Field(description="Processor time of the process so far.")
    program: float | None = Field(description="The program alone, as its own process measured it.")


class Report(Record):
    """What came of one run."""

    id: str = Field(description="Derived from the snippet, its options and the version of torch.")
    status: Status
    message: str = Field(description="One sentence: how it ended, and what to do next where it did not end well.")
    sentence: Sentence = Field(description="The same as `message`, in such a form that it can be translated.")
    trace: Trace | None = Field(description="Absent where the process ended before it could hand one in.")
    diagnoses: tuple[Diagnosis, ...] = ()
    timing: Timing
    stdout: str
    stderr: str
    output_cut: bool = Field(description="The program printed more than is kept.")
    cached: bool = Field(
        False, description="An earlier run of the same snippet came to this; `timing` tells of that run."
    )
