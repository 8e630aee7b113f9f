"""Keys: long random words that tell one program from another. The database has their digests only."""

import hashlib
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from ..runs.quota import Quota

MARK = "il_"
"""How every key begins, so that it is found where it was published by mistake."""
_BYTES = 32
_PREFIX = len(MARK) + 8
_SHAPE = re.compile(re.escape(MARK) + r"[A-Za-z0-9_-]{43}")


@dataclass(frozen=True)
class Key:
    """What is known of a key that was given out. The key itself is known to its holder alone."""

    name: str
    prefix: str
    """How it begins."""
    per_minute: int
    created: int
    """Seconds since 1970, as `revoked`."""
    revoked: int = 0
    """0 for a key that is good."""

    @property
    def quota(self) -> Quota:
        """How many new runs its holder may have."""
        return Quota(f"key {self.prefix}", "key", self.per_minute)


def new_key() -> str:
    """256 random bits, as text that fits into a header."""
    return MARK + secrets.token_urlsafe(_BYTES)


def prefix_of(key: str) -> str:
    """Enough of a key to tell it by."""
    return key[:_PREFIX]


def looks_like_a_key(text: str) -> bool:
    """Whether it could be one. What cannot is not looked up."""
    return _SHAPE.fullmatch(text) is not None


def digest(key: str) -> str:
    """What is kept of a key. It is random enough that a plain hash is no help to whoever reads the database."""
    return hashlib.sha256(key.encode()).hexdigest()


def line_of(key: Key) -> str:
    """All that is known of a key, in a line."""
    state = f"revoked {_day(key.revoked)}" if key.revoked else "good"
    return f"{key.prefix}…  {key.per_minute:>6} a minute  since {_day(key.created)}  {state:<18}  {key.name}"


def _day(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
