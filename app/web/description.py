"""The description of the API, from which a stranger can generate a client."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from .problems import Problem

_ABOUT = """\
Runs small PyTorch programs and says what they did to tensors, storages, version counters and memory.

Every error of every route is a problem document (RFC 9457), `application/problem+json`.
"""


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once. The schema of a Problem is added: no route returns one as its result."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
        schema["components"]["schemas"][Problem.__name__] = Problem.model_json_schema()
        app.openapi_schema = schema
    return app.openapi_schema
