"""/api/v1/runs and /api/v1/reports: run a program and wait for its report, or come back for it.

POST   /runs               the report; with Prefer: respond-async the address of the run, at once
GET    /runs/{id}          how far that run is, and its report
GET    /runs/{id}/events   how far it is, as a stream
DELETE /runs/{id}          cancels it
GET    /reports/{id}       a report of late, or one that is kept under a link
"""

from collections.abc import AsyncIterable
from contextlib import aclosing
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Path, Query, Request
from fastapi.sse import EventSourceResponse
from starlette.responses import Response

from ..errors import BadRequest, NoSuchJob, NoSuchRun, OutdatedRun, RunCancelled, StoreUnavailable, WrongHost
from ..jobs.job import Job
from ..jobs.task import Errand, Task
from ..runs.check import refuse_absent_device, refuse_unreadable
from ..runs.limits import limits_of
from ..runs.report import Report
from . import run_examples as examples
from .api import documented
from .clients import client_of
from .presence import while_present
from .run_report import Fields, ReportPart, RunReport, json_of, parts_in, tag_of, tag_of_report, tagged, within
from .run_request import CacheControl, IdempotencyKey, Prefer, RunRequest, errand_of, wants_no_wait
from .run_states import JobState, RunState, result_of
from .services import Given, Services

router = APIRouter(prefix="/api/v1")
NOBODY_LISTENS = 499
OF_JOBS = documented(WrongHost, NoSuchJob, BadRequest, StoreUnavailable)
JobId = Annotated[str, Path(alias="id", description="The `id` of the state that was answered when it was asked for.")]
ReportId = Annotated[str, Path(alias="id", description="The `id` of the report, or of the link.")]
IfNoneMatch = Annotated[str, Header(description="ETags of what is there already; the answer is 304 where it still is.")]
Told = Annotated[Literal["summary", "full"], Query(alias="trace", description="How much of the trace is told.")]


async def _run_of(services: Given, id_: JobId) -> Job:
    return await services.jobs.find("run", id_)


TheRun = Annotated[Job, Depends(_run_of)]


@router.post(
    "/runs",
    operation_id="createRun",
    summary="Run a program",
    response_model=RunReport | ReportPart,
    response_description="How the run ended. A program that fails is no error here: see `status` and `trace.failure`.",
    responses={
        **documented(),
        **documented(RunCancelled),
        200: examples.REPORT,
        202: examples.accepted(examples.RUN_STATE) | {"model": RunState},
    },
    tags=["runs"],
)
async def create_run(
    body: RunRequest,
    services: Given,
    request: Request,
    cache_control: CacheControl = "",
    prefer: Prefer = "",
    idempotency_key: IdempotencyKey = "",
    fields: Fields = "",
) -> Response:
    """Run a PyTorch program in a fresh process and return what it did to tensors and their storages.

    Whoever hangs up before the answer stops the run, unless it has an Idempotency-Key. With `Prefer: respond-async` the
    answer is 202 and comes at once; the run then waits in its client's line like any other.
    """
    parts_in(fields)
    errand = errand_of([body], await client_of(request), cache_control)
    (task,) = errand.tasks
    _refuse(services, task)
    if wants_no_wait(prefer):
        return accepted(RunState.of(await services.jobs.submit("run", errand, idempotency_key)), "runs")
    report = await while_present(request, _report(services, errand, idempotency_key))
    return _answered(report, task, fields) if report is not None else Response(status_code=NOBODY_LISTENS)


@router.get(
    "/runs/{id}",
    operation_id="getRun",
    summary="Ask how far a run is",
    response_model=RunState,
    response_description="How far it is; once it is done, with its report.",
    responses={**OF_JOBS, 200: examples.state(examples.RUN_DONE), 304: examples.NOT_MODIFIED},
    tags=["runs"],
)
async def get_run(job: TheRun, fields: Fields = "", if_none_match: IfNoneMatch = "") -> Response:
    """Say how far a run is that was asked for with `Prefer: respond-async` or an Idempotency-Key."""
    parts, state = parts_in(fields), RunState.of(job)
    tag = tag_of(job.id, json_of(state.without_report(), {}), fields)
    return tagged(tag, if_none_match, lambda: json_of(state, within(RunState, "report", parts)))


