"""The reference of the API: /api, /en/api and /zh/api, made of the description that programs read."""

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from ..links import READ
from ..moments import drawn_once
from ..pages import Shown, remember
from ..rendering import page_of, renderer_of, wanted_language
from .reference_page import ReferencePage

router = APIRouter(include_in_schema=False)


@router.api_route("/api", methods=READ)
async def front_door(request: Request) -> Response:
    """Send the reader to the page in their language."""
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
    return RedirectResponse(f"/{wanted_language(request).tag}/api", headers=headers)


@router.api_route("/{lang}/api", methods=READ)
async def reference(request: Request, shown: Shown) -> Response:
    """Every route, with examples that work on this server."""
    page = page_of(request, shown, path="api")
    description = request.app.openapi()

    def draw() -> Response:
        return renderer_of(request).response(ReferencePage.of(page, description))

    return remember(request, shown, await drawn_once(request, page, draw))
