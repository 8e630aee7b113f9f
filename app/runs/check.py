"""Check: what a snippet must be before it is let in."""

from ..errors import BadRequest, NoSuchDevice
from ..trace import Snippet


def refuse_unreadable(snippet: Snippet, most_bytes: int) -> None:
    """Raises BadRequest for a source that is too long, or that is no text."""
    refuse_half_characters(snippet.source)
    if (size := len(snippet.source.encode())) > most_bytes:
        raise BadRequest(
            f"The source is {size} bytes long; this server runs at most {most_bytes}.",
            hint="Cut the program down to the lines that matter.",
        )


def refuse_half_characters(source: str) -> None:
    """JSON can write half of a surrogate pair ("\\ud800"); no file of Python holds such a thing."""
    try:
        source.encode()
    except UnicodeEncodeError as error:
        detail = f'The field "source" has half a character at position {error.start}: a lone surrogate.'
        raise BadRequest(detail) from None


def refuse_absent_device(snippet: Snippet, devices: tuple[str, ...]) -> None:
    """Raises NoSuchDevice where this machine lacks what the snippet asks for."""
    if snippet.device not in ("auto", *devices):
        raise NoSuchDevice(f"This machine offers {', '.join(devices)}, not {snippet.device}.")
