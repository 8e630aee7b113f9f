"""Problem: an error in the one shape that every route answers with (RFC 9457). Nobody else decides on a status."""

import json
from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field, PrivateAttr
from starlette.exceptions import HTTPException
from starlette.responses import Response

from ..errors import BadRequest, Busy, LabError, NotFound, UnknownKey
from ..sentence import Sentence

PROBLEM_JSON = "application/problem+json"


class Problem(BaseModel):
    """What went wrong and what to do next (RFC 9457)."""

    type: str = Field(description="Names the kind of problem; the same as `code`, as a URI.")
    title: str = Field(description="The kind of problem, in words.")
    status: int = Field(description="The HTTP status.")
    detail: str = Field(description="What happened this time.")
    code: str = Field(description="The kind of problem, for a program.")
    hint: str = Field(description="What to do next.")
    _sentence: Sentence | None = PrivateAttr(None)

    @property
    def sentence(self) -> Sentence | None:
        """`detail` for pages, which say it in their own language; None where it is English alone."""
        return self._sentence


def problem_of(error: Exception) -> Problem:
    """The problem that an exception stands for. One that we did not foresee tells nothing about itself."""
    if isinstance(error, HTTPException):
        return _of_http(error)
    if isinstance(error, RequestValidationError):
        error = BadRequest(" ".join(_sentence(each) for each in error.errors()))
    elif not isinstance(error, LabError):
        error = LabError()
    problem = Problem(
        type=_type(error.code),
        title=error.title,
        status=error.status,
        detail=error.detail,
        code=error.code,
        hint=error.advice,
    )
    problem._sentence = error.sentence
    return problem


def headers_of(error: Exception) -> dict[str, str]:
    """The headers that go with an error: when to come back, which methods are allowed."""
    if isinstance(error, Busy):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, UnknownKey):
        return {"WWW-Authenticate": "Bearer"}
    return dict(error.headers or {}) if isinstance(error, HTTPException) else {}


def problem_response(error: Exception) -> Response:
    """The error as problem details."""
    problem = problem_of(error)
    # ASCII: a name with half a surrogate pair in it could not be written as UTF-8.
    body = json.dumps(problem.model_dump(), indent=1)
    return Response(body, problem.status, headers_of(error), media_type=PROBLEM_JSON)


def _type(code: str) -> str:
    return f"urn:inplace-lab:problem:{code}"


def _of_http(error: HTTPException) -> Problem:
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problem_of(NotFound())
    phrase = HTTPStatus(error.status_code).phrase
    code = phrase.lower().replace(" ", "-")
    hint = BadRequest.hint if error.status_code != HTTPStatus.METHOD_NOT_ALLOWED else NotFound.hint
    return Problem(
        type=_type(code), title=phrase, status=error.status_code, detail=str(error.detail), code=code, hint=hint
    )


def _sentence(error: dict[str, Any]) -> str:
    """One error of pydantic in plain words, with the field that it is about."""
    where = _field(error["loc"])
    match error["type"]:
        case "json_invalid":
            return f"The body is not valid JSON: {error['ctx']['error']}, at character {error['loc'][-1]}."
        case "missing" if where == "body":
            return "The body is missing: send a JSON object."
        case "missing":
            return f'The field "{where}" is missing.'
        case "extra_forbidden":
            return f'There is no field "{where}" here.'
        case "model_attributes_type" | "model_type" | "dict_type":
            return "The body must be a JSON object, sent with Content-Type: application/json."
        case _:
            return f'The field "{where}" is wrong: {error["msg"][:1].lower()}{error["msg"][1:]}.'


def _field(location: Sequence[str | int]) -> str:
    names = [str(part) for part in location if part not in ("body", "query", "path")]
    return ".".join(names) or "body"
