"""Formats: how explanations can be told."""

from enum import StrEnum


class Format(StrEnum):
    """For people in a terminal, for programs, for a browser."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
