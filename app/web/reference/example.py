"""Example: something that can be asked of the API, and the status that it is answered with.

It is written once. `languages.py` says it in curl and JavaScript; its Python, in the words of the client, stands here.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ...sentence import Sentence

HERE = "$HERE"
"""Stands in a text for the address of the server."""


@dataclass(frozen=True)
class Ask:
    """One request. `{id}` in its path is the id that the first request of an example was answered with."""

    method: str
    path: str
    """Behind /api/v1/."""
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Example:
    """A request, and those that have to come before it."""

    operation: str
    status: int
    ask: Ask
    python: str = ""
    """Lines that use `lab`; empty where the client has no word for it."""
    before: tuple[Ask, ...] = ()
    file: str = ""
    """Where the answer is a file: its name."""
    in_browsers: bool = True
    """A page may send it; browsers set some headers themselves."""
    curl: str = ""
    """In place of what would be made of the request."""
    javascript: str = ""
    note: Sentence | None = None

    @property
    def id(self) -> str:
        """Its place on the page."""
        return f"{self.operation}-{self.status}"

    @property
    def refused(self) -> bool:
        """It is answered with a problem."""
        return self.status >= 400
