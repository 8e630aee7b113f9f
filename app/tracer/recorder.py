"""Recorder: writes down facts while the program runs. What they mean is found afterwards.

A step begins when a call of the program reaches its first kernel, or when a backward pass moves on to its next node.
It is settled just before the next step begins, when the line's own temporaries are gone and its names are bound.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import torch

from ..trace import Binding, Resize, Write
from .autograd import Nodes, name_of
from .contents import Contents
from .draft import Draft, StateFacts
from .frames import Place, here
from .journal import Journal, Kind
from .names import Names
from .operators import name_of_call, operator, tensors_in
from .storages import Storages, address_of
from .tensors import SeenTensor, Tensors
from .visits import Visits

_BACKWARDS = (torch.Tensor.backward, torch.autograd.backward, torch.autograd.grad)
_PRINTING = ("repr", "format")
_BOOKKEEPING = "profiler::"
_TAKES_BLANK = ("aten::empty", "aten::new_empty")


class Full(Exception):
    """A limit of the trace is met."""

    def __init__(self, limit: Literal["steps", "tensors"]) -> None:
        super().__init__(limit)
        self.limit: Literal["steps", "tensors"] = limit


@dataclass(slots=True)
class Call:
    """One call of torch by the program; it becomes a step only if something happens in it."""

    op: str
    backward: bool
    draft: Draft | None = None
    in_nodes: bool = False
    """The backward pass has begun to run nodes."""


@dataclass(slots=True)
class Kernel:
    """An operator that runs now: its step, and what it was given. It holds no tensor."""

    draft: Draft
    name: str
    reads: list[SeenTensor] = field(default_factory=list)
    writes: list[tuple[SeenTensor, int | None]] = field(default_factory=list)


@dataclass(slots=True)
class Recorder:
    """The facts of one run, in order."""

    max_steps: int
    max_tensors: int
    journal: Journal = field(default_factory=Journal)
    drafts: list[Draft] = field(default_factory=list)
    states: dict[str, StateFacts] = field(default_factory=dict)
    storages: Storages = field(init=False)
    tensors: Tensors = field(init=False)
    nodes: Nodes = field(init=False)
    names: Names = field(init=False)
    contents: Contents = field(init=False)
    _visits: Visits = field(default_factory=Visits)
    _call: Call | None = None
    _open: Draft | None = None

    def __post_init__(self) -> None:
        self.storages = Storages(self.journal, self._is_a_gradient)
        self.tensors = Tensors(self.storages, self.journal)
        self.nodes = Nodes(self.tensors, self.journal)
        self.names = Names(self.tensors)
        self.contents = Contents(self.tensors)

    def call_begins(self, func: Any) -> None:
        """The program calls torch."""
        self._call = Call(name_of_call(func), backward=any(func is known for known in _BACKWARDS))

    def call_ends(self, result: object, *, failed: bool = False) -> None:
        """The call has returned, or raised. What it returns may be new although no kernel made it, as x.data is."""
        call = self._call
        if call is not None and call.op not in _PRINTING:
            self._end(call, result, failed)
            if self._open is not None:
                self.contents.of_call(self._open)
        self._call = None

    def kernel_begins(self, func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Kernel | None:
        """An operator is about to run. None where nobody would call that a step: printing, and the profiler's marks."""
        if self._call is not None and self._call.op in _PRINTING:
            return None
        known = operator(func)
        if known.name.startswith(_BOOKKEEPING):
            return None
        kernel = Kernel(self._step_of(known.name), known.name)
        kernel.draft.kernels.append(known.name)
        for tensor, written in known.arguments(args, kwargs):
            seen = self.tensors.see(tensor)
            kernel.draft.touch(seen)
            if written:
                kernel.writes.append((seen, _version(tensor)))
            else:
                kernel.reads.append(seen)
        return kernel

    def kernel_ends(self, kernel: Kernel, result: object) -> None:
        """The operator has returned, and autograd with it."""
        draft = kernel.draft
        for tensor in tensors_in(result):
            if not self.tensors.knows(tensor):
                self._take_in(draft, tensor)
                if kernel.name.startswith(_TAKES_BLANK) and (storage := self.storages.see(tensor)) is not None:
                    draft.blank.add(storage.id)
        for seen in kernel.reads:
            if seen.id not in draft.creates:
                draft.reads[seen.id] = None
                self._read(draft, seen, ask_views=torch.is_grad_enabled())
        for seen, before in kernel.writes:
            self._wrote(kernel, seen, before)

    def settle(self, look: Callable[[], list[Binding]] | None = None) -> None:
        """The open step is over. `look` tells the names that changed; by default in the frames that are running."""
        draft = self._open
        if draft is None:
            return
        self._let_go(draft)
        self.contents.of_call(draft)
        draft.bindings = (look or self._look)()
        self.contents.of_step(draft)
        self.journal.note(Kind.SETTLED)
        self._open = None

    def _end(self, call: Call, result: object, failed: bool) -> None:
        fresh = [tensor for tensor in tensors_in(result) if self._is_news(tensor)]
        if failed or (fresh and call.draft is None):
            # What raises in the middle of a backward pass is the pass, not the node that ran last.
            if call.draft is None or call.in_nodes:
                call.draft = self._begin(call.op, call)
            call.draft.failed = failed
        if call.draft is not None and self._open is not None:
            for tensor in fresh:
                self._take_in(self._open, tensor)
            self._let_go(self._open)

    def _look(self) -> list[Binding]:
        """The names that changed. Between two nodes of one backward pass the program itself does not run."""
        in_nodes = self._call is not None and self._call.in_nodes
        return self.names.look_at_gradients() if in_nodes else self.names.look()

    def _is_a_gradient(self, address: int) -> bool:
        """Whether a leaf's .grad lies at this storage; if so it is seen from now on."""
        for leaf in self.nodes.leaves():
            if leaf.grad is not None and address_of(leaf.grad) == address:
                self.tensors.see(leaf.grad)
                return True
        return False

    def _step_of(self, kernel: str) -> Draft:
        """The open step where the kernel belongs to it, else a new one."""
        node, call = torch._C._current_autograd_node(), self._call
        if node is not None:
            key = self.nodes.key(node)
            if self._open is not None and self._open.key == key:
                return self._open
            if call is not None:
                call.in_nodes = True
            return self._begin(name_of(node), key, node=self.nodes.find(node))
        if call is None or call.in_nodes:
            return self._begin(kernel.removeprefix("aten::"), object())
        if call.draft is None:
            call.draft = self._begin(call.op, call)
        return call.draft

    def _begin(self, op: str, key: object, *, node: str | None = None) -> Draft:
        self.settle()
        if len(self.drafts) >= self.max_steps:
            raise Full("steps")
        if len(self.tensors.all) >= self.max_tensors:
            raise Full("tensors")
        call, place = self._call, self._place(op)
        backward = (call is not None and call.backward) or torch._C._current_autograd_node() is not None
        draft = Draft(
            index=len(self.drafts),
            key=key,
            op=op,
            phase="backward" if backward else place.phase,
            place=place,
            node=node,
            lets_go=node is not None and not torch._C._autograd._get_current_graph_task_keep_graph(),
        )
        self.drafts.append(draft)
        self.journal.step = draft.index
        self._open = draft
        return draft

    def _place(self, op: str) -> Place:
        """Where the program stands. On a GPU backward runs in a thread of its own: there it stands where it called."""
        place = here(self._visits, self._call, op)
        if not place.frames and self._call is not None and self._call.draft is not None:
            return self._call.draft.place
        return place

    def _let_go(self, draft: Draft) -> None:
        """The node that the step ran no longer keeps what it saved."""
        if draft.lets_go:
            self.journal.note(Kind.LET_GO, node=draft.node)
            draft.lets_go = False

    def _is_news(self, tensor: torch.Tensor) -> bool:
        """Whether a tensor is new, or has come to require a gradient: ones(3, requires_grad=True) sets that last."""
        if not self.tensors.knows(tensor):
            return True
        state = self.states.get(self.tensors.see(tensor).id)
        return state is not None and state[1] != tensor.requires_grad

    def _take_in(self, draft: Draft, tensor: torch.Tensor) -> None:
        """Write down a tensor that the step made, or whose state it set."""
        known = self.tensors.knows(tensor)
        seen = self.tensors.see(tensor)
        draft.touch(seen)
        if not known:
            draft.creates[seen.id] = None
        if tensor._base is not None:
            seen.base = self.tensors.see(tensor._base).id
        self._read(draft, seen, ask_views=True)

    def _wrote(self, kernel: Kernel, seen: SeenTensor, before: int | None) -> None:
        """Write down a write: every tensor on the storage may have a new version, the base of a view a new grad_fn."""
        tensor = seen.ref()
        if tensor is None:
            return
        draft, storage = kernel.draft, self.tensors.see(tensor).storage
        draft.writes.append(
            Write(
                tensor=seen.id,
                storage=storage.id if storage else None,
                kernel=kernel.name,
                before=before,
                after=_version(tensor),
            )
        )
        if storage is None:
            return
        draft.blank.discard(storage.id)
        if self.storages.measure(storage):
            draft.resizes.append(Resize(storage=storage.id, nbytes=storage.size_now))
        for other, _ in self.tensors.living_on(storage.id):
            self._read(draft, other, ask_views=False)

    def _read(self, draft: Draft, seen: SeenTensor, *, ask_views: bool) -> None:
        """Write down a tensor's state where it differs from what was known of it."""
        tensor = seen.ref()
        if tensor is None:
            return
        version = _version(tensor)
        if seen.storage is not None and version is not None:
            seen.storage.version = max(version, seen.storage.version or 0)
        grad_fn = self._grad_fn(draft, seen, tensor, ask_views)
        state = (version, tensor.requires_grad, grad_fn)
        if self.states.get(seen.id) != state:
            self.states[seen.id] = draft.states[seen.id] = state

    def _grad_fn(self, draft: Draft, seen: SeenTensor, tensor: torch.Tensor, ask_views: bool) -> str | None:
        """The id of a tensor's grad_fn.

        Asking a view for it makes torch rebuild it where the base was written to, and may raise. So a view is asked
        only when torch has asked already: when it was made, or when an operation under grad mode read it.
        """
        if tensor._base is not None and not ask_views:
            known = self.states.get(seen.id)
            return known[2] if known else None
        try:
            grad_fn = tensor.grad_fn
        except RuntimeError:
            return None
        return None if grad_fn is None else self.nodes.see(grad_fn, draft.saves)


def _version(tensor: torch.Tensor) -> int | None:
    """A tensor's version counter; an inference tensor has none."""
    return None if tensor.is_inference() else tensor._version
