"""AsyncLab: a server, asked from code that awaits. The same as Lab otherwise."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
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


class AsyncLab:
    """A server, as Lab has it: the same methods, each to be awaited; streams are read with `async for`."""

    def __init__(
        self,
        url: str = "http://127.0.0.1:8000",
        key: str | None = None,
        *,
        timeout: float = 300.0,
        patience: Patience | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self._http = httpx.AsyncClient(**options_of(url, key, timeout), transport=transport)
        self._patience = patience or Patience()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def run(
        self, program: str | Program, *, fresh: bool = False, idempotency_key: str | None = None, **options: Any
    ) -> RunReport:
        """Run a program and wait for its report. Options are those of Program; a program that fails is no error."""
        return await self._ask(calls.run(Program.of(program, **options), fresh=fresh, idempotency_key=idempotency_key))

    async def run_async(
        self, program: str | Program, *, fresh: bool = False, idempotency_key: str | None = None, **options: Any
    ) -> RunState:
        """Have a program run, and return at once."""
        return await self._ask(
            calls.run_async(Program.of(program, **options), fresh=fresh, idempotency_key=idempotency_key)
        )

    async def state(self, run: str) -> RunState:
        """How far the run of this id is."""
        return await self._ask(calls.state("runs", run, RunState))

    def events(self, run: str) -> AsyncGenerator[RunState]:
        """How far the run is, now and after each change, until it is over or the server lets go."""
        return self._stream(calls.events("runs", run, RunState))

    async def wait(self, run: str) -> RunReport:
        """The report of the run, once it is over. Raises LabProblem where it has none."""
        while not (state := await self.state(run)).over:
            await self._watch(self.events(run))
        return state.result

    async def cancel(self, run: str) -> None:
        """Stop the run, if it is not over."""
        await self._ask(calls.cancel("runs", run))

    async def batch(self, programs: Iterable[str | Program], *, idempotency_key: str | None = None) -> Batch:
        """Run up to 50 programs and wait for all of them; each has a report or a problem of its own."""
        return await self._ask(calls.batch(map(Program.of, programs), idempotency_key=idempotency_key))

    async def batch_async(self, programs: Iterable[str | Program], *, idempotency_key: str | None = None) -> BatchState:
        """Have up to 50 programs run, and return at once."""
        return await self._ask(calls.batch_async(map(Program.of, programs), idempotency_key=idempotency_key))

    async def batch_state(self, batch: str) -> BatchState:
        """How far the batch of this id is."""
        return await self._ask(calls.state("batches", batch, BatchState))

    def batch_events(self, batch: str) -> AsyncGenerator[BatchState]:
        """How far the batch is, now and after each change, until it is over or the server lets go."""
        return self._stream(calls.events("batches", batch, BatchState))

    async def wait_batch(self, batch: str) -> BatchState:
        """The batch with its results, once it is over. Raises LabProblem where it has none."""
        while not (state := await self.batch_state(batch)).over:
            await self._watch(self.batch_events(batch))
        if state.problem is not None:
            raise state.problem.error
        return state

    async def cancel_batch(self, batch: str) -> None:
        """Stop the batch, if it is not over."""
        await self._ask(calls.cancel("batches", batch))

    async def report(self, report: str, *, trace: Literal["summary", "full"] = "full") -> RunReport:
        """A report of late, or one that is kept under a link, by its id."""
        return await self._ask(calls.report(report, trace))

    async def export(self, report: str, format: calls.Format) -> bytes:  # noqa: A002 - the word for it
        """A report of late, or one that is kept under a link, as a file of another tool."""
        return await self._ask(calls.export(report, format))

    async def permalink(self, program: str | Program, **options: Any) -> Permalink:
        """Run a program, and keep the run under a link."""
        return await self._ask(calls.permalink(Program.of(program, **options)))

    async def diagnose(self, program: str | Program, *, fixes: bool = True, **options: Any) -> Diagnoses:
        """What is wrong with a program, which lines did it, and fixes that were run."""
        return await self._ask(calls.diagnose(Program.of(program, **options), fixes=fixes))

    async def compare(self, left: str | Program, right: str | Program) -> ComparisonAnswer:
        """Two programs beside each other: bytes, outputs, gradients, diagnoses."""
        return await self._ask(calls.compare(Program.of(left), Program.of(right)))

    async def compare_network(self, **words: str) -> ComparisonAnswer:
        """Both sides of a network, in the words of the Lab's address: net="conv(192)~relu", vs="inplace"."""
        return await self._ask(calls.compare_network({name.rstrip("_"): word for name, word in words.items()}))

    async def lessons(self, lang: str | None = None) -> Course:
        """All lessons."""
        return await self._ask(calls.lessons(lang))

    async def lesson(self, slug: str, lang: str | None = None) -> LessonDocument:
        """One lesson, before anything is answered."""
        return await self._ask(calls.lesson(slug, lang))

    async def predict(self, slug: str, name: str, choice: str, lang: str | None = None) -> PredictionAnswer:
        """What a program of a lesson does, beside what is expected."""
        return await self._ask(calls.predict(slug, name, choice, lang))

    async def grade(self, slug: str, name: str, source: str, lang: str | None = None) -> GradeAnswer:
        """What the checks of an exercise say of an answer."""
        return await self._ask(calls.grade(slug, name, source, lang))

    async def search(self, query: str, lang: str = "en") -> SearchAnswer:
        """What there is to read about some words, a name, a code or a message of torch."""
        return await self._ask(calls.search(query, lang))

    async def queue(self) -> QueueState:
        """Who runs and waits, and the place of one's own next run."""
        return await self._ask(calls.queue())

    async def health(self) -> Health:
        """How the server is, and what it runs on."""
        return await self._ask(calls.health())

    async def _ask(self, call: calls.Call[T]) -> T:
        for sent in count(1):
            outcome = await self._outcome(call)
            if (seconds := self._patience.wait(call, sent, outcome)) is None:
                break
            await asyncio.sleep(seconds)
        return answer_of(call, outcome)

    async def _outcome(self, call: calls.Call[Any]) -> httpx.Response | httpx.TransportError:
        try:
            return await self._http.send(request_of(self._http, call))
        except httpx.TransportError as error:
            return error

    async def _stream(self, call: calls.Call[S]) -> AsyncGenerator[S]:
        response = await self._http.send(request_of(self._http, call), stream=True)
        try:
            if not response.is_success:
                await response.aread()
                raise LabProblem.of(response)
            events = Events()
            async for line in response.aiter_lines():
                if (told := events.take(line)) is not None:
                    yield call.read(told)
        finally:
            await response.aclose()

    async def _watch(self, states: AsyncGenerator[JobState]) -> None:
        """Listen until the stream ends, for whatever reason. What ended too early is asked for again after a while."""
        over = False
        with suppress(httpx.TransportError):
            async for state in states:
                over = state.over
        if not over:
            await asyncio.sleep(_PAUSE_SECONDS)
