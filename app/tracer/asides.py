"""Asides: what a program does with tensors beside calling operators: it prints them, lends them out, gets them back.

None of it is a step, and all of it tells something of the names by which a program comes to a tensor.
"""

from dataclasses import dataclass
from typing import Any

import torch

from ..trace import Returned, Shown, Unheard
from . import text
from .draft import Draft
from .frames import line_now, own_frames
from .lent import Lent
from .names import Names
from .operators import tensors_in

PRINTING = ("repr", "format")
"""Calls that make text of a tensor."""

_MOST_SHOWN = 64
_LENDING = ("numpy", "array", "dlpack", "untyped_storage", "data_ptr", "from_dlpack")
"""Calls after which others than torch may write to a tensor's memory."""
_BORROWING = ("from_numpy", "frombuffer", "as_tensor", "asarray", "from_dlpack")
"""Calls that make a tensor of somebody else's memory."""


@dataclass(slots=True)
class Asides:
    """What happens beside the steps, written down with the step that came before."""

    names: Names
    lent: Lent

    def call_begins(self, func: Any, op: str, args: tuple[Any, ...], draft: Draft | None) -> None:
        """A call that may hand memory out, or makes text of a tensor."""
        if isinstance(func, torch._ops.OpOverload):
            for tensor in tensors_in(args):
                self._lend(tensor)
        elif args and isinstance(args[0], torch.Tensor):
            if op in _LENDING:
                self._lend(args[0])
            elif op in PRINTING and draft is not None:
                self._show(draft, args[0])

    def call_ends(self, op: str, result: object, *, made_nothing: bool) -> None:
        """A call that may have returned what was there already, or somebody else's memory."""
        if not isinstance(result, torch.Tensor):
            return
        if made_nothing:
            self.names.returned.setdefault((self.names.tensors.see(result).id, op), line_now(self.names.program))
        if op in _BORROWING:
            self.lent.take(self.names.tensors.see(result).storage)

    def step_ends(self, draft: Draft) -> None:
        """Write down what has been returned, and which storages were changed by something other than torch."""
        returned = self.names.returned.items()
        draft.returned.extend(Returned(op=op, tensor=tensor, line=line) for (tensor, op), line in returned)
        if changed := self.lent.written(draft):
            lines = self.names.writers()
            draft.unheard.extend(Unheard(storage=storage, lines=lines) for storage in changed)

    def _lend(self, tensor: torch.Tensor) -> None:
        if self.names.tensors.knows(tensor):
            self.lent.take(self.names.tensors.see(tensor).storage)

    def _show(self, draft: Draft, tensor: torch.Tensor) -> None:
        frames = own_frames(self.names.program)
        if frames and len(draft.shown) < _MOST_SHOWN:
            names = tuple(map(text.name, self.names.mentions.of(frames[-1])))
            draft.shown.append(Shown(tensor=self.names.tensors.see(tensor).id, depth=len(frames) - 1, names=names))
