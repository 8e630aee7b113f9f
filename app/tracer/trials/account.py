"""Account: the numbers that training depends on, written down while a program runs.

Two runs of almost the same program are compared by them, so nothing here goes by lines: gradients go by the names of
their parameters, losses by their order. What is asked here is heard by nobody (see quiet.py).
"""

import inspect
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Self

import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

from ...soundness import MOST_SAMPLES, MOST_UPDATES
from ...trace import Account, Sample, Update
from ..belongings import is_ready
from ..frames import Program, own_frames
from ..journal import Journal
from ..names import Names
from ..quiet import quiet, tries_out
from ..storages import Storages
from ..tensors import Tensors
from .samples import sample_of

MOST_BYTES = 256 * 1024 * 1024
"""Tensors beyond this many bytes in all are not looked at, and the account says so."""

_GRADIENT = ".grad"


class Ledger:
    """Keeps the account of a program while it is entered.

    It hears optimizers by their own hook, and backward passes by standing before the engine: a hook on tensors would
    have to know them beforehand.
    """

    def __init__(self, namespace: dict[str, Any], program: Program, *, retain: bool = False) -> None:
        """`retain`: no graph is freed by its backward pass, as if each one was told so."""
        self._retain = retain
        self._namespace = namespace
        self._program = program
        self._names = _silent_names(program)
        self._updates: list[Update] = []
        self._roots: list[Sample] = []
        self._given: dict[str, Sample] = {}
        """Gradients that functions held after the last backward pass, and those that autograd.grad gave out."""
        self._bytes, self._samples, self._cut = 0, 0, False
        self._depth = 0
        self._engine: Any = None
        self._hook: Any = None

    def __enter__(self) -> Self:
        self._hook = register_optimizer_step_pre_hook(self._stepping)
        self._engine = torch.autograd.graph._engine_run_backward
        _stand_before_the_engine(self._backward)
        return self

    def __exit__(self, *_: object) -> None:
        self._hook.remove()
        _stand_before_the_engine(self._engine)

    def account(self) -> Account:
        """The account, once the program has ended."""
        ends = {sample.name: sample for sample in self._safely(self._ends) or ()}
        return Account(
            updates=tuple(self._updates),
            roots=tuple(self._roots),
            ends=(*ends.values(), *(each for name, each in self._given.items() if name not in ends)),
            cut=self._cut,
        )

    def cut_short(self) -> None:
        """Write no more down: the program runs too long for that."""
        self._cut = True

    def _stepping(self, optimizer: torch.optim.Optimizer, *_: object) -> None:
        if self._cut or len(self._updates) >= MOST_UPDATES:
            self._cut = True
        elif not tries_out():
            self._safely(self._update, optimizer)

    def _update(self, optimizer: torch.optim.Optimizer) -> None:
        names, frames = self._by_object(), own_frames(self._program)
        gradients = []
        for number, group in enumerate(optimizer.param_groups):
            for index, parameter in enumerate(group["params"]):
                if parameter.grad is not None:
                    gradients.append((names.get(id(parameter), f"group{number}[{index}]"), parameter.grad))
        line = frames[-1].f_lineno if frames else None
        told = tuple(self._sampled(gradients))
        self._updates.append(Update(line=line, gradients=told, roots=len(self._roots)))

    def _backward(self, roots: Sequence[torch.Tensor], *args: Any, **kwargs: Any) -> Any:
        """Run a backward pass, and write down what it started from and what it gave. One inside another is its own."""
        if self._cut or self._depth or tries_out():
            return self._engine(roots, *args, **kwargs)
        self._safely(self._note_roots, roots)
        if self._retain and len(args) > 1:
            args = (args[0], True, *args[2:])
        self._depth += 1
        try:
            given = self._engine(roots, *args, **kwargs)
        finally:
            self._depth -= 1
        self._safely(self._note_gradients, args, given)
        return given

    def _note_roots(self, roots: Sequence[torch.Tensor]) -> None:
        names = self._by_object()
        self._roots.extend(self._sampled((names.get(id(root), "loss"), root) for root in roots))

    def _note_gradients(self, args: tuple[Any, ...], given: object) -> None:
        """What a backward pass inside a function leaves behind; once an optimizer has stepped, it speaks for it."""
        inputs = args[3] if len(args) > 3 else ()
        if isinstance(given, tuple) and len(given) == len(inputs):
            names = self._by_object()
            pairs = [(names.get(id(i), "input"), g) for i, g in zip(inputs, given, strict=True) if g is not None]
            for sample in self._sampled((f"grad of {name}", gradient) for name, gradient in pairs):
                self._give(sample)
        if not self._updates:
            for sample in self._sampled((name, t) for name, t in self._in_functions() if name.endswith(_GRADIENT)):
                self._given[sample.name] = sample

    def _give(self, sample: Sample) -> None:
        times = 1 + sum(name.partition(" #")[0] == sample.name for name in self._given)
        name = sample.name if times == 1 else f"{sample.name} #{times}"
        self._given[name] = sample.model_copy(update={"name": name})

    def _ends(self) -> list[Sample]:
        buffers = {id(each) for value in self._namespace.values() for each in _buffers(value)}
        held = list(self._names.walk(self._namespace))
        members = {name for name, t in held if id(t) in buffers or isinstance(t, torch.nn.Parameter)}
        return [each.model_copy(update={"member": each.name in members}) for each in self._sampled(held)]

    def _by_object(self) -> dict[int, str]:
        """What the program calls each tensor now: the outermost name first."""
        found: dict[int, str] = {}
        for name, tensor in (*self._names.walk(self._namespace), *self._in_functions()):
            found.setdefault(id(tensor), name)
        return found

    def _in_functions(self) -> Iterator[tuple[str, torch.Tensor]]:
        for frame in own_frames(self._program):
            if frame.f_code.co_flags & inspect.CO_OPTIMIZED:
                yield from self._names.named(frame)

    def _sampled(self, named: Iterable[tuple[str, torch.Tensor]]) -> Iterator[Sample]:
        """Samples, as long as there is room."""
        for name, tensor in named:
            self._bytes += tensor.nbytes if tensor.layout is torch.strided else 0
            self._samples += 1
            if self._bytes > MOST_BYTES or self._samples > MOST_SAMPLES:
                self._cut = True
                return
            if (sample := sample_of(name, tensor)) is not None:
                yield sample

    def _safely(self, method: Callable[..., Any], *args: Any) -> Any:
        """Whatever an exotic tensor does when it is looked at, it must not reach the program."""
        try:
            with quiet():
                return method(*args)
        except Exception:
            self._cut = True
            return None


def _buffers(value: object) -> Iterator[torch.Tensor]:
    """The buffers of a module and of those in it; read from the registers, which the program does not override."""
    if isinstance(value, torch.nn.Module) and is_ready(value):
        yield from (each for each in value._buffers.values() if each is not None)
        for child in value._modules.values():
            yield from _buffers(child)


def _silent_names(program: Program) -> Names:
    """Names that note nothing: this is no part of a recording."""
    journal = Journal(closed=True)
    return Names(Tensors(Storages(journal, lambda _: False), journal), program)


def _stand_before_the_engine(engine: Any) -> None:
    """Every backward pass goes through this one function of torch, under two names."""
    torch.autograd.graph._engine_run_backward = engine
    torch.autograd._engine_run_backward = engine  # type: ignore[attr-defined]
