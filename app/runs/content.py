"""Content: what makes two runs the same, as a key for those in memory and a short id for people."""

import hashlib

from ..sandbox.protocol import Limits, Machine
from ..trace import Device, Snippet


def resolved(snippet: Snippet, machine: Machine | None) -> Snippet:
    """The snippet with the device that `auto` takes on this machine; unchanged while the machine is not known."""
    if snippet.device != "auto" or machine is None:
        return snippet
    device: Device = "cuda" if machine.gpu else "cpu"
    return snippet.model_copy(update={"device": device})


def id_of(snippet: Snippet, machine: Machine | None, limits: Limits | None = None) -> str:
    """Derived from the snippet, its options and the version of torch; `limits` where they are not the server's own."""
    narrower = (repr(limits),) if limits is not None else ()
    return _digest(_torch(machine), resolved(snippet, machine).model_dump_json(), *narrower)[:10]


def key_of(snippet: Snippet, machine: Machine | None, limits: Limits) -> str:
    """The same for two runs that must come to the same."""
    return _digest(_torch(machine), resolved(snippet, machine).model_dump_json(), repr(limits))


def _torch(machine: Machine | None) -> str:
    return machine.torch if machine else ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
