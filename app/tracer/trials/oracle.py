"""Oracle: the same program with every tensor copied when autograd saves it, so that no later write reaches backward.

NOTE [What the oracle can be trusted in]
Any hook on saved tensors switches torch's in-place check off, and here that is what is wanted: backward uses the copy,
so its gradients are those of the numbers that forward used, whatever happened to the storage since. Writes that no
counter counts (`.data`, NumPy) do not reach it either, and are found by comparing: what differs is told as Spoiled.
Not reached are tensors that a program saves by hooks of its own (checkpoint, save_on_cpu: theirs take precedence) or
keeps on `ctx` instead of saving them. `torch.func` refuses to work under any hooks, so ours step aside for it.
Graphs are not freed either (see account.py), so torch.compile must not give the buffers of a graph away.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any, Self
from weakref import WeakValueDictionary

import torch
import torch._functorch.config as functorch
from torch.overrides import TorchFunctionMode

from ...soundness import MOST_SPOILED
from ...trace import Frame, Spoiled
from .. import text
from ..autograd import name_of
from ..frames import Program, own_frames
from ..operators import name_of_call
from ..quiet import quiet, tries_out
from ..storages import extent
from .samples import HEAD, first

_OUT_OF_MEMORY = "can't allocate memory", "out of memory", "not enough memory"


@dataclass(slots=True, weakref_slot=True)
class _Copy:
    """A tensor's elements at the moment when it was saved."""

    tensor: torch.Tensor


@dataclass(slots=True)
class _Kept:
    """What lies in a slot of a node instead of the tensor that the program saved there."""

    copy: _Copy
    original: torch.Tensor
    """An alias: it shares storage and version counter, and no graph."""
    version: int | None
    frames: tuple[Frame, ...]
    op: str


