"""The API: run a snippet, ask how the server is."""

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from .. import __version__
from ..errors import BadRequest, Busy, SandboxBroken, TooLarge
from ..runs.report import Report
from ..trace import Snippet
from .problems import PROBLEM_JSON, Problem
from .services import Given

router = APIRouter(prefix="/api/v1")
_PROBLEMS = (BadRequest, TooLarge, Busy, SandboxBroken)


class Health(BaseModel):
    """How the server is."""

    status: Literal["ok", "warming"] = Field(description="warming until the Lab's first result is there.")
    version: str = Field(description="Version of Inplace Lab.")
    torch: str = Field(description="Version of torch.")
    devices: tuple[str, ...] = Field(description="Devices that a run may ask for.")


def _documented() -> dict[int | str, dict[str, Any]]:
    """Each problem that a run may answer with, for the description of the API."""
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    return {
        error.status: {"description": f"{error.title}.", "content": {PROBLEM_JSON: {"schema": schema}}}
        for error in _PROBLEMS
    }


@router.post(
    "/runs",
    operation_id="createRun",
    summary="Run a snippet",
    response_model=Report,
    response_description="How the run ended. A snippet that fails is no error here: see `status` and `trace.failure`.",
    responses=_documented(),
    tags=["runs"],
)
async def create_run(snippet: Snippet, services: Given) -> Response:
    """Run a PyTorch program in a fresh process and return what it did to tensors and their storages."""
    _refuse_half_characters(snippet.source)
    report = await services.runs.run(snippet)
    # The report is valid already; to validate a large trace a second time would take longer than to run it.
    return Response(report.model_dump_json(), media_type="application/json")


def _refuse_half_characters(source: str) -> None:
    """JSON can write half of a surrogate pair ("\\ud800"); no file of Python holds such a thing."""
    try:
        source.encode()
    except UnicodeEncodeError as error:
        detail = f'The field "source" has half a character at position {error.start}: a lone surrogate.'
        raise BadRequest(detail) from None


@router.get("/health", operation_id="getHealth", summary="Ask how the server is", tags=["server"])
async def get_health(services: Given) -> Health:
    """Say whether the server is ready, and what it runs on."""
    return Health(
        status="warming" if services.warming else "ok",
        version=__version__,
        torch=services.runs.torch,
        devices=services.runs.devices,
    )
