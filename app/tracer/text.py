"""Text: what a program says of itself, made fit for a document."""

from functools import lru_cache

_MOST_NAME = 200
_MOST_WORDS = 20_000
_MOST_MESSAGE = 900


@lru_cache(maxsize=4096)
def name(text: str) -> str:
    """A name that the program chose, at a bounded length."""
    return _clean(text, _MOST_NAME)


def words(text: str) -> str:
    """A message or a traceback, at a bounded length."""
    return _clean(text, _MOST_WORDS)


def message_of(error: BaseException | None) -> str:
    """What torch's own error says; asking any other class of exception could run the program's code."""
    if type(error) is not RuntimeError or len(error.args) != 1 or type(error.args[0]) is not str:
        return ""
    return _clean(error.args[0], _MOST_MESSAGE)


def _clean(text: str, most: int) -> str:
    """Half of a surrogate pair is no text that UTF-8 can carry; it is written out as Python would show it."""
    cut = text if len(text) <= most else f"{text[: most // 2]} … {text[-most // 2 :]}"
    return cut.encode("utf-8", "backslashreplace").decode("utf-8")
