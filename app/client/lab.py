"""Lab: a server, asked from ordinary code."""

import time
from collections.abc import Generator, Iterable
from contextlib import suppress
from itertools import count
from types import TracebackType
from typing import Any, Literal, Self, TypeVar

import httpx

from . import calls
from .answers import (
    Batch,
    BatchState,
    ComparisonAnswer,
    Diagnoses,
    Health,
    JobState,
    Permalink,
    QueueState,
    RunReport,
    RunState,
    SearchAnswer,
)
from .connection import answer_of, options_of, request_of
from .events import Events
from .lessons import Course, GradeAnswer, LessonDocument, PredictionAnswer
from .patience import Patience
from .problem import LabProblem
from .program import Program

T = TypeVar("T")
S = TypeVar("S", bound=JobState)
_PAUSE_SECONDS = 0.5


class Lab:
    """A server. Each method raises LabProblem where the server says no, and httpx.TransportError where none answers.

    `key` is an API key. What is refused because the server is busy is sent again when it says so; what was lost on its
    way is sent again where that cannot do a thing twice: reads, cancels, and whatever has an idempotency key.
    """

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        key: str | None = None,
        *,
        timeout: float = 300.0,
        patience: Patience | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self._http = httpx.Client(**options_of(url, key, timeout), transport=transport)
        self._patience = patience or Patience()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def run(
        self, program: str | Program, *, fresh: bool = False, idempotency_key: str | None = None, **options: Any
    ) -> RunReport:
        """Run a program and wait for its report. Options are those of Program; a program that fails is no error."""
        return self._ask(calls.run(Program.of(program, **options), fresh=fresh, idempotency_key=idempotency_key))

    def run_async(
        self, program: str | Program, *, fresh: bool = False, idempotency_key: str | None = None, **options: Any
    ) -> RunState:
        """Have a program run, and return at once."""
        return self._ask(calls.run_async(Program.of(program, **options), fresh=fresh, idempotency_key=idempotency_key))

    def state(self, run: str) -> RunState:
        """How far the run of this id is."""
        return self._ask(calls.state("runs", run, RunState))

    def events(self, run: str) -> Generator[RunState]:
        """How far the run is, now and after each change, until it is over or the server lets go."""
        return self._stream(calls.events("runs", run, RunState))

    def wait(self, run: str) -> RunReport:
        """The report of the run, once it is over. Raises LabProblem where it has none."""
        while not (state := self.state(run)).over:
            self._watch(self.events(run))
        return state.result

    def cancel(self, run: str) -> None:
        """Stop the run, if it is not over."""
        self._ask(calls.cancel("runs", run))

    def batch(self, programs: Iterable[str | Program], *, idempotency_key: str | None = None) -> Batch:
        """Run up to 50 programs and wait for all of them; each has a report or a problem of its own."""
        return self._ask(calls.batch(map(Program.of, programs), idempotency_key=idempotency_key))

    def batch_async(self, programs: Iterable[str | Program], *, idempotency_key: str | None = None) -> BatchState:
        """Have up to 50 programs run, and return at once."""
        return self._ask(calls.batch_async(map(Program.of, programs), idempotency_key=idempotency_key))

    def batch_state(self, batch: str) -> BatchState:
        """How far the batch of this id is."""
        return self._ask(calls.state("batches", batch, BatchState))

    def batch_events(self, batch: str) -> Generator[BatchState]:
        """How far the batch is, now and after each change, until it is over or the server lets go."""
        return self._stream(calls.events("batches", batch, BatchState))

    def wait_batch(self, batch: str) -> BatchState:
        """The batch with its results, once it is over. Raises LabProblem where it has none."""
        while not (state := self.batch_state(batch)).over:
            self._watch(self.batch_events(batch))
        if state.problem is not None:
            raise state.problem.error
        return state

    def cancel_batch(self, batch: str) -> None:
        """Stop the batch, if it is not over."""
        self._ask(calls.cancel("batches", batch))

    def report(self, report: str, *, trace: Literal["summary", "full"] = "full") -> RunReport:
        """A report of late, or one that is kept under a link, by its id."""
        return self._ask(calls.report(report, trace))

    def export(self, report: str, format: calls.Format) -> bytes:  # noqa: A002 - the word for it
        """A report of late, or one that is kept under a link, as a file of another tool."""
        return self._ask(calls.export(report, format))

    def permalink(self, program: str | Program, **options: Any) -> Permalink:
        """Run a program, and keep the run under a link."""
        return self._ask(calls.permalink(Program.of(program, **options)))

    def diagnose(self, program: str | Program, *, fixes: bool = True, **options: Any) -> Diagnoses:
        """What is wrong with a program, which lines did it, and fixes that were run."""
        return self._ask(calls.diagnose(Program.of(program, **options), fixes=fixes))

    def compare(self, left: str | Program, right: str | Program) -> ComparisonAnswer:
        """Two programs beside each other: bytes, outputs, gradients, diagnoses."""
        return self._ask(calls.compare(Program.of(left), Program.of(right)))

    def compare_network(self, **words: str) -> ComparisonAnswer:
        """Both sides of a network, in the words of the Lab's address: net="conv(192)~relu", vs="inplace"."""
        return self._ask(calls.compare_network({name.rstrip("_"): word for name, word in words.items()}))

    def lessons(self, lang: str | None = None) -> Course:
        """All lessons."""
        return self._ask(calls.lessons(lang))

    def lesson(self, slug: str, lang: str | None = None) -> LessonDocument:
        """One lesson, before anything is answered."""
        return self._ask(calls.lesson(slug, lang))

    def predict(self, slug: str, name: str, choice: str, lang: str | None = None) -> PredictionAnswer:
        """What a program of a lesson does, beside what is expected."""
        return self._ask(calls.predict(slug, name, choice, lang))

    def grade(self, slug: str, name: str, source: str, lang: str | None = None) -> GradeAnswer:
        """What the checks of an exercise say of an answer."""
        return self._ask(calls.grade(slug, name, source, lang))

    def search(self, query: str, lang: str = "en") -> SearchAnswer:
        """What there is to read about some words, a name, a code or a message of torch."""
        return self._ask(calls.search(query, lang))

    def queue(self) -> QueueState:
        """Who runs and waits, and the place of one's own next run."""
        return self._ask(calls.queue())

    def health(self) -> Health:
        """How the server is, and what it runs on."""
        return self._ask(calls.health())

    def _ask(self, call: calls.Call[T]) -> T:
        for sent in count(1):
            outcome = self._outcome(call)
            if (seconds := self._patience.wait(call, sent, outcome)) is None:
                break
            time.sleep(seconds)
        return answer_of(call, outcome)

    def _outcome(self, call: calls.Call[Any]) -> httpx.Response | httpx.TransportError:
        try:
            return self._http.send(request_of(self._http, call))
        except httpx.TransportError as error:
            return error

    def _stream(self, call: calls.Call[S]) -> Generator[S]:
        response = self._http.send(request_of(self._http, call), stream=True)
        try:
            if not response.is_success:
                response.read()
                raise LabProblem.of(response)
            events = Events()
            for line in response.iter_lines():
                if (told := events.take(line)) is not None:
                    yield call.read(told)
        finally:
            response.close()

    def _watch(self, states: Generator[JobState]) -> None:
        """Listen until the stream ends, for whatever reason. What ended too early is asked for again after a while."""
        over = False
        with suppress(httpx.TransportError):
            for state in states:
                over = state.over
        if not over:
            time.sleep(_PAUSE_SECONDS)
