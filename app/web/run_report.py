"""Run report: a report as the API gives it out, whole or in parts, with a tag by which a reader knows it again."""

import hashlib
from collections.abc import Callable, Mapping
from http import HTTPStatus
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from fastapi import Query
from pydantic import BaseModel, ConfigDict, Field, create_model
from starlette.responses import Response

from .. import __version__
from ..errors import BadRequest
from ..jobs.task import Detail
from ..runs.report import Report
from ..trace import Cut, Failure, Record, Storage, Trace

Fields = Annotated[
    str,
    Query(
        description="Names of the parts of the report that are wanted, separated by commas; of a part of a part with a "
        "dot, such as `status,trace.failure,diagnoses`. Without it the report is whole."
    ),
]
Parts = Mapping[str, Any]
"""Which fields of a report are told, as pydantic takes it; empty for all."""


class Summary(Record):
    """What a trace comes to, without its steps."""

    torch: str = Field(description="Version of torch.")
    device: str = Field(description="The device that tensors were made on by default.")
    threads: int = Field(description="Threads that torch used for one operator.")
    steps: int = Field(description="How many steps were recorded.")
    storages: tuple[Storage, ...]
    peak_bytes: int = Field(description="Most live bytes at any moment.")
    forward_peak_bytes: int = Field(description="Most live bytes at any moment of forward passes.")
    failure: Failure | None
    cuts: tuple[Cut, ...]
    seconds: float = Field(description="Time that the program itself took, as the child measured it.")

    @classmethod
    def of(cls, trace: Trace) -> "Summary":
        """The summary of a trace."""
        same = {name: getattr(trace, name) for name in cls.model_fields if name in Trace.model_fields}
        of_steps = {"steps": len(trace.steps), "peak_bytes": trace.peak(), "forward_peak_bytes": trace.peak("forward")}
        return cls.model_construct(**{**same, **of_steps})


class RunReport(Report):
    """What came of one run."""

    summary: Summary | None = Field(None, description="In place of the trace, where a summary was asked for.")

    @classmethod
    def of(cls, report: Report, detail: Detail) -> "RunReport":
        """A report with so much of what happened. It is valid already: to validate a large trace once more would take
        longer than to run it.
        """
        told = dict(report)
        if detail == "summary" and report.trace is not None:
            told |= {"trace": None, "summary": Summary.of(report.trace)}
        return cls.model_construct(**told)


def _model_in(annotation: Any) -> type[BaseModel] | None:
    """The one record that a field holds; None where it holds something else, or several."""
    kinds = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    return next((each for each in kinds if isinstance(each, type) and issubclass(each, BaseModel)), None)


def _part_of(model: type[BaseModel], name: str) -> type[BaseModel]:
    """A model of the same fields, none of which has to be there."""
    fields: dict[str, Any] = {}
    for field, info in model.model_fields.items():
        inner = _model_in(info.annotation)
        annotation: Any = _part_of(inner, inner.__name__ + "Part") if inner is not None else info.annotation
        fields[field] = (annotation | None, Field(None, description=info.description))
    return create_model(name, __doc__=f"{model.__doc__} In parts.", __config__=ConfigDict(extra="forbid"), **fields)


ReportPart = _part_of(RunReport, "ReportPart")


def parts_in(fields: str) -> Parts:
    """What a reader wants to be told. Raises BadRequest for a name that no report has."""
    parts: dict[str, Any] = {}
    for path in filter(None, (each.strip() for each in fields.split(","))):
        _refuse_unknown(path)
        _add(parts, path.split("."))
    return parts


def _refuse_unknown(path: str) -> None:
    model: type[BaseModel] | None = RunReport
    for name in path.split("."):
        if model is None or name not in model.model_fields:
            known = ", ".join(model.model_fields) if model is not None else "nothing more"
            raise BadRequest(f'A report has no field "{path}".', hint=f"There is {known}.")
        model = _model_in(model.model_fields[name].annotation)


def _add(parts: dict[str, Any], path: list[str]) -> None:
    """Add a path, unless all of what it lies in is told already."""
    name, *rest = path
    if not rest:
        parts[name] = True
    elif parts.get(name) is not True:
        _add(parts.setdefault(name, {}), rest)


def json_of(document: BaseModel, parts: Parts) -> str:
    """A document as JSON, or those parts of it."""
    return document.model_dump_json(include=dict(parts)) if parts else document.model_dump_json()


def within(kind: type[BaseModel], name: str, parts: Parts) -> Parts:
    """All that documents of a kind hold, and of what stands under a name only those parts."""
    return dict.fromkeys(kind.model_fields, True) | {name: parts} if parts else {}


def tag_of(name: str, *said: str) -> str:
    """A weak ETag: the same where all that was said is the same."""
    return f'W/"{name}-{hashlib.sha256(chr(0).join((__version__, *said)).encode()).hexdigest()[:16]}"'


def tag_of_report(report: Report, detail: Detail, fields: str) -> str:
    """The tag of a report: the same for the same run, told in the same way."""
    return tag_of(report.id, report.status, report.timing.model_dump_json(), str(report.cached), detail, fields)


def tagged(tag: str, if_none_match: str, write: Callable[[], str]) -> Response:
    """The document, or that its reader has it already."""
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    known = {each.strip().removeprefix("W/") for each in if_none_match.split(",")}
    if known & {"*", tag.removeprefix("W/")}:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    return Response(write(), headers=headers, media_type="application/json")
