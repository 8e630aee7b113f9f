"""LabProblem: what the server answers where it cannot do what was asked (RFC 9457)."""

import json
from typing import Any, Self

import httpx

_MOST_DETAIL = 200


class LabProblem(Exception):
    """A problem of the server, field by field; `detail` says what happened, `hint` what to do next."""

    def __init__(self, document: dict[str, Any], *, retry_after: float | None = None) -> None:
        self.type = str(document.get("type", "about:blank"))
        self.title = str(document.get("title", ""))
        self.status = int(document.get("status", 0))
        self.detail = str(document.get("detail", ""))
        self.code = str(document.get("code", ""))
        self.hint = str(document.get("hint", ""))
        self.retry_after = retry_after
        """Seconds after which to come back, where the server says so."""
        super().__init__(" ".join(filter(None, (f"{self.status}:", self.detail, self.hint))))

    @classmethod
    def of(cls, response: httpx.Response) -> Self:
        """The problem that was answered. What is no document, of a proxy for example, is told by its beginning."""
        try:
            document = json.loads(response.content)
        except ValueError:
            document = None
        if not isinstance(document, dict):
            document = {"title": response.reason_phrase, "detail": response.text[:_MOST_DETAIL]}
        return cls({"status": response.status_code} | document, retry_after=retry_after(response))


def retry_after(response: httpx.Response) -> float | None:
    """Seconds after which the server wants to be asked again; None where it does not say."""
    said = response.headers.get("retry-after", "")
    return float(said) if said.isdecimal() else None
