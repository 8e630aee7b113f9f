"""Assemble: from what the recorder wrote down to the Trace."""

from ..trace import Frame, Node, State, Step, Storage, Tensor
from .categories import judge
from .draft import Draft
from .memory import StepMemory, replay
from .recorder import Recorder
from .text import name


def storages(recorder: Recorder) -> tuple[Storage, ...]:
    """Every storage with what it was for."""
    categories = judge(recorder)
    return tuple(
        Storage(
            id=seen.id,
            nbytes=seen.nbytes,
            device=seen.device,
            category=categories[seen.id],
            born=seen.born,
            freed=seen.freed,
            version=seen.version,
        )
        for seen in recorder.storages.all
    )


def tensors(recorder: Recorder) -> tuple[Tensor, ...]:
    """Every tensor with its geometry."""
    return tuple(
        Tensor(
            id=seen.id,
            storage=seen.geometry[0],
            shape=seen.geometry[1],
            stride=seen.geometry[2],
            offset=seen.geometry[3],
            dtype=seen.dtype,
            base=seen.base,
            parameter=seen.parameter,
            born=seen.born,
        )
        for seen in recorder.tensors.all
    )


def nodes(recorder: Recorder) -> tuple[Node, ...]:
    """Every autograd node."""
    return tuple(Node(id=n.id, name=n.name, step=n.step, next=n.next) for n in recorder.nodes.all)


def steps(recorder: Recorder) -> tuple[Step, ...]:
    """Every step with its memory."""
    memory = replay(recorder.journal.events, judge(recorder))
    frees: dict[int, list[str]] = {}
    for seen in recorder.storages.all:
        if seen.freed is not None:
            frees.setdefault(seen.freed, []).append(seen.id)
    return tuple(
        _step(draft, kept, tuple(frees.get(draft.index, ())))
        for draft, kept in zip(recorder.drafts, memory, strict=False)
    )


def _state(tensor: str, version: int | None, requires_grad: bool, grad_fn: str | None) -> State:
    return State(tensor=tensor, version=version, requires_grad=requires_grad, is_leaf=grad_fn is None, grad_fn=grad_fn)


def _step(draft: Draft, memory: StepMemory, frees: tuple[str, ...]) -> Step:
    frames = tuple(Frame(function=name(function), line=line) for function, line in draft.place.frames)
    overwritten = {write.tensor for write in draft.writes}
    return Step(
        index=draft.index,
        line=frames[-1].line if frames else None,
        frames=frames,
        phase=draft.phase,
        op=draft.op,
        kernels=tuple(draft.kernels),
        node=draft.node,
        reads=tuple(id_ for id_ in draft.reads if id_ not in overwritten),
        writes=tuple(draft.writes),
        creates=tuple(draft.creates),
        saves=tuple(draft.saves),
        states=tuple(_state(tensor, *facts) for tensor, facts in draft.states.items()),
        frees=frees,
        resizes=tuple(draft.resizes),
        bindings=tuple(draft.bindings),
        live=memory.live,
        peak=memory.peak,
        failed=draft.failed,
    )
