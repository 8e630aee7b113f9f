"""Cures: one failing program, and what the clinic makes of every way to mend it."""

from collections.abc import Iterator

from ...clinic.model import Examination, Fix
from ...errors import RunFailed
from .model import Cure, Cures

PROGRAM = """\
import torch

x = torch.linspace(-2, 2, 2**18, requires_grad=True)
y = torch.sigmoid(x)
y.mul_(2)
y.sum().backward()
"""
UNIT = 2**20
"""Bytes of the tensor that is overwritten."""
_LINES = slice(3, 5)
_BESIDE = 64
"""Bytes of scalars that do not count."""


def cures_of(examination: Examination) -> Cures:
    """The cures, of each kind the shortest. Raises RunFailed where the program did not fail as it should."""
    if examination.failure is None or not examination.diagnoses:
        raise RunFailed
    tried: dict[str, Cure] = {}
    for fix in examination.diagnoses[0].fixes:
        cure = _cure(fix)
        known = tried.setdefault(fix.kind, cure)
        if cure.right and len("".join(cure.lines)) < len("".join(known.lines)):
            tried[fix.kind] = cure
    return Cures(
        source=PROGRAM,
        lines=tuple(PROGRAM.split("\n")[_LINES]),
        message=f"{examination.failure.type}: {examination.failure.message}",
        tried=tuple(tried.values()),
    )


def _cure(fix: Fix) -> Cure:
    extra = fix.extra_peak_bytes
    return Cure(
        kind=fix.kind,
        lines=tuple(_added(fix.patch)),
        right=fix.verdict == "verified",
        runs=fix.verdict != "fails",
        reason=fix.reason,
        extra=None if extra is None else 0.0 if abs(extra) <= _BESIDE else extra / UNIT,
    )


def _added(patch: str) -> Iterator[str]:
    for line in patch.split("\n"):
        if line.startswith("+") and not line.startswith("+++"):
            yield line[1:].strip()
