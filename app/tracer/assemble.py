"""Assemble: from what the recorder wrote down to the Trace."""

from itertools import islice

from ..trace import Content, Frame, Node, State, Step, Storage, Tensor
from .categories import judge
from .draft import Draft
from .held import contents
from .journal import Kind
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
    return tuple(Node(id=n.id, name=n.name, step=n.step, next=n.next, leaf=n.leaf) for n in recorder.nodes.all)


def steps(recorder: Recorder) -> tuple[Step, ...]:
    """Every step with its memory."""
    memory = replay(recorder.journal.events, judge(recorder))
    frees, releases = _frees(recorder), _releases(recorder)
    told = contents([held for draft in recorder.drafts for held in draft.contents])
    return tuple(
        _step(
            draft,
            kept,
            frees=tuple(frees.get(draft.index, ())),
            releases=tuple(releases.get(draft.index, ())),
            contents=tuple(islice(told, len(draft.contents))),
        )
        for draft, kept in zip(recorder.drafts, memory, strict=False)
    )


def _frees(recorder: Recorder) -> dict[int, list[str]]:
    frees: dict[int, list[str]] = {}
    for seen in recorder.storages.all:
        if seen.freed is not None:
            frees.setdefault(seen.freed, []).append(seen.id)
    return frees


def _releases(recorder: Recorder) -> dict[int, list[str]]:
    """The nodes that let go of what they kept, by step: each where it does so first."""
    releases: dict[int, list[str]] = {}
    keepers = {save.node for draft in recorder.drafts for save in draft.saves}
    for event in recorder.journal.events:
        if event.kind is Kind.LET_GO and event.node in keepers:
            keepers.discard(event.node)
            releases.setdefault(event.step, []).append(event.node)
    return releases


def _state(tensor: str, version: int | None, requires_grad: bool, grad_fn: str | None) -> State:
    return State(tensor=tensor, version=version, requires_grad=requires_grad, is_leaf=grad_fn is None, grad_fn=grad_fn)


def _step(
    draft: Draft, memory: StepMemory, frees: tuple[str, ...], releases: tuple[str, ...], contents: tuple[Content, ...]
) -> Step:
    frames = tuple(
        Frame(
            function=name(function),
            line=line,
            file=file,
            checkpoint=checkpoint,
            names=tuple(map(name, mentions)),
            place=stands,
        )
        for (function, line, file, checkpoint), mentions, stands in zip(
            draft.place.frames, draft.place.names, draft.place.stands, strict=True
        )
    )
    overwritten = {write.tensor for write in draft.writes}
    return Step(
        index=draft.index,
        line=frames[-1].line if frames else None,
        visit=draft.place.visit,
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
        contents=contents,
        releases=releases,
        bindings=tuple(draft.bindings),
        live=memory.live,
        peak=memory.peak,
        failed=draft.failed,
        raised=draft.raised,
        refused=draft.unwritten if draft.failed else (),
        given=draft.unread if draft.failed else (),
        number=draft.number,
        returned=tuple(draft.returned),
        shown=tuple(draft.shown),
        unheard=tuple(draft.unheard),
        thrown_away=draft.place.thrown_away,
        repeats=draft.repeats,
    )
