"""IL001: a tensor that autograd kept for backward was overwritten before backward came to use it.

What happened
    A forward operation kept one of its inputs, or its result, because its derivative is computed from those values.
    A later line wrote into the same memory. Backward noticed by the version counter and stopped.

Why torch forbids it
    The derivative would be computed from the new values, and would be wrong without anybody noticing.

How to cure it
    Write out of place (`y = y * 2` for `y.mul_(2)`), which costs one more tensor of that size; or write before the
    operation that keeps the tensor, which costs nothing.

Source
    torch/csrc/autograd/saved_variable.cpp, SavedVariable::unpack: "one of the variables needed for gradient
    computation has been modified by an inplace operation".
"""

import re
from collections.abc import Iterator

from ...trace import Save, Step, Trace, Write
from ..model import Diagnosis, Place

CODE = "IL001"

_MESSAGE = re.compile(
    r"modified by an inplace operation: \[(?P<type>\S+) \[(?P<shape>[\d, ]*)\]\]"
    r"(?:, which is output \d+ of (?P<node>\w+?)(?:Backward\d*)?,)?"
    r" is at version (?P<found>\d+); expected version (?P<needed>\d+)"
)


def find(trace: Trace) -> Iterator[Diagnosis]:
    """The save that backward met stale, with every write since."""
    failure = trace.failure
    if failure is None or (message := _MESSAGE.search(failure.message)) is None:
        return
    candidates = [(step, save) for step, save in _stale_saves(trace) if _fits(save, message)]
    if candidates:
        yield _diagnosis(trace, message, *_best(candidates, trace))


def _stale_saves(trace: Trace) -> Iterator[tuple[Step, Save]]:
    """Saves of nodes that the pass which failed had not reached yet, whose storage was written to later."""
    reached = _nodes_of_last_pass(trace)
    for step, save in trace.saves():
        if save.node not in reached and any(_writes_since(trace, step, save)):
            yield step, save


def _nodes_of_last_pass(trace: Trace) -> set[str]:
    """The nodes that ran since backward was called for the last time; a retained graph may have run before."""
    nodes: set[str] = set()
    for step in trace.steps:
        if step.node is not None:
            nodes.add(step.node)
        elif not step.failed:
            nodes.clear()
    return nodes


def _writes_since(trace: Trace, step: Step, save: Save) -> Iterator[tuple[Step, Write]]:
    """Writes to the saved storage after the save that moved a version counter beyond it."""
    for later, write in trace.writes():
        behind = save.version is None or write.after is None or write.after > save.version
        if later.index >= step.index and write.storage == save.storage and save.storage is not None and behind:
            yield later, write


def _fits(save: Save, message: re.Match[str]) -> bool:
    shape = tuple(int(n) for n in message["shape"].split(",") if n.strip())
    return save.shape == shape and save.version in (None, int(message["needed"]))


def _best(candidates: list[tuple[Step, Save]], trace: Trace) -> tuple[Step, Save]:
    """Backward meets the latest node first."""
    order = {node.id: index for index, node in enumerate(trace.nodes)}
    return max(candidates, key=lambda candidate: (candidate[0].index, order.get(candidate[1].node, 0)))


def _diagnosis(trace: Trace, message: re.Match[str], step: Step, save: Save) -> Diagnosis:
    name = next((node.name for node in trace.nodes if node.id == save.node), save.node)
    writers = [later for later, _ in _writes_since(trace, step, save)]
    lines = ", ".join(dict.fromkeys(f"line {w.line}" for w in writers if w.line)) or "no line of the program"
    last = trace.steps[-1] if trace.steps and trace.steps[-1].failed else None
    return Diagnosis(
        code=CODE,
        title="A tensor that backward needs was overwritten",
        explanation=(
            f"Line {step.line} ({step.op}) made {name}, which kept {_slot(save)} at version {message['needed']}. "
            f"Then {lines} ({', '.join(dict.fromkeys(w.op for w in writers))}) wrote into the same storage, and its "
            f"version is {message['found']} now. Backward needs version {message['needed']}, so it stops."
        ),
        saved=(_place(step),),
        overwritten=tuple(_place(writer) for writer in writers),
        raised=_place(last) if last else None,
        certain=True,
    )


def _slot(save: Save) -> str:
    return "its result" if save.slot == "result" else f"its {save.slot}"


def _place(step: Step) -> Place:
    return Place(step=step.index, line=step.line, op=step.op)
