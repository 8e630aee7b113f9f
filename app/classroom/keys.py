"""Keys: long random words that make somebody a teacher or a student. The database has their digests only."""

import hashlib
import secrets

_BYTES = 32


def new_key() -> str:
    """256 random bits, as text that fits into a cookie and an address."""
    return secrets.token_urlsafe(_BYTES)


def new_id() -> str:
    """64 random bits: a name that says nothing."""
    return secrets.token_hex(8)


def digest(key: str) -> str:
    """What is kept of a key. It is random enough that a plain hash is no help to whoever reads the database."""
    return hashlib.sha256(key.encode()).hexdigest()
