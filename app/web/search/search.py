"""Search: /search, /en/search and /zh/search for readers, /api/v1/search for programs."""

from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import RedirectResponse, Response

from ...i18n import ENGLISH, Language, language
from ..api import documented
from ..links import READ
from ..pages import Shown, remember
from ..rendering import page_of, renderer_of, wanted_language
from ..run_examples import FOUND, answer
from ..services import Given, Services
from .finder import MOST_CHARACTERS, Found, Library
from .search_page import SearchPage

router = APIRouter(include_in_schema=False)
api = APIRouter(prefix="/api/v1")


class SearchHit(BaseModel):
    """One text that fits."""

    kind: Literal["lesson", "error", "operation", "example"] = Field(
        description="`operation`: a row of the cheat sheet; `example`: a program of the playground."
    )
    address: str = Field(description="Where it is to be read, from this server's root on.")
    title: str
    passage: str = Field(description="The part of its text that fits best, as plain text.")


class SearchAnswer(BaseModel):
    """What was found, the best first."""

    query: str
    lang: Literal["en", "zh"]
    hits: tuple[SearchHit, ...]
    message: str = Field(description="The class of error that a pasted message of torch stands for; empty if none.")
    near: tuple[str, ...] = Field(description="Words that were perhaps meant, where nothing was found.")


@router.api_route("/search", methods=READ)
async def front_door(request: Request, q: str = "") -> Response:
    """Send the reader to the search in their language."""
    query = f"?{urlencode({'q': q})}" if q else ""
    headers = {"Vary": "Accept-Language, Cookie", "Cache-Control": "no-cache"}
    return RedirectResponse(f"/{wanted_language(request).tag}/search{query}", headers=headers)


@router.api_route("/{lang}/search", methods=READ)
async def search(request: Request, shown: Shown, services: Given, q: str = "") -> Response:
    """What was found, in groups."""
    found = await _find(services, q, shown)
    query = urlencode({"q": found.query}) if found.query else ""
    page = SearchPage.of(page_of(request, shown, query, "search"), found)
    return remember(request, shown, renderer_of(request).response(page))


@api.get(
    "/search",
    operation_id="search",
    summary="Search lessons, errors, the cheat sheet and examples",
    tags=["search"],
    responses={**documented(), 200: answer(FOUND)},
)
async def search_api(
    services: Given,
    q: Annotated[str, Query(max_length=MOST_CHARACTERS, description="Words, a name, a code, or a message of torch.")],
    lang: Annotated[Literal["en", "zh"], Query(description="The language of the texts.")] = "en",
) -> SearchAnswer:
    """Say which texts fit, the best first, eight of a kind at most."""
    found = await _find(services, q, language(lang) or ENGLISH)
    hits = (
        SearchHit(
            kind=hit.document.kind,
            address=hit.document.address,
            title=hit.document.title,
            passage="".join(piece.text for piece in hit.passage),
        )
        for hit in found.hits
    )
    return SearchAnswer(query=found.query, lang=lang, hits=tuple(hits), message=found.message, near=found.near)


async def _find(services: Services, query: str, shown: Language) -> Found:
    def looked_up() -> Found:
        library = Library(services.bookshelf.read(), services.cheatsheets.known, services.reproductions.known)
        return services.finder.find(query, shown, library)

    return await run_in_threadpool(looked_up)
