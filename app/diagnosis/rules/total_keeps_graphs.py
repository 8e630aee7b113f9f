"""IL227: A running total keeps the graph of every iteration alive.

What happened
    `total_loss += loss` adds tensors that have a graph, so the total has one, too, which holds the graphs of all losses
    so far. After loss.backward() the saved tensors are gone, but the nodes stay, and whatever was not used up stays
    whole: without a backward pass, as in validation, all activations of all batches. Memory grows with each iteration.

Why torch does not notice
    A sum of losses may be meant for one backward pass over all of them. Whether one will come, torch cannot know.

How to cure it
    Add up numbers: `total_loss += loss.item()`.
    Or tensors without a graph: `total_loss += loss.detach()`, which does not wait for a GPU.
    Validate under `torch.no_grad()`.

What each cure costs
    item() waits until a GPU has computed the loss. The others cost nothing.

Limits
    This is about memory; the numbers are right. Silent where a backward pass runs through the total at last.

Source
    docs.pytorch.org, Frequently Asked Questions: "Don't accumulate history across your training loop."
"""

from collections.abc import Iterator
from itertools import pairwise
from math import prod

from ...sentence import sentence
from ...trace import Step
from ..facts.aliases import aliases_of
from ..facts.evidence import Evidence
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote

CODE = "IL227"
TITLE = "A running total keeps the graph of every iteration alive"

_ADDS = {"aten::add", "aten::add_"}
_FEWEST = 2
"""Additions that hang together, from which a chain is taken for a total."""


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Numbers with a graph, added up by one line of a loop, that no backward pass has come to."""
    if evidence.trace.failure is not None or evidence.trace.cuts:
        return
    ran = _ran(evidence)
    for chain in _chains(evidence):
        nodes = {state.grad_fn for step in chain for state in step.states if state.tensor in _results(step)}
        if len(chain) >= _FEWEST and not nodes & ran and _is_in_training(evidence, chain):
            names = [
                name.name for name in aliases_of(evidence).names_at(_storage(evidence, chain[-1]), chain[-1].index)
            ]
            yield hazard(
                CODE,
                TITLE,
                sentence(
                    "Line %(line)s added %(count)s results to %(name)s, each with its graph.",
                    line=chain[-1].line or "?",
                    count=len(chain),
                    name=names[0] if names else "?",
                ),
                sentence("No backward pass ran through the sum, so its graph only takes memory."),
                overwritten=(wrote(chain[-1], *names),),
                name=names[0] if names else "",
            )


def _ran(evidence: Evidence) -> set[str | None]:
    """The nodes behind what backward passes started from. A node that only hands gradients on runs no operator."""
    nodes = {node.id: node for node in evidence.trace.nodes}
    graph: dict[str, str | None] = {}
    stack: list[str | None] = []
    for step in evidence.steps:
        if step.phase == "backward":
            stack += [graph.get(id_) for id_ in step.reads] if step.node is None else [step.node]
        graph.update((state.tensor, state.grad_fn) for state in step.states)
    found: set[str | None] = set()
    while stack:
        node = stack.pop()
        if node is not None and node not in found:
            found.add(node)
            stack += nodes[node].next
    return found


def _chains(evidence: Evidence) -> Iterator[list[Step]]:
    """The additions of each line that go on from one another's result; the longest chain of a line."""
    ends: dict[tuple[str, int | None, str], list[Step]] = {}
    longest: dict[tuple[str, int | None], list[Step]] = {}
    for step in evidence.steps:
        if step.node is None and _ADDS & set(step.kernels) and step.frames and _has_graph(evidence, step):
            line = step.frames[-1].file, step.line
            read = (*step.reads, *(write.tensor for write in step.writes))
            before = next((chain for id_ in read if (chain := ends.pop((*line, id_), None)) is not None), [])
            chain = [*before, step] if not before or before[-1].visit < step.visit else [step]
            ends.update(((*line, id_), chain) for id_ in _results(step))
            longest[line] = max(longest.get(line, []), chain, key=len)
    yield from longest.values()


def _results(step: Step) -> set[str]:
    return {*step.creates, *(write.tensor for write in step.writes)}


def _has_graph(evidence: Evidence, step: Step) -> bool:
    """Whether the result is one number that has a graph."""
    states = {state.tensor: state for state in step.states}
    return any(
        prod(evidence.tensors[id_].shape) == 1 and (state := states.get(id_)) is not None and state.grad_fn is not None
        for id_ in _results(step)
    )


def _storage(evidence: Evidence, step: Step) -> str | None:
    return next((evidence.tensors[id_].storage for id_ in sorted(_results(step))), None)


def _is_in_training(evidence: Evidence, chain: list[Step]) -> bool:
    """Whether each addition had its own backward pass or its own forward pass through the same parameters."""
    rounds = [evidence.steps[a.index + 1 : b.index] for a, b in pairwise(chain)]
    if all(any(step.node is not None for step in each) for each in rounds):
        return True
    read = [
        {t for step in each if step.node is None for t in step.reads if evidence.tensors[t].parameter}
        for each in rounds
    ]
    first = {t for step in evidence.steps[: chain[0].index] for t in step.reads if evidence.tensors[t].parameter}
    return bool(read) and bool(set.intersection(first, *read))
