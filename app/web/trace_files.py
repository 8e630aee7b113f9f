"""Trace files: a run in the formats of other tools, as files to take away; that behind a link, and any of late.

/p/0123456789.snapshot.pickle   its memory, for pytorch.org/memory_viz
/p/0123456789.trace.json        its steps, for ui.perfetto.dev and chrome://tracing
/p/0123456789.dot               its tensors, storages and nodes, for Graphviz
/p/0123456789.csv               its steps, a line each, for spreadsheets

/api/v1/reports/0123456789/exports/memory-viewer, /chrome-trace, /dot, /timeline
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ..errors import BadRequest, NoSuchRun, OutdatedRun, StoreUnavailable, WrongHost
from ..exports.chrome_trace import chrome_trace
from ..exports.dot import dot
from ..exports.memory_viewer import memory_viewer
from ..exports.timeline_csv import timeline_csv
from ..trace import Trace
from .api import documented
from .links import READ, Found
from .recall import trace_of
from .services import Given

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1")
RunId = Annotated[str, Path(alias="id", description="The `id` of the report, or of the link.")]


@dataclass(frozen=True)
class Format:
    """A format that a run can be taken away in."""

    name: str
    """In the address of the API."""
    operation: str
    summary: str
    ending: str
    media_type: str
    write: Callable[[Trace], str | bytes]

    @property
    def answer(self) -> dict[str, Any]:
        """What the description of the API says of it."""
        schema = _SCHEMAS.get(self.media_type, {"type": "string"})
        return {"description": "The file.", "content": {self.media_type: {"schema": schema}}}

    async def file(self, trace: Trace, id_: str) -> Response:
        """The file; it is written in a thread, so that nobody else waits for thousands of steps."""
        headers = {"Content-Disposition": f'attachment; filename="inplace-lab-{id_}.{self.ending}"'}
        content = await run_in_threadpool(self.write, trace)
        return Response(content, headers=headers, media_type=self.media_type)


_BYTES, _JSON = "application/octet-stream", "application/json"
_SCHEMAS: Final = {_BYTES: {"type": "string", "format": "binary"}, _JSON: {"type": "object"}}
FORMATS: Final = (
    Format(
        "memory-viewer",
        "getMemorySnapshot",
        "Take a run to PyTorch's memory viewer",
        "snapshot.pickle",
        _BYTES,
        memory_viewer,
    ),
    Format("chrome-trace", "getChromeTrace", "Take a run to Perfetto", "trace.json", _JSON, chrome_trace),
    Format("dot", "getDot", "Take a run to Graphviz", "dot", "text/vnd.graphviz", dot),
    Format("timeline", "getTimeline", "Take a run to a spreadsheet", "csv", "text/csv", timeline_csv),
)


def _of_link(format_: Format) -> Callable[..., Awaitable[Response]]:
    async def file(kept: Found) -> Response:
        """The file of what is kept under a link."""
        if kept.report is None:
            raise OutdatedRun
        if kept.report.trace is None or not kept.report.trace.steps:
            raise NoSuchRun
        return await format_.file(kept.report.trace, kept.id)

    return file


def _of_run(format_: Format) -> Callable[..., Awaitable[Response]]:
    async def file(services: Given, id_: RunId) -> Response:
        """Give a run that was made of late, or that is kept under a link, as a file that other tools open."""
        _, report = await trace_of(services, id_)
        assert report.trace is not None  # noqa: S101
        return await format_.file(report.trace, report.id)

    return file


for each in FORMATS:
    router.add_api_route(f"/p/{{id_}}.{each.ending}", _of_link(each), methods=READ)
    api.add_api_route(
        f"/reports/{{id}}/exports/{each.name}",
        _of_run(each),
        operation_id=each.operation,
        summary=each.summary,
        response_class=Response,
        responses={**documented(WrongHost, NoSuchRun, BadRequest, StoreUnavailable), 200: each.answer},
        tags=["runs"],
    )
