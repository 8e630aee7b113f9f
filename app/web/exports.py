"""Exports: what is behind a link as a file to take away.

/p/0123456789.py      the program
/p/0123456789.ipynb   the program as a notebook
/p/0123456789.json    the snippet and the whole report
/p/0123456789.html    program and picture as one file that needs no server: ?step= ?lang= ?theme=
/p/0123456789.svg     the address as a QR code
"""

from dataclasses import replace
from functools import cache

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from ..resources import folder
from ..store.kept import Kept
from .code import coloured
from .export_page import ExportPage
from .finding import findings_of
from .inline import Inline
from .links import READ, Found
from .notebook import notebook
from .player import PlayerView
from .qr import qr_svg
from .rendering import page_of, renderer_of, wanted_language
from .wishes import Wishes

router = APIRouter(include_in_schema=False)


@router.api_route("/p/{id_}.py", methods=READ)
async def python(request: Request, kept: Found) -> Response:
    """The program, with a line on where it is from."""
    made = f"torch {kept.torch}" if kept.torch else "torch"
    return _file(
        f"# {_address(request, kept)}\n# Made with {made}.\n{kept.snippet.source}", kept, "py", "text/x-python"
    )


@router.api_route("/p/{id_}.ipynb", methods=READ)
async def jupyter(request: Request, kept: Found) -> Response:
    """The program as a notebook."""
    return _file(
        notebook(kept.snippet.source, _address(request, kept), kept.torch), kept, "ipynb", "application/x-ipynb+json"
    )


@router.api_route("/p/{id_}.json", methods=READ)
async def trace(kept: Found) -> Response:
    """The snippet and the report, as the API gives it."""
    report = kept.report.model_dump_json() if kept.report else "null"
    document = f'{{"snippet":{kept.snippet.model_dump_json()},"report":{report}}}'
    return _file(document, kept, "json", "application/json")


@router.api_route("/p/{id_}.svg", methods=READ)
async def code_to_scan(request: Request, kept: Found) -> Response:
    """The address as a QR code."""
    drawing = qr_svg(_address(request, kept))
    return Response(drawing, media_type="image/svg+xml", headers={"Cache-Control": "max-age=86400"})


@router.api_route("/p/{id_}.html", methods=READ)
async def page(request: Request, kept: Found) -> Response:
    """Program and picture as one file. Hundreds of steps are rendered in a thread, so that nobody else waits."""
    wishes = Wishes.of(request.query_params)
    shown = wishes.language or wanted_language(request)
    context = ExportPage(
        page=replace(page_of(request, shown), theme=wishes.theme),
        kept=kept,
        code=coloured(kept.snippet.source),
        player=_player(kept, wishes),
        inline=_inline(),
        findings=findings_of(kept.report.diagnoses, kept.snippet.source) if kept.report else (),
        back=_address(request, kept) + wishes.step_query,
    )
    return _file(await run_in_threadpool(renderer_of(request).html, context), kept, "html", "text/html")


@cache
def _inline() -> Inline:
    """Read once: the files do not change while the server runs."""
    return Inline.of(folder("static"))


def _player(kept: Kept, wishes: Wishes) -> PlayerView | None:
    """The player with as many steps as a file takes; the timeline needs a library that is no part of it."""
    if kept.report is None:
        return None
    hide = frozenset({*wishes.hide, "memory"})
    return PlayerView.of(kept.report, kept.snippet.source, at=wishes.at, whole=True, hide=hide)


def _address(request: Request, kept: Kept) -> str:
    return f"{request.base_url}p/{kept.id}"


def _file(content: str, kept: Kept, kind: str, media_type: str) -> Response:
    """A file that a browser saves under a name of ours. Half characters, which no file can hold, become signs."""
    headers = {"Content-Disposition": f'attachment; filename="inplace-lab-{kept.id}.{kind}"'}
    return Response(content.encode("utf-8", "backslashreplace"), headers=headers, media_type=media_type)
