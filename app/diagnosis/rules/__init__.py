"""The rules, one a file. Rules do not import each other."""

from collections.abc import Callable, Iterable

from ...trace import Trace
from ..model import Diagnosis
from . import saved_tensor_overwritten

Rule = Callable[[Trace], Iterable[Diagnosis]]

RULES: tuple[Rule, ...] = (saved_tensor_overwritten.find,)
"""Every rule, in the order of their codes."""
