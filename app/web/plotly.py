"""Plotly: the library that draws the memory timeline, as its Python package brings it along.

It is a hundred times as heavy as a page, so a page asks for it only when its reader opens a chart. The address carries
the version: a browser may keep the file for ever. It is compressed once, when it is first asked for.
"""

import gzip
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from threading import Lock

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

router = APIRouter(include_in_schema=False)
VERSION = version("plotly")
URL = f"/library/plotly-{VERSION}.min.js"
_IMMUTABLE = "public, max-age=31536000, immutable"
_SHORT = "public, max-age=60"
_compressing = Lock()


@router.api_route("/library/plotly-{wanted}.min.js", methods=["GET", "HEAD"])
async def library(request: Request, wanted: str) -> Response:
    """The library. A page of an older server, which asks for an older version, gets the present one."""
    headers = {"Cache-Control": _IMMUTABLE if wanted == VERSION else _SHORT}
    # The same test as the middleware that compresses: what it would compress comes compressed already.
    if "gzip" in request.headers.get("accept-encoding", ""):
        content = await run_in_threadpool(_compressed)
        headers |= {"Content-Encoding": "gzip", "Vary": "Accept-Encoding"}
    else:
        content = await run_in_threadpool(_plain)
    return Response(content, headers=headers, media_type="text/javascript")


def _plain() -> bytes:
    return (files("plotly") / "package_data" / "plotly.min.js").read_bytes()


def _compressed() -> bytes:
    with _compressing:
        return _compress()


@cache
def _compress() -> bytes:
    return gzip.compress(_plain(), 6, mtime=0)
