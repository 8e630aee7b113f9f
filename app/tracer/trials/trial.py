"""Trial: what a run does beside running where it is to be compared with another one."""

from contextlib import ExitStack
from typing import Any

from ...trace import Account, Snippet, Trial
from ..frames import Program
from .account import Ledger
from .meant import Meant
from .oracle import GradientOracle


class Trying:
    """The ledger and the oracle that a trial asks for; nothing at all for a plain snippet."""

    def __init__(self, snippet: Snippet, namespace: dict[str, Any], program: Program) -> None:
        wanted = snippet if isinstance(snippet, Trial) else Trial(source="", compare=False)
        judged = wanted.oracle != "none"
        self._ledger = Ledger(namespace, program, retain=judged) if wanted.compare else None
        self._oracle = GradientOracle(program) if judged else None
        self._meant = Meant() if wanted.oracle == "values" else None

    def enter(self, stack: ExitStack) -> None:
        """Begin; it ends with the stack."""
        if self._ledger is not None:
            stack.enter_context(self._ledger)
        if self._oracle is not None:
            stack.enter_context(self._oracle)
        if self._meant is not None:
            stack.enter_context(self._meant)

    def cut_short(self) -> None:
        """End the account here: the program runs too long for all of it."""
        if self._ledger is not None:
            self._ledger.cut_short()

    def account(self) -> Account | None:
        """What it came to, once the program has ended."""
        if self._ledger is None:
            return None
        spoiled = self._oracle.spoiled if self._oracle is not None and self._meant is None else ()
        broken = self._meant is not None and self._meant.broken
        return self._ledger.account().model_copy(update={"spoiled": spoiled, "broken": broken})
