"""Recorder: writes down facts while the program runs. What they mean is found afterwards.

A step begins when a call of the program reaches its first kernel, or when a backward pass moves on to its next node.
It is settled just before the next step begins, when the line's own temporaries are gone and its names are bound.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal

import torch

from ..trace import Binding, Element, Resize, Write
from . import text
from .asides import PRINTING, Asides
from .autograd import Nodes, name_of
from .contents import Contents
from .draft import Draft, StateFacts
from .frames import Place, Program, here, snippet
from .journal import Journal, Kind
from .lent import Lent
from .names import Names
from .operators import name_of_call, number_in, operator, tensors_in
from .repeats import repeats
from .storages import SeenStorage, Storages, address_of
from .tensors import SeenTensor, Tensors
from .visits import Visits

_BACKWARDS = (torch.Tensor.backward, torch.autograd.backward, torch.autograd.grad)
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
    number: Element | None = None
    moved: SeenTensor | None = None
    """The tensor that gets other memory: `x.data = y`."""
    draft: Draft | None = None
    in_nodes: bool = False
    """The backward pass has begun to run nodes."""


@dataclass(slots=True)
class Kernel:
    """An operator that runs now: its step, and what it was given. It holds no tensor."""

    draft: Draft
    name: str
    repeats: int = 0
    reads: list[SeenTensor] = field(default_factory=list)
    writes: list[tuple[SeenTensor, int | None]] = field(default_factory=list)


@dataclass(slots=True)
class Recorder:
    """The facts of one run, in order."""

    max_steps: int
    max_tensors: int
    program: Program = field(default_factory=snippet)
    journal: Journal = field(default_factory=Journal)
    drafts: list[Draft] = field(default_factory=list)
    states: dict[str, StateFacts] = field(default_factory=dict)
    storages: Storages = field(init=False)
    tensors: Tensors = field(init=False)
    nodes: Nodes = field(init=False)
    names: Names = field(init=False)
    contents: Contents = field(init=False)
    lent: Lent = field(init=False)
    asides: Asides = field(init=False)
    _visits: Visits = field(default_factory=Visits)
    _call: Call | None = None
    _open: Draft | None = None

    def __post_init__(self) -> None:
        self.storages = Storages(self.journal, self._is_alive)
        self.tensors = Tensors(self.storages, self.journal)
        self.nodes = Nodes(self.tensors, self.journal)
        self.names = Names(self.tensors, self.program)
        self.contents = Contents(self.tensors)
        self.lent = Lent(self.tensors)
        self.asides = Asides(self.names, self.lent)

    def call_begins(self, func: Any, args: tuple[Any, ...] = (), kwargs: dict[str, Any] | None = None) -> None:
        """The program calls torch."""
        self.storages.settle_doubts()
        op = name_of_call(func)
        self._call = Call(op, any(func is known for known in _BACKWARDS), number_in(args, kwargs))
        if op == "data" and getattr(func, "__name__", "") == "__set__":
            self._call.moved = self.tensors.see(args[0])
        self.asides.call_begins(func, op, args, self.drafts[-1] if self.drafts else None)

    def call_ends(self, result: object, *, error: BaseException | None = None) -> None:
        """The call has returned, or raised. What it returns may be new although no kernel made it, as x.data is."""
        self.storages.settle_doubts()
        call = self._call
        if call is not None and call.op not in PRINTING:
            self._end(call, result, error)
            if self._open is not None:
                self.contents.of_call(self._open)
        self._call = None

    def kernel_begins(self, func: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Kernel | None:
        """An operator is about to run. None where nobody would call that a step: printing, and the profiler's marks."""
        self.storages.settle_doubts()
        if self._call is not None and self._call.op in PRINTING:
            return None
        known = operator(func)
        if known.name.startswith(_BOOKKEEPING):
            return None
        kernel = Kernel(self._step_of(known.name), known.name, repeats(known.name, args, kwargs))
        kernel.draft.kernels.append(known.name)
        for tensor, written in known.arguments(args, kwargs):
            news = self._is_news(tensor)
            seen = self.tensors.see(tensor)
            kernel.draft.touch(seen)
            if news and seen.storage is not None and seen.storage.born == kernel.draft.index:
                self.lent.take(seen.storage)  # nobody has heard how it was made
            if news:  # what a custom Function returned: read before the operator writes
                self._read(kernel.draft, seen, ask_views=False)
            if written:
                kernel.writes.append((seen, _version(tensor)))
            else:
                kernel.reads.append(seen)
        kernel.draft.unwritten = tuple(seen.id for seen, _ in kernel.writes)
        kernel.draft.unread = tuple(seen.id for seen in kernel.reads)
        return kernel

    def kernel_ends(self, kernel: Kernel, result: object) -> None:
        """The operator has returned, and autograd with it."""
        self.storages.settle_doubts()
        draft = kernel.draft
        draft.unwritten = draft.unread = ()
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
        draft.repeats += kernel.repeats

    def settle(self, look: Callable[[], list[Binding]] | None = None) -> None:
        """The open step is over. `look` tells the names that changed; by default in the frames that are running."""
        self.storages.settle_doubts()
        draft = self._open
        if draft is None:
            return
        self._let_go(draft)
        self.contents.of_call(draft)
        self.asides.step_ends(draft)
        draft.bindings = (look or self._look)()
        self._read_named(draft)
        self.lent.take_unheard(draft, self.names.gradients)
        self.contents.of_step(draft)
        self.journal.note(Kind.SETTLED)
        self._open = None

    def _read_named(self, draft: Draft) -> None:
        """Read what got a name and came out of no call that was heard: a custom Function returns so."""
        for binding in draft.bindings:
            if binding.tensor is None or (tensor := self.tensors.object(binding.tensor)) is None:
                continue
            state = self.states.get(binding.tensor)
            known = state is not None and state[1]
            if not known and tensor._base is None and tensor.grad_fn is not None:
                self._read(draft, self.tensors.see(tensor), ask_views=False)

    def _end(self, call: Call, result: object, error: BaseException | None) -> None:
        failed = error is not None
        fresh = [tensor for tensor in tensors_in(result) if self._is_news(tensor)]
        if failed or (fresh and call.draft is None):
            # What raises in the middle of a backward pass is the pass, not the node that ran last.
            if call.draft is None or call.in_nodes:
                call.draft = self._begin(call.op, call)
            call.draft.failed = failed
            call.draft.raised = text.message_of(error)
        self.asides.call_ends(call.op, result, made_nothing=call.draft is None)
        if call.moved is not None and not failed:
            self._move(call, call.moved)
        if call.draft is not None and self._open is not None:
            for tensor in fresh:
                self._take_in(self._open, tensor)
            self._let_go(self._open)

    def _move(self, call: Call, before: SeenTensor) -> None:
        """Write down that a tensor has got other memory: the same object, from now on with another id."""
        tensor = before.ref()
        if tensor is not None and (seen := self.tensors.see(tensor)) is not before:
            call.draft = call.draft or self._begin(call.op, call)
            call.draft.creates[seen.id] = None
            call.draft.touch(seen)
            self._read(call.draft, seen, ask_views=False)

    def _look(self) -> list[Binding]:
        """The names that changed. Between two nodes of one backward pass the program itself does not run."""
        in_nodes = self._call is not None and self._call.in_nodes
        return self.names.look_at_gradients() if in_nodes else self.names.look()

    def _is_alive(self, storage: SeenStorage) -> bool:
        """Whether a tensor lives on a storage, or the .grad of a leaf lies there; that is seen from now on."""
        if any(self.tensors.living_on(storage.id)):
            return True
        for leaf in self.nodes.leaves():
            if leaf.grad is not None and address_of(leaf.grad) == storage.address:
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
            number=call.number if call is not None and node is None else None,
        )
        self.drafts.append(draft)
        self.journal.step = draft.index
        self._open = draft
        return draft

    def _place(self, op: str) -> Place:
        """Where the program stands. On a GPU backward runs in a thread of its own: there it stands where it called."""
        place = here(self.program, self._visits, self.names.mentions, self._call, op)
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
                read=any(seen is other for other in kernel.reads),
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
        known = self.states.get(seen.id)
        if known is not None and known[0] is not None and version is not None:
            version = max(known[0], version)  # _unsafe_preserve_version_counter has set it back
        state = (version, tensor.requires_grad, grad_fn)
        if known != state:
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
