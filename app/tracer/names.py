"""Names: which name in which frame of the reader's program points to which tensor.

NOTE [Looking at locals]
Before Python 3.13 `frame.f_locals` of a function is a dict that stays on the frame and keeps what it holds alive: a
tensor would outlive its last name, and the memory that we report would be our own doing. So it is emptied again
after the look. A function that asks for its own locals (locals, vars, f_locals …) shares that dict with us; its
names are left alone.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import CodeType, FrameType
from typing import Any

import torch

from ..trace import Binding
from . import text
from .frames import own_frames
from .tensors import Tensors

_CO_OPTIMIZED = 0x01
_SHARES_LOCALS = {"locals", "vars", "dir", "eval", "exec", "f_locals"}
_SNAPSHOT = sys.version_info < (3, 13)
_MOST_ITEMS = 64
"""Most elements of one list or dict that get a name."""


@dataclass(slots=True)
class Names:
    """What names pointed to when they were last looked at."""

    tensors: Tensors
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    buffers: set[str] = field(default_factory=set)
    """Ids of storages that belong to a module: parameters and buffers."""
    gradients: set[str] = field(default_factory=set)
    """Ids of storages that were the .grad of something."""

    def look(self, frames: list[FrameType] | None = None) -> list[Binding]:
        """The names that changed since the last look; frames default to those that are running now."""
        now: dict[tuple[str, str], str] = {}
        for depth, frame in enumerate(own_frames() if frames is None else frames):
            label = text.name(f"{depth}:{frame.f_code.co_qualname}")
            for name, tensor in self._named(frame):
                now[label, name] = self.tensors.see(tensor).id
        return self._changes(now)

    def look_at(self, namespace: dict[str, Any]) -> list[Binding]:
        """The names that changed, once the program has ended and only its globals are left."""
        return self._changes({("0:<module>", name): self.tensors.see(t).id for name, t in self.walk(namespace)})

    def look_at_gradients(self) -> list[Binding]:
        """The gradients that leaves have got; all that changes while backward goes from node to node."""
        changed = []
        for (frame, name), id_ in list(self.known.items()):
            leaf = self.tensors.object(id_)
            if leaf is None or (gradient := _gradient_of(leaf)) is None:
                continue
            key, seen = (frame, f"{name}.grad"), self.tensors.see(gradient).id
            self._note(gradient, self.gradients)
            if self.known.get(key) != seen:
                self.known[key] = seen
                changed.append(Binding(frame=frame, name=key[1], tensor=seen))
        return changed

    def walk(self, namespace: dict[str, Any]) -> Iterator[tuple[str, torch.Tensor]]:
        """Every tensor that a namespace names: itself, in a list or dict, in a module, or as a gradient."""
        for name, value in list(namespace.items()):
            if isinstance(name, str) and not name.startswith("__"):
                yield from self._tensors_in(text.name(name), value)

    def _named(self, frame: FrameType) -> Iterator[tuple[str, torch.Tensor]]:
        if not frame.f_code.co_flags & _CO_OPTIMIZED:
            yield from self.walk(frame.f_locals)
        elif not _SNAPSHOT:
            yield from self.walk(dict(frame.f_locals))
        elif not _shares_locals(frame.f_code):
            namespace = frame.f_locals  # See NOTE [Looking at locals]
            try:
                yield from self.walk(namespace)
            finally:
                namespace.clear()

    def _tensors_in(self, name: str, value: object) -> Iterator[tuple[str, torch.Tensor]]:
        if isinstance(value, torch.Tensor):
            yield from self._with_gradient(name, value)
        elif isinstance(value, torch.nn.Module):
            yield from self._of_module(name, value)
        elif type(value) in (list, tuple):
            for index, item in enumerate(value[:_MOST_ITEMS]):  # type: ignore[index]
                if isinstance(item, torch.Tensor):
                    yield from self._with_gradient(f"{name}[{index}]", item)
        elif type(value) is dict:
            for key, item in list(value.items())[:_MOST_ITEMS]:
                # The repr of any other key would be the program's own code.
                if type(key) in (str, int) and isinstance(item, torch.Tensor):
                    yield from self._with_gradient(text.name(f"{name}[{key!r}]"), item)

    def _of_module(self, name: str, module: torch.nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
        for path, tensor in _members(module):
            self._note(tensor, self.buffers)
            yield from self._with_gradient(text.name(f"{name}.{path}"), tensor)

    def _with_gradient(self, name: str, tensor: torch.Tensor) -> Iterator[tuple[str, torch.Tensor]]:
        yield name, tensor
        if (gradient := _gradient_of(tensor)) is not None:
            self._note(gradient, self.gradients)
            yield f"{name}.grad", gradient

    def _note(self, tensor: torch.Tensor, kind: set[str]) -> None:
        """Remember what a storage is for. What is met after the recording has ended is no part of it."""
        if not self.tensors.journal.closed and (storage := self.tensors.see(tensor).storage) is not None:
            kind.add(storage.id)

    def _changes(self, now: dict[tuple[str, str], str]) -> list[Binding]:
        before, self.known = self.known, now
        changed = [Binding(frame=f, name=n, tensor=t) for (f, n), t in now.items() if before.get((f, n)) != t]
        gone = [Binding(frame=f, name=n, tensor=None) for f, n in before if (f, n) not in now]
        return changed + gone


def _gradient_of(tensor: torch.Tensor) -> torch.Tensor | None:
    """The .grad of a leaf. Asking a view for its grad_fn may rebuild it, so only others are asked."""
    is_leaf = tensor.requires_grad and tensor._base is None and tensor.grad_fn is None
    return tensor.grad if is_leaf else None


def _members(module: torch.nn.Module, prefix: str = "") -> Iterator[tuple[str, torch.Tensor]]:
    """Parameters and buffers by their paths. Read from the registers: methods may be overridden, and are slower."""
    for register in (module._parameters, module._buffers):
        for name, tensor in register.items():
            if tensor is not None and not torch.nn.parameter.is_lazy(tensor):
                yield prefix + name, tensor
    for name, child in module._modules.items():
        if child is not None:
            yield from _members(child, f"{prefix}{name}.")


def _shares_locals(code: CodeType) -> bool:
    return not _SHARES_LOCALS.isdisjoint(code.co_names)
