"""Passes: counts the backward passes of a program, and ends it where it has made enough of them.

A program that is run again, with a cure for what stopped it, would otherwise train to its end. It ends where one place
of the program begins a backward pass once too often: at the head of a loop, where two runs that do the same in another
order have done the same.
"""

from collections import Counter
from typing import Any, Self

import torch

from ..frames import Program, own_frames


class Enough(BaseException):
    """The program has made as many backward passes as it should."""


class Passes:
    """Counts backward passes while it is entered. One inside another, as a checkpoint makes it, is part of that one."""

    def __init__(self, program: Program, most: int | None) -> None:
        self._program = program
        self._most = most
        self._made: Counter[tuple[tuple[str, int], ...]] = Counter()
        self.until_noted: int | None = None
        """What `most_of_a_place` was when somebody asked to note it."""
        self._engine: Any = None

    @property
    def most_of_a_place(self) -> int:
        """How many passes began at the place of the program that began most of them."""
        return max(self._made.values(), default=0)

    def note(self) -> None:
        """Remember how far the program has come."""
        self.until_noted = self.most_of_a_place

    def __enter__(self) -> Self:
        self._engine = torch.autograd.graph._engine_run_backward
        _stand_before_the_engine(self._pass)
        return self

    def __exit__(self, *_: object) -> None:
        _stand_before_the_engine(self._engine)

    def _pass(self, *args: Any, **kwargs: Any) -> Any:
        if torch._C._current_autograd_node() is None:
            place = tuple((frame.f_code.co_filename, frame.f_lineno) for frame in own_frames(self._program))
            if self._most is not None and self._made[place] >= self._most:
                raise Enough
            self._made[place] += 1
        return self._engine(*args, **kwargs)


def _stand_before_the_engine(engine: Any) -> None:
    """Every backward pass goes through this one function of torch, under two names."""
    torch.autograd.graph._engine_run_backward = engine
    torch.autograd._engine_run_backward = engine  # type: ignore[attr-defined]
