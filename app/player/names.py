"""Names: what things are called on the page. Storages get letters, in order of first sight."""

from ..trace import Step, Trace

_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def letter(number: int) -> str:
    """A, B … Z, AA, AB …"""
    name = ""
    while number >= 0:
        name = _ALPHABET[number % 26] + name
        number = number // 26 - 1
    return name


def letters(trace: Trace) -> dict[str, str]:
    """The letter of each storage that the program itself has a tensor on. Autograd's own numbers get none."""
    seen = {tensor.storage for tensor in trace.tensors}
    return {storage.id: letter(i) for i, storage in enumerate(s for s in trace.storages if s.id in seen)}


def shown(step: Step) -> str:
    """What a step calls, as a reader would write it."""
    return step.op.rsplit("::", 1)[-1]
