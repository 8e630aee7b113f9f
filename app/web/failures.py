"""Lets every error of the app end as a Problem: for a program as JSON, for a browser as a page."""

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..errors import LabError
from .headers import harden
from .problems import headers_of, problem_of, problem_response
from .rendering import renderer_of


def install(app: FastAPI) -> None:
    """Let every error of the app be answered here."""
    app.add_exception_handler(LabError, answer)
    app.add_exception_handler(RequestValidationError, answer)
    app.add_exception_handler(HTTPException, answer)
    app.add_exception_handler(Exception, _answer_unexpected)


async def answer(request: Request, error: Exception) -> Response:
    """The error as a page for a browser that asks for one, else as a document."""
    if not _wants_page(request):
        return problem_response(error)
    return renderer_of(request).error_page(request, problem_of(error), headers_of(error))


async def _answer_unexpected(request: Request, error: Exception) -> Response:
    # Starlette answers this one outside of all middleware and raises it again, so that the server logs it.
    response = await answer(request, error)
    harden(response.headers, request.url.path)
    if (given := getattr(request.state, "request_id", None)) is not None:
        response.headers["X-Request-Id"] = given
    return response


def _wants_page(request: Request) -> bool:
    return not request.url.path.startswith(("/api/", "/static/")) and "text/html" in request.headers.get("accept", "")
