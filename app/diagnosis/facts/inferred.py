"""Inferred: which operation must have kept what backward refused, where the graph does not show it.

An in-place operation on a view wraps its node into another one, CopySlices, which does not show what it holds. Torch's
message still tells the shape and both versions: so the operation touched a tensor of that shape while its storage stood
at the one version, and was followed by writes up to the other.
"""

from collections.abc import Iterable, Iterator, Sequence

from ...trace import Node, Save, Step, Tensor, Write

Version = tuple[Step, Write]


def savers(
    steps: Sequence[Step],
    tensors: dict[str, Tensor],
    shape: tuple[int, ...],
    needed: int,
    found: int,
    checkpointed: bool = False,
) -> Iterator[tuple[Step, Save, list[Version]]]:
    """For each storage that fits: the step that must have kept it, what that was, and the writes since.

    Of what a checkpoint kept, the step is the first one inside that used it.
    """
    for storage, writes in _written(steps).items():
        since = [(step, write) for step, write in writes if needed < (write.after or 0) <= found]
        if not since or max(write.after or 0 for _, write in since) != found:
            continue
        before = [(step, write) for step, write in writes if write.after == needed and step.index <= since[0][0].index]
        if checkpointed:
            begin = before[-1][0].index if before else 0
            inside = [step for step in _inside(steps) if step.index >= begin]
            used = list(_users(inside, tensors, storage, shape, since[0][0].index))
            saver = used[-1] if used else None
        else:
            saver = _saver(steps, tensors, storage, shape, before, since[0][0].index)
        if saver is not None:
            step, tensor = saver
            node = Save(node="n0", slot="", tensor=tensor, storage=storage, shape=shape, version=needed)
            yield step, node, since


def unknown_node(name: str, step: Step) -> Node:
    """A node that the graph does not show."""
    return Node(id="n0", name=name or step.op, step=step.index, next=())


def names_kernel(node: str, kernel: str) -> bool:
    """Whether a node of torch's message is what an in-place operator made of its tensor: Mul and aten::mul_."""
    plain = kernel.removeprefix("aten::").partition(".")[0].replace("_", "").lower()
    return bool(plain) and node.rstrip("0123456789").lower() == plain


def _written(steps: Iterable[Step]) -> dict[str, list[Version]]:
    found: dict[str, list[Version]] = {}
    for step in steps:
        for write in step.writes:
            if write.storage is not None:
                found.setdefault(write.storage, []).append((step, write))
    return found


def _saver(
    steps: Sequence[Step],
    tensors: dict[str, Tensor],
    storage: str,
    shape: tuple[int, ...],
    before: list[Version],
    end: int,
) -> tuple[Step, str] | None:
    """The write that made the version, where it wrote a tensor of that shape; else the last step that used one."""
    for step, write in reversed(before):
        if tensors[write.tensor].shape == shape:
            return step, write.tensor
    begin = before[-1][0].index if before else 0
    used = list(_users(steps[begin:], tensors, storage, shape, end))
    return used[-1] if used else None


def _users(
    steps: Iterable[Step], tensors: dict[str, Tensor], storage: str, shape: tuple[int, ...], end: int
) -> Iterator[tuple[Step, str]]:
    """The steps of the program up to one that read, made or wrote a tensor of that shape."""
    for step in steps:
        if step.index <= end and step.node is None:
            for id_ in (*step.creates, *step.reads, *(write.tensor for write in step.writes)):
                if tensors[id_].storage == storage and tensors[id_].shape == shape:
                    yield step, id_


def _inside(steps: Iterable[Step]) -> list[Step]:
    """The steps that ran inside a checkpoint, when it ran first."""
    return [step for step in steps if step.phase == "forward" and any(frame.checkpoint for frame in step.frames)]
