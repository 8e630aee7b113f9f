"""Complaints: what is wrong with a value that was typed, said by the rules of its field."""

from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ...sentence import Sentence, sentence


def complaints_of(record: type[BaseModel], error: ValidationError) -> dict[str, Sentence]:
    """For each field that is wrong, what it should be."""
    names = [str(each["loc"][0]) for each in error.errors() if each["loc"]]
    return {name: complaint(record, name) for name in names if name in record.model_fields}


def complaint(record: type[BaseModel], name: str) -> Sentence:
    """What a field should be."""
    field = record.model_fields[name]
    if field.annotation is bool:
        return sentence("Choose one of these: %(values)s.", values="on, off")
    if choices := get_args(field.annotation) if "Literal" in str(get_origin(field.annotation)) else ():
        return sentence("Choose one of these: %(values)s.", values=", ".join(map(str, choices)))
    if get_origin(field.annotation) is tuple:
        low, high = _bounds(get_args(field.annotation)[0].__metadata__[0].metadata)
        return sentence(
            "Enter a whole number from %(low)s to %(high)s, or two for height and width, such as 3x5.",
            low=low,
            high=high,
        )
    low, high = bounds_of(record, name)
    if field.annotation is int:
        return sentence("Enter a whole number from %(low)s to %(high)s.", low=low, high=high)
    return sentence("Enter a number from %(low)s to %(high)s.", low=low, high=high)


def bounds_of(record: type[BaseModel], name: str) -> tuple[int, int]:
    """The lowest and the highest number that a field takes."""
    return _bounds(record.model_fields[name].metadata)


def _bounds(rules: list[Any]) -> tuple[int, int]:
    found = {side: getattr(rule, side) for rule in rules for side in ("ge", "le", "lt") if hasattr(rule, side)}
    return int(found.get("ge", 0)), int(found["le"] if "le" in found else found.get("lt", 1) - 1)