class GradientOracle:
    """Copies what is saved while it is entered, and compares it when it is used."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._calls = _Calls()
        self._hooks = torch.autograd.graph.saved_tensors_hooks(self._pack, self._unpack)
        self._copies: WeakValueDictionary[tuple[object, ...], _Copy] = WeakValueDictionary()
        self._spoiled: dict[tuple[object, ...], Spoiled] = {}
        self._donated = False
        self._disable: Callable[[str], Any] = torch.autograd.graph.disable_saved_tensors_hooks

    @property
    def spoiled(self) -> tuple[Spoiled, ...]:
        """The saved tensors that were not what they had been, one for each line and node."""
        return tuple(self._spoiled.values())

    def __enter__(self) -> Self:
        self._calls.__enter__()  # type: ignore[no-untyped-call]
        self._hooks.__enter__()
        self._donated, functorch.donated_buffer = functorch.donated_buffer, False
        torch.autograd.graph.disable_saved_tensors_hooks = self._step_aside  # type: ignore[assignment]
        return self

    def __exit__(self, *error: Any) -> None:
        functorch.donated_buffer = self._donated
        torch.autograd.graph.disable_saved_tensors_hooks = self._disable  # type: ignore[assignment]
        self._hooks.__exit__(*error)
        self._calls.__exit__(*error)  # type: ignore[no-untyped-call]

    @contextmanager
    def _step_aside(self, message: str) -> Iterator[None]:
        """Whoever works under no hooks at all, as torch.func does, need not know of ours."""
        top = torch._C._autograd._top_saved_tensors_default_hooks(False)
        if top is None or top[0] != self._pack:
            with self._disable(message):
                yield
            return
        self._hooks.__exit__(None, None, None)
        try:
            with self._disable(message):
                yield
        finally:
            self._hooks.__enter__()

    def _pack(self, tensor: torch.Tensor) -> object:
        if tries_out():
            return tensor.detach()
        with quiet():
            original = tensor.detach()
            return _Kept(
                copy=self._copied(original),
                original=original,
                version=_version(original),
                frames=self._frames(),
                op=self._calls.op,
            )

    def _unpack(self, kept: object) -> torch.Tensor:
        if not isinstance(kept, _Kept):
            assert isinstance(kept, torch.Tensor)  # noqa: S101
            return kept
        node = torch._C._current_autograd_node()
        if node is None:
            return kept.copy.tensor
        with quiet(), suppress(RuntimeError, NotImplementedError):
            self._compare(kept, node)
        if isinstance(node, torch.autograd.function.BackwardCFunction):
            with quiet():
                return kept.copy.tensor.clone()  # the program's own backward may write to it
        return kept.copy.tensor

    def _copied(self, original: torch.Tensor) -> _Copy:
        """A copy; the same one for all nodes that save the same elements. The original where there is no room."""
        key = _place(original)
        known = self._copies.get(key) if key is not None else None
        if known is not None and _same(known.tensor, original):
            return known
        try:
            copy = _Copy(original.clone())
        except RuntimeError as error:
            if not any(words in str(error) for words in _OUT_OF_MEMORY):
                raise
            return _Copy(original)
        if key is not None:
            self._copies[key] = copy
        return copy

    def _frames(self) -> tuple[Frame, ...]:
        return tuple(
            Frame(
                function=text.name(frame.f_code.co_qualname),
                line=frame.f_lineno,
                file=self._program[frame.f_code.co_filename].label or "",
            )
            for frame in own_frames(self._program)
        )

    def _compare(self, kept: _Kept, node: Any) -> None:
        copy, original, name = kept.copy.tensor, kept.original, text.name(name_of(node))
        key = (kept.frames[-1:], name)
        if copy is original or key in self._spoiled or len(self._spoiled) >= MOST_SPOILED:
            return
        if _place(original) is None or _same(copy, original) or _is_not_used(kept, node):
            return
        was, now = _bits(copy), _bits(original)
        places = (was != now).any(dim=1).nonzero()[:HEAD, 0].cpu()
        self._spoiled[key] = Spoiled(
            node=name,
            op=text.name(kept.op or name.removesuffix("Backward0").removesuffix("Backward")),
            frames=kept.frames,
            shape=tuple(copy.shape),
            version=kept.version,
            found=_version(original),
            was=first(copy.flatten().cpu()[places]),
            now=first(original.flatten().cpu()[places]),
        )


def _is_not_used(kept: _Kept, node: Any) -> bool:
    """Running statistics are saved with every batch_norm, and used only by one that does not train."""
    slots = ("running_mean", "running_var") if getattr(node, "_saved_training", False) else ()
    return any(getattr(getattr(node, f"_raw_saved_{slot}", None), "data", None) is kept for slot in slots)


class _Calls(TorchFunctionMode):
    """Knows which call of torch's Python interface runs now."""

    op = ""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        """Run the call, with its name known meanwhile."""
        before, self.op = self.op, name_of_call(func)
        try:
            return func(*args, **(kwargs or {}))
        finally:
            self.op = before


def _version(tensor: torch.Tensor) -> int | None:
    return None if tensor.is_inference() else tensor._version


def _place(tensor: torch.Tensor) -> tuple[object, ...] | None:
    """Where a tensor's elements lie, and how; None where they cannot be looked at as they are."""
    if type(tensor) is not torch.Tensor or tensor.layout is not torch.strided or tensor.device.type == "meta":
        return None
    if extent(tensor) > tensor.untyped_storage().nbytes():
        return None  # the program has taken the storage away
    return tensor.data_ptr(), tensor.shape, tensor.stride(), tensor.dtype, tensor.device


def _same(one: torch.Tensor, other: torch.Tensor) -> bool:
    return torch.equal(_bits(one), _bits(other))


def _bits(tensor: torch.Tensor) -> torch.Tensor:
    """The bytes of each element: NaN is the same as NaN here."""
    plain = tensor.resolve_conj().resolve_neg().contiguous().flatten()
    return plain.view(torch.uint8).view(-1, tensor.element_size())
