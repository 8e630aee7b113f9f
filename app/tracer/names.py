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
from types import CodeType, FrameType, FunctionType
from typing import Any

import torch

from ..trace import Binding
from . import text
from .belongings import attributes_of, attributes_of_module, holds_items, is_ready, items_of, tensors_in
from .frames import Program, own_frames
from .mentions import Mentions
from .tensors import Tensors

_CO_OPTIMIZED = 0x01
_SHARES_LOCALS = {"locals", "vars", "dir", "eval", "exec", "f_locals"}
_NOWHERE: tuple[int | None, str] = (None, "")
_SNAPSHOT = sys.version_info < (3, 13)


@dataclass(slots=True)
class Names:
    """What names pointed to when they were last looked at."""

    tensors: Tensors
    program: Program
    known: dict[tuple[str, str], str] = field(default_factory=dict)
    buffers: set[str] = field(default_factory=set)
    """Ids of storages that belong to a module: parameters and buffers."""
    gradients: set[str] = field(default_factory=set)
    """Ids of storages that were the .grad of something."""
    mentions: Mentions = field(default_factory=Mentions)
    _own: dict[type, bool] = field(default_factory=dict)
    _stood: dict[str, int] = field(default_factory=dict)
    """Where in their bytecode the frames stood when names were last looked at."""
    returned: dict[tuple[str, str], int | None] = field(default_factory=dict)
    """The calls that did nothing but return a tensor, since the last look: its id, what was called, the first line."""

    def look(self, frames: list[FrameType] | None = None) -> list[Binding]:
        """The names that changed since the last look; frames default to those that are running now."""
        now: dict[tuple[str, str], str] = {}
        running: dict[str, FrameType] = {}
        for depth, frame in enumerate(own_frames(self.program) if frames is None else frames):
            label = text.name(f"{depth}:{frame.f_code.co_qualname}")
            running[label] = frame
            for name, tensor in self.named(frame):
                now[label, name] = self.tensors.see(tensor).id
        return self._changes(now, running)

    def writers(self) -> tuple[int, ...]:
        """The lines that may have written to memory by other means than torch, since the last look."""
        frames = own_frames(self.program)
        labels = [text.name(f"{depth}:{frame.f_code.co_qualname}") for depth, frame in enumerate(frames)]
        return self.mentions.writers([(f, self._stood.get(label)) for f, label in zip(frames, labels, strict=True)])

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

    def named(self, frame: FrameType) -> Iterator[tuple[str, torch.Tensor]]:
        """Every tensor that the locals of a frame name."""
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
        elif holds_items(value):
            for path, tensor in tensors_in(name, value):
                yield from self._with_gradient(text.name(path), tensor)
            for path, item in items_of(name, value):
                if self._is_own(type(item)):
                    yield from self._of_object(path, item)
        elif self._is_own(type(value)):
            yield from self._of_object(name, value)

    def _of_object(self, name: str, value: object) -> Iterator[tuple[str, torch.Tensor]]:
        for attribute, held in attributes_of(value):
            path = text.name(f"{name}.{attribute}")
            if isinstance(held, torch.Tensor):
                yield from self._with_gradient(path, held)
            elif isinstance(held, torch.nn.Module):
                yield from self._of_module(path, held)
            elif holds_items(held):
                for deeper, tensor in tensors_in(path, held):
                    yield from self._with_gradient(text.name(deeper), tensor)

    def _of_module(self, name: str, module: torch.nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
        for path, tensor in _members(module):
            self._note(tensor, self.buffers)
            yield from self._with_gradient(text.name(f"{name}.{path}"), tensor)
        for path, tensor in attributes_of_module(module):
            yield from self._with_gradient(text.name(f"{name}.{path}"), tensor)

    def _is_own(self, kind: type) -> bool:
        """Whether the program has written a class itself, as far as its functions tell."""
        if (known := self._own.get(kind)) is None:
            known = type(kind) is type and any(
                isinstance(each, FunctionType) and self.program.owns(each.__code__.co_filename)
                for each in list(kind.__dict__.values())
            )
            self._own[kind] = known
        return known

    def _with_gradient(self, name: str, tensor: torch.Tensor) -> Iterator[tuple[str, torch.Tensor]]:
        yield name, tensor
        if (gradient := _gradient_of(tensor)) is not None:
            self._note(gradient, self.gradients)
            yield f"{name}.grad", gradient

    def _note(self, tensor: torch.Tensor, kind: set[str]) -> None:
        """Remember what a storage is for. What is met after the recording has ended is no part of it."""
        if not self.tensors.journal.closed and (storage := self.tensors.see(tensor).storage) is not None:
            kind.add(storage.id)

    def _changes(self, now: dict[tuple[str, str], str], running: dict[str, FrameType] | None = None) -> list[Binding]:
        before, self.known = self.known, now
        fresh = [(f, n, t) for (f, n), t in now.items() if before.get((f, n)) != t]
        known = {(f, t) for (f, _), t in before.items()} if fresh and running else set()
        changed, givers = [], dict(self.returned.keys())
        for frame, name, tensor in fresh:
            stood = self._stood.get(frame, -1)
            line, giver = self.mentions.binding(running[frame], name, stood) if running else _NOWHERE
            known_already = giver == "call" and (frame, tensor) in known
            returned = (givers.get(tensor) or giver) if known_already else ""
            known.add((frame, tensor))
            changed.append(
                Binding(frame=frame, name=name, tensor=tensor, line=line, item=giver == "item", returned=returned)
            )
        self._stood = {label: frame.f_lasti for label, frame in (running or {}).items()}
        self.returned.clear()
        gone = [Binding(frame=f, name=n, tensor=None) for f, n in before if (f, n) not in now]
        return changed + gone


def _gradient_of(tensor: torch.Tensor) -> torch.Tensor | None:
    """The .grad of a leaf. Asking a view for its grad_fn may rebuild it, so only others are asked."""
    is_leaf = tensor.requires_grad and tensor._base is None and tensor.grad_fn is None
    return tensor.grad if is_leaf else None


def _members(module: torch.nn.Module, prefix: str = "") -> Iterator[tuple[str, torch.Tensor]]:
    """Parameters and buffers by their paths. Read from the registers: methods may be overridden, and are slower."""
    if not is_ready(module):
        return
    for register in (module._parameters, module._buffers):
        for name, tensor in register.items():
            if tensor is not None and not torch.nn.parameter.is_lazy(tensor):
                yield prefix + name, tensor
    for name, child in module._modules.items():
        if child is not None:
            yield from _members(child, f"{prefix}{name}.")


def _shares_locals(code: CodeType) -> bool:
    return not _SHARES_LOCALS.isdisjoint(code.co_names)
