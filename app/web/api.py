"""The API: run a snippet, ask when it will start and how the server is."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from .. import __version__
from ..errors import BadRequest, Busy, CrossSite, LabError, SandboxBroken, TooLarge, TooMany, WrongHost
from ..runs.check import refuse_half_characters
from ..runs.report import Report
from ..sandbox.level import Level
from ..trace import Snippet
from .clients import client_of
from .presence import while_present
from .problems import PROBLEM_JSON, Problem
from .services import Given

router = APIRouter(prefix="/api/v1")
_PROBLEMS = (WrongHost, CrossSite, TooLarge, BadRequest, TooMany, SandboxBroken, Busy)
_ALSO: dict[type[LabError], str] = {WrongHost: "Or the body is not text."}
_NOBODY_LISTENS = 499
_RETRY_AFTER = {
    "Retry-After": {"description": "When to send the request again, in seconds.", "schema": {"type": "integer"}}
}

CacheControl = Annotated[
    str, Header(description="`no-cache` has the snippet run now, even if the same one was run before.")
]


class Health(BaseModel):
    """How the server is."""

    status: Literal["ok", "warming"] = Field(description="warming until the Lab's first result is there.")
    version: str = Field(description="Version of Inplace Lab.")
    torch: str = Field(description="Version of torch.")
    devices: tuple[str, ...] = Field(description="Devices that a run may ask for.")
    level: Level | None = Field(description="What this machine's walls amount to, A to D; unknown until they stand.")
    slots: int = Field(description="How many runs go on at the same time, at most.")
    running: int = Field(description="How many runs have a place.")
    waiting: int = Field(description="How many runs wait for one.")


class QueueState(BaseModel):
    """The queue, as one client sees it: which place its next run has, and how long that is about to wait."""

    running: int = Field(description="How many runs of all clients have a place.")
    waiting: int = Field(description="How many runs of all clients wait for one.")
    place: int | None = Field(
        description="The how-manieth of them your own next run is; null where none of yours waits."
    )
    estimate: float | None = Field(description="About how many seconds it will still wait.")


def documented() -> dict[int | str, dict[str, Any]]:
    """Each problem that a run may answer with, for the description of the API."""
    return {error.status: _answer_of(error) for error in _PROBLEMS}


def _answer_of(error: type[LabError]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    description = f"{error.title}. {_ALSO.get(error, '')}".strip()
    answer = {"description": description, "content": {PROBLEM_JSON: {"schema": schema}}}
    return {**answer, "headers": _RETRY_AFTER} if issubclass(error, Busy) else answer


@router.post(
    "/runs",
    operation_id="createRun",
    summary="Run a snippet",
    response_model=Report,
    response_description="How the run ended. A snippet that fails is no error here: see `status` and `trace.failure`.",
    responses=documented(),
    tags=["runs"],
)
async def create_run(snippet: Snippet, services: Given, request: Request, cache_control: CacheControl = "") -> Response:
    """Run a PyTorch program in a fresh process and return what it did to tensors and their storages.

    Whoever hangs up before the answer stops the run.
    """
    refuse_half_characters(snippet.source)
    fresh = "no-cache" in cache_control.lower()
    report = await while_present(request, services.runs.run(snippet, client=client_of(request), fresh=fresh))
    if report is None:
        return Response(status_code=_NOBODY_LISTENS)
    # The report is valid already; to validate a large trace a second time would take longer than to run it.
    return Response(report.model_dump_json(), media_type="application/json")


@router.get("/queue", operation_id="getQueue", summary="Ask when your run starts", tags=["runs"])
async def get_queue(services: Given, request: Request, response: Response) -> QueueState:
    """Say how many runs wait, and at which place yours is. A client is whoever sends from one address."""
    response.headers["Cache-Control"] = "no-store"
    queue = services.runs.queue
    own = next(iter(queue.waiting_of(client_of(request))), None)
    return QueueState(
        running=queue.running,
        waiting=queue.waiting,
        place=own.place if own else None,
        estimate=own.estimate if own else None,
    )


@router.get("/health", operation_id="getHealth", summary="Ask how the server is", tags=["server"])
async def get_health(services: Given) -> Health:
    """Say whether the server is ready, and what it runs on."""
    return Health(
        status="warming" if services.warming else "ok",
        version=__version__,
        torch=services.runs.torch,
        devices=services.runs.devices,
        level=services.runs.machine.level if services.runs.machine else None,
        slots=services.settings.slots,
        running=services.runs.queue.running,
        waiting=services.runs.queue.waiting,
    )
