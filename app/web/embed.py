"""Embeds: /embed/0123456789, the only pages that others may show inside their own. They run nothing."""

from dataclasses import replace

from fastapi import APIRouter, Request
from starlette.responses import Response

from .embed_page import EmbedPage
from .links import READ, Found
from .rendering import page_of, renderer_of, wanted_language
from .wishes import Wishes

router = APIRouter(include_in_schema=False)


@router.api_route("/embed/{id_}", methods=READ)
async def embed(request: Request, kept: Found, ask: str = "", answer: str = "") -> Response:
    """The picture alone; with ?ask=1 it comes after the reader has said what will happen."""
    wishes = Wishes.of(request.query_params)
    page = page_of(request, wishes.language or wanted_language(request))
    # Only the address chooses the theme: within another site's page no cookie comes along.
    page = replace(page, theme=wishes.theme)
    context = EmbedPage.of(page, kept, wishes, ask=ask == "1", answer=answer)
    return renderer_of(request).response(context, headers={"Vary": "Accept-Language, Cookie"})
