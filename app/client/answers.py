"""Answers: what the server says, as records. What their fields mean stands at /api/v1/openapi.json, and on /en/api.

Report and Trace are the server's own. A field that this version does not know is left out.
"""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ..diagnosis.model import Diagnosis, Place
from ..runs.report import Report, Status
from ..trace import Cut, Failure, Storage
from .problem import LabProblem

Stage = Literal["waiting", "running", "done", "cancelled", "lost"]


class Answer(BaseModel):
    """A frozen record."""

    model_config = ConfigDict(frozen=True)


class Problem(Answer):
    """Why something was not done."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    hint: str

    @property
    def error(self) -> LabProblem:
        """The same, to be raised."""
        return LabProblem(self.model_dump())


class Summary(Answer):
    """What a trace comes to, without its steps."""

    torch: str
    device: str
    threads: int
    steps: int
    storages: tuple[Storage, ...]
    peak_bytes: int
    forward_peak_bytes: int
    failure: Failure | None
    cuts: tuple[Cut, ...]
    seconds: float


class RunReport(Report):
    """What came of one run."""

    summary: Summary | None = None


class JobState(Answer):
    """How far something is that goes on while nobody waits for it."""

    id: str
    state: Stage
    place: int | None
    estimate: float | None
    created: datetime
    expires: datetime

    @property
    def over(self) -> bool:
        """Nothing more will come."""
        return self.state not in ("waiting", "running")


class RunState(JobState):
    """How far a run is."""

    report: RunReport | None = None
    problem: Problem | None = None

    @property
    def result(self) -> RunReport:
        """The report of a run that is over. Raises LabProblem where there is none."""
        if self.problem is not None:
            raise self.problem.error
        if self.report is None:
            raise LabProblem({"title": "The run is not over", "detail": f"It is {self.state}."})
        return self.report


class BatchResult(Answer):
    """What one program of a batch came to: one of both."""

    report: RunReport | None = None
    problem: Problem | None = None


class Batch(Answer):
    """What the programs of a batch came to, in their order."""

    total: int
    done: int
    results: tuple[BatchResult, ...] = ()


class BatchState(Batch, JobState):
    """How far a batch is."""

    problem: Problem | None = None


class Permalink(Answer):
    """A link to a run that is kept."""

    id: str
    url: str
    created: datetime
    torch: str


class QueueState(Answer):
    """Who runs and waits, and the place of one's own next run."""

    running: int
    waiting: int
    place: int | None
    estimate: float | None


class Health(Answer):
    """How the server is."""

    status: Literal["ok", "warming"]
    version: str
    torch: str
    devices: tuple[str, ...]
    level: Literal["A", "B", "C", "D"] | None
    slots: int
    running: int
    waiting: int


class ComparedSide(Answer):
    """One of two runs."""

    label: str
    report: str
    status: Status
    message: str
    raised: str
    peak_bytes: int | None
    forward_peak_bytes: int | None
    kept_bytes: int | None
    diagnoses: tuple[Diagnosis, ...]


class ComparedValue(Answer):
    """A value that both runs have."""

    name: str
    part: Literal["input", "output", "gradient", "value"]
    equal: bool


class ComparisonAnswer(Answer):
    """Two runs beside each other."""

    left: ComparedSide
    right: ComparedSide
    outputs_equal: bool | None
    gradients_equal: bool | None
    values: tuple[ComparedValue, ...]
    verdict: str


class Raised(Answer):
    """The exception that ended a program."""

    type: str
    message: str
    line: int | None


class TriedFix(Answer):
    """A changed program, and what came of it."""

    kind: str
    title: str
    patch: str
    verdict: Literal["verified", "wrong", "fails"]
    reason: str
    cost: str
    tempting: bool
    extra_peak_bytes: int | None
    extra_kept_bytes: int | None
    seconds: float | None


class Found(Answer):
    """One finding."""

    code: str
    title: str
    explanation: str
    certain: bool
    name: str
    made: tuple[Place, ...]
    saved: tuple[Place, ...]
    overwritten: tuple[Place, ...]
    raised: Place | None
    also: tuple[Place, ...]
    needed: int | None
    found: int | None
    fixes: tuple[TriedFix, ...]


class Diagnoses(Answer):
    """What is wrong with a program."""

    status: Status
    message: str
    error: Raised | None
    diagnoses: tuple[Found, ...]
    fine: tuple[str, ...]
    same: bool | None
    complete: bool


class SearchHit(Answer):
    """One text that fits."""

    kind: Literal["lesson", "error", "operation", "example"]
    address: str
    title: str
    passage: str


class SearchAnswer(Answer):
    """What was found, the best first."""

    query: str
    lang: str
    hits: tuple[SearchHit, ...]
    message: str
    near: tuple[str, ...]
