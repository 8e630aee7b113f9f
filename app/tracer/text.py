"""Text: what a program says of itself, made fit for a document."""

from functools import lru_cache

_MOST_NAME = 200
_MOST_WORDS = 20_000


@lru_cache(maxsize=4096)
def name(text: str) -> str:
    """A name that the program chose, at a bounded length."""
    return _clean(text, _MOST_NAME)


def words(text: str) -> str:
    """A message or a traceback, at a bounded length."""
    return _clean(text, _MOST_WORDS)


def _clean(text: str, most: int) -> str:
    """Half of a surrogate pair is no text that UTF-8 can carry; it is written out as Python would show it."""
    cut = text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"
    return cut.encode("utf-8", "backslashreplace").decode("utf-8")
