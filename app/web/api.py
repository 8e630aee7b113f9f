"""The API: what all of its routes share, when a run starts, and how the server is."""

from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from .. import __version__
from ..errors import BadRequest, Busy, CrossSite, LabError, RunsLocked, SandboxBroken, TooLarge, TooMany, WrongHost
from ..sandbox.level import Level
from .clients import client_of
from .problems import PROBLEM_JSON, Problem, problem_of
from .run_examples import HEALTH, QUEUE, answer
from .services import Given

router = APIRouter(prefix="/api/v1")
_PROBLEMS = (WrongHost, CrossSite, TooLarge, BadRequest, RunsLocked, TooMany, SandboxBroken, Busy)
_ALSO: dict[type[LabError], str] = {WrongHost: "Or the body is not text."}
_RETRY_AFTER = {
    "Retry-After": {"description": "When to send the request again, in seconds.", "schema": {"type": "integer"}}
}


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


def documented(*problems: type[LabError]) -> dict[int | str, dict[str, Any]]:
    """Each of the problems, for the description of the API; where none is named, each that a run may answer with."""
    return {problem.status: _answer_of(problem) for problem in problems or _PROBLEMS}


def _answer_of(error: type[LabError]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    description = f"{error.title}. {_ALSO.get(error, '')}".strip()
    example = problem_of(error()).model_dump()
    answer = {"description": description, "content": {PROBLEM_JSON: {"schema": schema, "example": example}}}
    return {**answer, "headers": _RETRY_AFTER} if issubclass(error, Busy) else answer


@router.get(
    "/queue",
    operation_id="getQueue",
    summary="Ask when your run starts",
    responses={200: answer(QUEUE)},
    tags=["runs"],
)
async def get_queue(services: Given, request: Request, response: Response) -> QueueState:
    """Say how many runs wait, and at which place yours is. A client is whoever sends from one address."""
    response.headers["Cache-Control"] = "no-store"
    queue = services.runs.queue
    own = next(iter(queue.waiting_of(await client_of(request))), None)
    return QueueState(
        running=queue.running,
        waiting=queue.waiting,
        place=own.place if own else None,
        estimate=own.estimate if own else None,
    )


@router.get(
    "/health",
    operation_id="getHealth",
    summary="Ask how the server is",
    responses={200: answer(HEALTH)},
    tags=["server"],
)
async def get_health(services: Given) -> Health:
    """Say whether the server is ready, and what it runs on."""
    return Health(
        status="warming" if services.warming else "ok",
        version=__version__,
        torch=services.runs.torch,
        devices=services.runs.devices,
        level=services.runs.machine.level if services.runs.machine else None,
        slots=services.runs.queue.places,
        running=services.runs.queue.running,
        waiting=services.runs.queue.waiting,
    )
