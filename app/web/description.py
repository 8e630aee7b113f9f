"""The description of the API, from which a stranger can generate a client."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute, iter_route_contexts

from ..errors import CrossSite, KeysUnavailable, LabError, UnknownKey, WrongHost
from .problems import PROBLEM_JSON, Problem, problem_of

_ABOUT = """\
Runs small PyTorch programs and says what they did to tensors, storages, version counters and memory.

Every error of every route is a problem document (RFC 9457), `application/problem+json`.

Whoever has a key sends it with each request; without one, new runs are counted by address. Answers of routes that
count say in `RateLimit` what is left.
"""
_KEY = "key"
_EVERYWHERE = (WrongHost, UnknownKey, CrossSite, KeysUnavailable)
"""What is looked at before a route is."""


def describe(app: FastAPI) -> dict[str, Any]:
    """The OpenAPI document, made once. The schema of a Problem is added: no route returns one as its result."""
    if app.openapi_schema is None:
        schema = get_openapi(title=app.title, version=app.version, description=_ABOUT, routes=app.routes)
        schema["components"]["schemas"][Problem.__name__] = Problem.model_json_schema()
        _describe_keys(schema)
        _restore_examples(schema, app)
        app.openapi_schema = schema
    return app.openapi_schema


def _describe_keys(schema: dict[str, Any]) -> None:
    """A key may be sent with every request; each route says what comes of one that is not good, and of strangers."""
    about = "A key that `inplace-lab keys create` has given out."
    schema["components"]["securitySchemes"] = {_KEY: {"type": "http", "scheme": "bearer", "description": about}}
    schema["security"] = [{}, {_KEY: []}]
    for route in schema["paths"].values():
        for operation in route.values():
            for error in _EVERYWHERE:
                operation["responses"].setdefault(str(error.status), _problem(error))


def _restore_examples(schema: dict[str, Any], app: FastAPI) -> None:
    """FastAPI leaves out whatever is null, in examples too, where it says something."""
    for context in iter_route_contexts(app.routes):
        if isinstance(route := context.original_route, APIRoute) and route.include_in_schema:
            method = min(route.methods or ("GET",)).lower()
            responses = schema["paths"][route.path][method]["responses"]
            for status, told in route.responses.items():
                for kind, content in told.get("content", {}).items():
                    responses[str(status)]["content"][kind] |= content


def _problem(error: type[LabError]) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{Problem.__name__}"}
    content = {PROBLEM_JSON: {"schema": schema, "example": problem_of(error()).model_dump()}}
    return {"description": f"{error.title}.", "content": content}
