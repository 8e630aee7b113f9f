"""Operations: the routes of the description, each with its fields, its answers and its examples."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ...sentence import Sentence
from .example import Example
from .examples import EXAMPLES, PROBLEMS, WITHOUT
from .languages import texts
from .schemas import RecordView, Row, Word, is_part, name_of, parameter, record_of, words

TAGS = ("runs", "batches", "comparisons", "lessons", "search", "server")


@dataclass(frozen=True)
class ExampleView:
    """An example in each of its languages."""

    id: str
    texts: Mapping[str, str]
    note: Sentence | None


@dataclass(frozen=True)
class AnswerView:
    """What a route may answer with one status."""

    status: int
    about: str
    kind: tuple[Word, ...]
    sample: str
    """An answer, written out; empty where it has no body that can be shown."""
    example: ExampleView | None
    why: Sentence | None
    """Why there is no example."""


@dataclass(frozen=True)
class OperationView:
    """One route."""

    id: str
    tag: str
    method: str
    path: str
    title: str
    about: str
    parameters: tuple[Row, ...]
    body: RecordView | None
    answers: tuple[AnswerView, ...]
    """Those of its own; those of all routes stand in one place."""
    also: tuple[tuple[int, str], ...]
    trial: "Trial"


@dataclass(frozen=True)
class Trial:
    """What stands in the form that sends a request."""

    method: str
    path: str
    headers: str
    body: str


def operations(description: Mapping[str, Any], origin: str) -> tuple[OperationView, ...]:
    """Every route, in the order of the tags."""
    routes = ((path, method, told[method]) for path, told in description["paths"].items() for method in told)
    views = [_operation(description, path, method, told, origin) for path, method, told in routes]
    return tuple(sorted(views, key=lambda each: TAGS.index(each.tag)))


def problems(description: Mapping[str, Any], origin: str) -> tuple[AnswerView, ...]:
    """What any route may answer where it does not do what was asked, as the first that may describes it."""
    told = _responses(description)
    examples = {each.status: each for each in PROBLEMS}
    statuses = sorted({*examples, *WITHOUT})
    return tuple(_answer(status, told[str(status)], examples.get(status), origin) for status in statuses)


def records(description: Mapping[str, Any]) -> tuple[RecordView, ...]:
    """Every record of the description; those in parts are left out, for they have the same fields."""
    schemas = description["components"]["schemas"]
    return tuple(record_of(name, told) for name, told in sorted(schemas.items()) if not is_part(name, schemas))


def _responses(description: Mapping[str, Any]) -> Mapping[str, Any]:
    """An answer of each status."""
    told: dict[str, Any] = {}
    for route in description["paths"].values():
        for operation in route.values():
            told = operation["responses"] | told
    return told


def _operation(
    description: Mapping[str, Any], path: str, method: str, told: Mapping[str, Any], origin: str
) -> OperationView:
    examples = {each.status: each for each in EXAMPLES if each.operation == told["operationId"]}
    answers = {int(status): answer for status, answer in told["responses"].items()}
    own = [status for status in sorted(answers) if status in examples]
    return OperationView(
        id=told["operationId"],
        tag=told["tags"][0],
        method=method.upper(),
        path=path,
        title=told["summary"],
        about=told["description"],
        parameters=tuple(map(parameter, told.get("parameters", ()))),
        body=_body(description, told),
        answers=tuple(_answer(status, answers[status], examples[status], origin) for status in own),
        also=tuple((status, answers[status]["description"]) for status in sorted(answers) if status not in examples),
        trial=_trial(method.upper(), path, examples[min(examples)]),
    )


def _body(description: Mapping[str, Any], told: Mapping[str, Any]) -> RecordView | None:
    if "requestBody" not in told:
        return None
    name = name_of(told["requestBody"]["content"]["application/json"]["schema"])
    return record_of(name, description["components"]["schemas"][name])


def _answer(status: int, told: Mapping[str, Any], example: Example | None, origin: str) -> AnswerView:
    nothing: tuple[str, dict[str, Any]] = "", {}
    media, content = next(iter(told.get("content", {}).items()), nothing)
    sample = json.dumps(content["example"], ensure_ascii=False, indent=1) if "example" in content else ""
    shown = ExampleView(example.id, texts(example, origin), example.note) if example else None
    return AnswerView(status, told["description"], tuple(_kind(media, content)), sample, shown, WITHOUT.get(status))


def _kind(media: str, content: Mapping[str, Any]) -> Iterator[Word]:
    if media:
        yield Word(f"{media} ")
    if (schema := content.get("schema")) and media.endswith("json"):
        yield from words(schema)
    elif item := content.get("itemSchema"):
        yield from words(item["properties"]["data"]["contentSchema"])


def _trial(method: str, path: str, example: Example) -> Trial:
    """The first example of a route, to be changed and sent."""
    headers = "\n".join(f"{name}: {value}" for name, value in example.ask.headers.items())
    body = "" if example.ask.body is None else json.dumps(example.ask.body, ensure_ascii=False, indent=1)
    return Trial(method, f"/api/v1/{example.ask.path}", headers, body)