@router.get(
    "/runs/{id}/events",
    operation_id="watchRun",
    summary="Watch a run",
    response_class=EventSourceResponse,
    response_description="How far it is now, and again after each change until it is over; without the report.",
    responses=OF_JOBS,
    tags=["runs"],
)
async def watch_run(job: TheRun, services: Given) -> AsyncIterable[RunState]:
    """Stream how far a run is (server-sent events). The stream ends with the run; the report is at the run itself."""
    async with aclosing(services.jobs.watch("run", job.id, listening=True)) as told:
        async for each in told:
            yield RunState.of(each).without_report()


@router.delete(
    "/runs/{id}",
    operation_id="cancelRun",
    summary="Cancel a run",
    status_code=204,
    response_description="It does not wait or run any more.",
    responses=OF_JOBS,
    tags=["runs"],
)
async def cancel_run(job: TheRun, services: Given) -> None:
    """Stop a run that waits or runs. One that is over stays as it is; to cancel twice does no harm."""
    await services.jobs.cancel("run", job.id)


@router.get(
    "/reports/{id}",
    operation_id="getReport",
    summary="Take a report once more",
    response_model=RunReport | ReportPart,
    response_description="The report of the latest run with this id.",
    responses={
        **documented(WrongHost, NoSuchRun, OutdatedRun, BadRequest, StoreUnavailable),
        200: examples.KEPT_REPORT,
        304: examples.NOT_MODIFIED,
    },
    tags=["runs"],
)
async def get_report(
    id_: ReportId, services: Given, told: Told = "full", fields: Fields = "", if_none_match: IfNoneMatch = ""
) -> Response:
    """Give the report of a run of late that recorded something, or one that is kept under a link."""
    parts, report = parts_in(fields), await _recalled(services, id_)
    tag = tag_of_report(report, told, fields)
    return tagged(tag, if_none_match, lambda: json_of(RunReport.of(report, told), parts))


def accepted(state: JobState, place: str) -> Response:
    """The answer to whoever does not wait."""
    headers = {
        "Location": f"/api/v1/{place}/{state.id}",
        "Preference-Applied": "respond-async",
        "Cache-Control": "no-store",
    }
    return Response(state.model_dump_json(), 202, headers, media_type="application/json")


def _refuse(services: Services, task: Task) -> None:
    """Raises BadRequest, NoSuchDevice: what cannot run is refused at once, not in a result."""
    refuse_unreadable(task.snippet, services.settings.source_bytes)
    task.limits.of(limits_of(services.settings))
    if services.runs.devices:
        refuse_absent_device(task.snippet, services.runs.devices)


async def _report(services: Services, errand: Errand, key: str) -> Report:
    """What a run comes to, while its sender waits. Only one with a key needs the database."""
    if key:
        job = await services.jobs.submit("run", errand, key)
        return result_of(await services.jobs.ended("run", job.id))
    (task,) = errand.tasks
    limits = task.limits.of(limits_of(services.settings))
    return await services.runs.run(task.snippet, client=errand.client, fresh=task.fresh, limits=limits)


def _answered(report: Report, task: Task, fields: str) -> Response:
    """The report, and whether it was known already."""
    how = "hit" if report.cached else "fwd=request" if task.fresh else "fwd=miss"
    headers = {"ETag": tag_of_report(report, task.detail, fields), "Cache-Status": f"inplace-lab; {how}"}
    content = json_of(RunReport.of(report, task.detail), parts_in(fields))
    return Response(content, headers=headers, media_type="application/json")


async def _recalled(services: Services, id_: str) -> Report:
    """A report by its id. Raises NoSuchRun, OutdatedRun."""
    if (recalled := services.runs.recall(id_)) is not None:
        return recalled[1]
    if (kept := await services.store.find(id_)) is None:
        raise NoSuchRun
    if kept.report is None:
        raise OutdatedRun
    return kept.report
