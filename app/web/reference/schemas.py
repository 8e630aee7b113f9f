"""Schemas: the records of the description as rows that a person reads."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_REF = "#/components/schemas/"
_PART = "Part"
_WHOLE = {"ReportPart": "RunReport"}
"""Where the fields of a record in parts are told."""


@dataclass(frozen=True)
class Word:
    """A piece of what a field holds; `record` is the record that it names."""

    text: str
    record: str = ""


@dataclass(frozen=True)
class Row:
    """One field of a record, or one parameter of a route."""

    name: str
    kind: tuple[Word, ...]
    required: bool
    about: str
    place: str = ""
    """Of a parameter: path, query or header."""


@dataclass(frozen=True)
class RecordView:
    """A record: its fields, or the values that it can have."""

    name: str
    about: str
    rows: tuple[Row, ...]
    kind: tuple[Word, ...] = ()


def record_of(name: str, schema: Mapping[str, Any]) -> RecordView:
    """A named schema."""
    if "properties" not in schema:
        return RecordView(name, schema.get("description", ""), (), tuple(words(schema)))
    needed = schema.get("required", ())
    rows = tuple(_row(field, told, field in needed) for field, told in schema["properties"].items())
    return RecordView(name, schema.get("description", ""), rows)


def parameter(told: Mapping[str, Any]) -> Row:
    """A parameter of a route."""
    place, name = told["in"], told["name"]
    # HTTP asks for no capitals; everybody writes them.
    written = name.title() if place == "header" else name
    about = told.get("description", "") or told["schema"].get("description", "")
    return Row(written, tuple(words(told["schema"])), bool(told.get("required")), about, place)


def words(schema: Mapping[str, Any]) -> Iterator[Word]:
    """What a schema allows, in words."""
    if "$ref" in schema:
        yield Word(name_of(schema), _WHOLE.get(name_of(schema), name_of(schema)))
    elif kinds := schema.get("anyOf") or schema.get("oneOf"):
        yield from _joined(kinds)
    elif "enum" in schema or "const" in schema:
        yield Word(" | ".join(map(str, schema.get("enum", [schema.get("const")]))))
    elif schema.get("type") == "array":
        yield Word("list of ")
        yield from words(schema.get("items", {}))
    elif schema.get("type") == "object":
        yield from _object(schema)
    else:
        yield Word(str(schema.get("format") or schema.get("type") or "any"))


def name_of(schema: Mapping[str, Any]) -> str:
    """The record that a schema refers to; empty for none."""
    return str(schema.get("$ref", "")).removeprefix(_REF)


def is_part(name: str, schemas: Mapping[str, Any]) -> bool:
    """Whether a record is another one with fields left out."""
    return name in _WHOLE or (name.endswith(_PART) and name.removesuffix(_PART) in schemas)


def _row(name: str, schema: Mapping[str, Any], required: bool) -> Row:
    return Row(name, tuple(words(schema)), required, schema.get("description", ""))


def _joined(kinds: list[Mapping[str, Any]]) -> Iterator[Word]:
    for number, each in enumerate(kinds):
        if number:
            yield Word(" or ")
        yield from words(each)


def _object(schema: Mapping[str, Any]) -> Iterator[Word]:
    values = schema.get("additionalProperties")
    yield Word("object of " if isinstance(values, dict) else "object")
    if isinstance(values, dict):
        yield from words(values)
