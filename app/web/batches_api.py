"""/api/v1/batches: many programs in one request, each answered by itself. See runs_api.py for what goes with it."""

from collections.abc import AsyncIterable
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse
from pydantic import Field
from starlette.responses import Response

from ..errors import RunCancelled
from ..jobs.answer import Answer
from ..jobs.job import Job
from ..jobs.task import Errand
from ..trace import Record
from . import run_examples as examples
from .api import documented
from .clients import client_of
from .presence import while_present
from .run_report import Fields, Parts, json_of, parts_in, tag_of, tagged, within
from .run_request import CacheControl, IdempotencyKey, Prefer, RunRequest, errand_of, wants_no_wait
from .run_states import Batch, BatchResult, BatchState, over_of
from .runs_api import NOBODY_LISTENS, OF_JOBS, IfNoneMatch, JobId, accepted
from .services import Given, Services

router = APIRouter(prefix="/api/v1")
MOST = 50


class BatchRequest(Record):
    """Programs to run one after the other."""

    runs: tuple[RunRequest, ...] = Field(
        min_length=1, max_length=MOST, description="The programs, each with its own options."
    )


async def _batch_of(services: Given, id_: JobId) -> Job:
    return await services.jobs.find("batch", id_)


TheBatch = Annotated[Job, Depends(_batch_of)]


@router.post(
    "/batches",
    operation_id="createBatch",
    summary="Run many programs",
    response_model=Batch,
    response_description="A report or a problem for each program, in order.",
    responses={
        **documented(),
        **documented(RunCancelled),
        200: examples.answer(examples.BATCH),
        202: examples.accepted(examples.BATCH_STATE) | {"model": BatchState},
    },
    tags=["batches"],
)
async def create_batch(
    body: BatchRequest,
    services: Given,
    request: Request,
    cache_control: CacheControl = "",
    prefer: Prefer = "",
    idempotency_key: IdempotencyKey = "",
    fields: Fields = "",
) -> Response:
    """Run up to 50 programs one after the other in the line of their client, by turns with everybody else's runs.

    What keeps one of them from running is its own answer. Whoever hangs up before the answer stops the batch, unless it
    has an Idempotency-Key. With `Prefer: respond-async` the answer is 202 and comes at once.
    """
    parts = parts_in(fields)
    errand = errand_of(body.runs, await client_of(request), cache_control)
    if wants_no_wait(prefer):
        return accepted(BatchState.of(await services.jobs.submit("batch", errand, idempotency_key)), "batches")
    answers = await while_present(request, _answers(services, errand, idempotency_key))
    if answers is None:
        return Response(status_code=NOBODY_LISTENS)
    batch = Batch.of_answers(answers, tuple(task.detail for task in errand.tasks))
    return Response(json_of(batch, _within(Batch, parts)), media_type="application/json")


@router.get(
    "/batches/{id}",
    operation_id="getBatch",
    summary="Ask how far a batch is",
    response_model=BatchState,
    response_description="How far it is; once it is done, with its results.",
    responses={**OF_JOBS, 200: examples.state(examples.BATCH_DONE), 304: examples.NOT_MODIFIED},
    tags=["batches"],
)
async def get_batch(job: TheBatch, fields: Fields = "", if_none_match: IfNoneMatch = "") -> Response:
    """Say how far a batch is that was asked for with `Prefer: respond-async` or an Idempotency-Key."""
    parts, state = parts_in(fields), BatchState.of(job)
    tag = tag_of(job.id, json_of(state.without_results(), {}), fields)
    return tagged(tag, if_none_match, lambda: json_of(state, _within(BatchState, parts)))


@router.get(
    "/batches/{id}/events",
    operation_id="watchBatch",
    summary="Watch a batch",
    response_class=EventSourceResponse,
    response_description="How far it is now, and again after each change until it is over; without the results.",
    responses=OF_JOBS,
    tags=["batches"],
)
async def watch_batch(job: TheBatch, services: Given) -> AsyncIterable[BatchState]:
    """Stream how far a batch is (server-sent events). The stream ends with it; the results are at the batch itself."""
    async with aclosing(services.jobs.watch("batch", job.id, listening=True)) as told:
        async for each in told:
            yield BatchState.of(each).without_results()


@router.delete(
    "/batches/{id}",
    operation_id="cancelBatch",
    summary="Cancel a batch",
    status_code=204,
    response_description="None of its programs waits or runs any more.",
    responses=OF_JOBS,
    tags=["batches"],
)
async def cancel_batch(job: TheBatch, services: Given) -> None:
    """Stop a batch that waits or runs. One that is over stays as it is; to cancel twice does no harm."""
    await services.jobs.cancel("batch", job.id)


def _within(kind: type[Batch], parts: Parts) -> Parts:
    """All of a batch, and of its reports only those parts."""
    return within(kind, "results", {"__all__": within(BatchResult, "report", parts)}) if parts else {}


async def _answers(services: Services, errand: Errand, key: str) -> tuple[Answer, ...]:
    """What the programs come to, while their sender waits. Raises RunCancelled, RunLost."""
    if not key:
        return await services.jobs.at_once(errand)
    job = await services.jobs.submit("batch", errand, key)
    job = await services.jobs.ended("batch", job.id)
    if over := over_of(job):
        raise over
    return job.answers
