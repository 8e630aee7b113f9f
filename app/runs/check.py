"""Check: what a snippet must be before it is let in."""

from ..errors import BadRequest, NoSuchDevice
from ..sentence import sentence
from ..trace import Snippet


def refuse_unreadable(snippet: Snippet, most_bytes: int) -> None:
    """Raises BadRequest for a source that is too long, or that is no text."""
    refuse_half_characters(snippet.source)
    if (size := len(snippet.source.encode())) > most_bytes:
        raise BadRequest(
            sentence(
                "The source is %(size)s bytes long; this server runs at most %(most)s.", size=size, most=most_bytes
            ),
            hint=sentence("Cut the program down to the lines that matter."),
        )


def refuse_half_characters(source: str) -> None:
    """JSON can write half of a surrogate pair ("\\ud800"); no file of Python holds such a thing."""
    try:
        source.encode()
    except UnicodeEncodeError as error:
        raise BadRequest(
            sentence(
                'The field "source" has half a character at position %(position)s: a lone surrogate.',
                position=error.start,
            )
        ) from None


def refuse_absent_device(snippet: Snippet, devices: tuple[str, ...]) -> None:
    """Raises NoSuchDevice where this machine lacks what the snippet asks for."""
    if snippet.device not in ("auto", *devices):
        raise no_such_device(snippet.device, devices)


def no_such_device(device: str, devices: tuple[str, ...]) -> NoSuchDevice:
    """The error that says which devices there are instead."""
    return NoSuchDevice(
        sentence("This machine offers %(devices)s, not %(device)s.", devices=", ".join(devices), device=device)
    )
