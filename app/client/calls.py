"""Calls: each route of the API as a request, and what is read from its answer. Both clients send these."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, TypeVar
from urllib.parse import quote

from pydantic import BaseModel

from .answers import (
    Batch,
    BatchState,
    ComparisonAnswer,
    Diagnoses,
    Health,
    Permalink,
    QueueState,
    RunReport,
    RunState,
    SearchAnswer,
)
from .lessons import Course, GradeAnswer, LessonDocument, PredictionAnswer
from .program import Program

T = TypeVar("T")
M = TypeVar("M", bound=BaseModel)
Place = Literal["runs", "batches"]
Format = Literal["memory-viewer", "chrome-trace", "dot", "timeline"]
_KEY = "Idempotency-Key"
_ASYNC = {"Prefer": "respond-async"}
_FRESH = {"Cache-Control": "no-cache"}


@dataclass(frozen=True)
class Call(Generic[T]):
    """One request; `read` takes the body of its answer."""

    method: str
    path: str
    read: Callable[[bytes], T]
    body: Any = None
    params: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def repeatable(self) -> bool:
        """Sent twice, it does what it does once."""
        return self.method != "POST" or _KEY in self.headers


def record(kind: type[M]) -> Callable[[bytes], M]:
    """Reads a record; fields of a newer server are left out."""
    return lambda content: kind.model_validate_json(content, extra="ignore")


def nothing(content: bytes) -> None:
    """Reads an answer that says nothing."""


def run(program: Program, *, fresh: bool, idempotency_key: str | None) -> Call[RunReport]:
    """Run a program and wait for its report."""
    headers = (_FRESH if fresh else {}) | ({_KEY: idempotency_key} if idempotency_key else {})
    return Call("POST", "runs", record(RunReport), program.document, headers=headers)


def run_async(program: Program, *, fresh: bool, idempotency_key: str | None) -> Call[RunState]:
    """Have a program run."""
    headers = _ASYNC | (_FRESH if fresh else {}) | {_KEY: idempotency_key or secrets.token_hex(16)}
    return Call("POST", "runs", record(RunState), program.document, headers=headers)


def batch(programs: Iterable[Program], *, idempotency_key: str | None) -> Call[Batch]:
    """Run programs and wait for what all of them come to."""
    headers = {_KEY: idempotency_key} if idempotency_key else {}
    return Call("POST", "batches", record(Batch), _runs(programs), headers=headers)


def batch_async(programs: Iterable[Program], *, idempotency_key: str | None) -> Call[BatchState]:
    """Have programs run."""
    headers = _ASYNC | {_KEY: idempotency_key or secrets.token_hex(16)}
    return Call("POST", "batches", record(BatchState), _runs(programs), headers=headers)


def state(place: Place, id_: str, kind: type[M]) -> Call[M]:
    """How far a job is."""
    return Call("GET", _path(place, id_), record(kind))


def events(place: Place, id_: str, kind: type[M]) -> Call[M]:
    """How far a job is, as a stream; `read` takes one event."""
    return Call("GET", _path(place, id_, "events"), record(kind), headers={"Accept": "text/event-stream"})


def cancel(place: Place, id_: str) -> Call[None]:
    """Cancel a job."""
    return Call("DELETE", _path(place, id_), nothing)


def report(id_: str, trace: Literal["summary", "full"]) -> Call[RunReport]:
    """A report once more."""
    return Call("GET", _path("reports", id_), record(RunReport), params={"trace": trace})


def export(id_: str, format_: Format) -> Call[bytes]:
    """A report as a file of another tool."""
    return Call("GET", _path("reports", id_, "exports", format_), bytes)


def permalink(program: Program) -> Call[Permalink]:
    """Keep a run under a link."""
    return Call("POST", "permalinks", record(Permalink), program.snippet)


def diagnose(program: Program, *, fixes: bool) -> Call[Diagnoses]:
    """What is wrong with a program."""
    question = {"source": program.source, "device": program.device, "seed": program.seed, "fixes": fixes}
    return Call("POST", "diagnoses", record(Diagnoses), question)


def compare(left: Program, right: Program) -> Call[ComparisonAnswer]:
    """Two programs beside each other."""
    body = {"left": left.document, "right": right.document}
    return Call("POST", "comparisons", record(ComparisonAnswer), body)


def compare_network(words: Mapping[str, str]) -> Call[ComparisonAnswer]:
    """Both sides of a network of the Lab."""
    return Call("POST", "comparisons", record(ComparisonAnswer), {"network": dict(words)})


def lessons(lang: str | None) -> Call[Course]:
    """The course."""
    return Call("GET", "lessons", record(Course), params=_in(lang))


def lesson(slug: str, lang: str | None) -> Call[LessonDocument]:
    """One lesson."""
    return Call("GET", _path("lessons", slug), record(LessonDocument), params=_in(lang))


def predict(slug: str, name: str, choice: str, lang: str | None) -> Call[PredictionAnswer]:
    """What a program does, beside what is expected."""
    path = _path("lessons", slug, "predictions", name)
    return Call("POST", path, record(PredictionAnswer), {"choice": choice}, params=_in(lang))


def grade(slug: str, name: str, source: str, lang: str | None) -> Call[GradeAnswer]:
    """What the checks of an exercise say."""
    path = _path("lessons", slug, "exercises", name, "grades")
    return Call("POST", path, record(GradeAnswer), {"source": source}, params=_in(lang))


def search(query: str, lang: str) -> Call[SearchAnswer]:
    """What there is to read about something."""
    return Call("GET", "search", record(SearchAnswer), params={"q": query, "lang": lang})


def queue() -> Call[QueueState]:
    """When one's next run starts."""
    return Call("GET", "queue", record(QueueState))


def health() -> Call[Health]:
    """How the server is."""
    return Call("GET", "health", record(Health))


def _path(*parts: str) -> str:
    return "/".join(quote(part, safe="") for part in parts)


def _runs(programs: Iterable[Program]) -> dict[str, Any]:
    return {"runs": [each.document for each in programs]}


def _in(lang: str | None) -> dict[str, str]:
    return {"lang": lang} if lang else {}
