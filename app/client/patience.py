"""Patience: whether a request is sent again, and after how many seconds."""

from dataclasses import dataclass
from typing import Any

import httpx

from .calls import Call
from .problem import retry_after

_BUSY = (429, 503)
_LOST = (502, 504)
"""What a proxy says whose server went away, or does not answer: the request may have been done, or not."""


@dataclass(frozen=True)
class Patience:
    """How often a request is sent, and how long is waited between two times."""

    times: int = 5
    """Most times that a request is sent."""
    most_seconds: float = 60.0
    """A server that asks for a longer wait is not waited for."""

    def wait(self, call: Call[Any], sent: int, outcome: httpx.Response | httpx.TransportError) -> float | None:
        """Seconds until it is sent again; None where the outcome is the last one."""
        if sent >= self.times:
            return None
        if isinstance(outcome, httpx.Response) and outcome.status_code not in _LOST:
            said = retry_after(outcome) if outcome.status_code in _BUSY else None
            return said if said is not None and said <= self.most_seconds else None
        # Nobody has heard a request that found no connection; any other may have been done already.
        never_sent = isinstance(outcome, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout)
        return min(0.25 * 2**sent, self.most_seconds) if never_sent or call.repeatable else None
