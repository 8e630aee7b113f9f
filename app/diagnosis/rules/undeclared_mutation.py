"""IL207: A custom operation changed a tensor without saying so.

What happened
    A torch.autograd.Function wrote into its input and did not call mark_dirty; or it kept a tensor as an attribute of
    ctx, which was overwritten before backward used it; or an operator made by torch.library wrote into an argument that
    it does not list in mutates_args. The graph does not know of the change, and the gradients belong to other elements
    than those that were used.

Why torch does not notice
    It takes your word for what an operation does. save_for_backward is checked; an attribute of ctx is not.

How to cure it
    Calculate out of place in forward: `y = x * gate`.
    Or declare it: `ctx.mark_dirty(x)` and return x; `mutates_args=("x",)`.
    Keep tensors by `ctx.save_for_backward`, and nothing else.

What each cure costs
    Out of place costs one tensor of that size. The others cost nothing.

Source
    docs.pytorch.org, torch.autograd.function.FunctionCtx.mark_dirty and save_for_backward; torch.library.custom_op.
"""

from collections.abc import Iterator

from ...replay.cells import overlap
from ...sentence import sentence
from ...trace import Step
from ..facts.aliases import Rewrite, aliases_of
from ..facts.evidence import Evidence
from ..facts.wrong_gradients import gradients_of, told
from ..model import Diagnosis, Place
from ..telling.hazards import hazard, wrote
from ..telling.places import place

CODE = "IL207"
TITLE = "A custom operation changed a tensor without saying so"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """The three ways in which that happens."""
    functions = {n.name.removesuffix("Backward") for n in evidence.trace.nodes if n.name.endswith("Backward")}
    yield from _inputs(evidence, functions)
    yield from _attributes(evidence, functions)
    yield from _operators(evidence)


def _inside(step: Step, functions: set[str], method: str) -> str | None:
    """The custom Function in whose forward or backward a step lies."""
    for frame in step.frames:
        owner, _, name = frame.function.rpartition(".")
        if name == method and owner.rpartition(".")[2] in functions:
            return owner.rpartition(".")[2]
    return None


def _inputs(evidence: Evidence, functions: set[str]) -> Iterator[Diagnosis]:
    """A forward that wrote into an input, which was used afterwards as if nothing had happened."""
    for rewrite in aliases_of(evidence).rewrites:
        name = _inside(rewrite.step, functions, "forward")
        if name is not None and (step := _used(evidence, rewrite, name)) is not None:
            yield hazard(
                CODE,
                TITLE,
                sentence(
                    "Line %(line)s (%(op)s), in the forward of %(function)s, wrote into an input without mark_dirty.",
                    line=rewrite.step.line or "?",
                    op=rewrite.step.op,
                    function=name,
                ),
                sentence(
                    "Line %(line)s used that tensor afterwards; the graph knows nothing of the change.",
                    line=step.line or "?",
                ),
                overwritten=(wrote(rewrite.step, *(each.name for each in rewrite.names)),),
                name=rewrite.names[0].name if rewrite.names else "",
            )


def _used(evidence: Evidence, rewrite: Rewrite, function: str) -> Step | None:
    """A step outside of the function that read the input later on; none where the function has declared it."""
    inputs = {name.tensor for name in rewrite.names}
    nodes = {node.id: node.name for node in evidence.trace.nodes}
    graph = {state.tensor: state.grad_fn for step in evidence.steps[: rewrite.step.index] for state in step.states}
    if not any(graph.get(id_) is not None for id_ in inputs):
        return None
    for step in evidence.steps[rewrite.step.index + 1 :]:
        for state in step.states:
            if state.tensor in inputs and nodes.get(state.grad_fn or "") == f"{function}Backward":
                return None
        if step.node is None and _inside(step, {function}, "forward") is None and inputs & set(step.reads):
            return (
                step
                if any(state.grad_fn is not None for state in step.states if state.tensor in step.creates)
                else None
            )
    return None


def _attributes(evidence: Evidence, functions: set[str]) -> Iterator[Diagnosis]:
    """A backward that read what its forward had made or read, which was overwritten since, and was not saved."""
    saved = {(save.node, save.storage) for _, save in evidence.trace.saves()}
    seen: dict[tuple[str, str], Step] = {}
    for step in evidence.steps:
        if step.node is None and (name := _inside(step, functions, "forward")) is not None:
            seen.update(((name, id_), step) for id_ in (*step.creates, *step.reads))
        elif step.node is not None and (name := _inside(step, functions, "backward")) is not None:
            for id_ in step.reads:
                made = seen.get((name, id_))
                if made is None or (step.node, evidence.tensors[id_].storage) in saved:
                    continue
                if writes := _written(evidence, id_, made, step):
                    yield _kept(made, writes, name)
                    return


def _written(evidence: Evidence, tensor: str, first: Step, last: Step) -> list[Rewrite]:
    """What rewrote a tensor between two steps."""
    there = evidence.tensors[tensor]
    between = (r for r in aliases_of(evidence).rewrites if first.index < r.step.index < last.index)
    return [r for r in between if overlap(evidence.tensors[r.write.tensor], there)]


def _kept(seen: Step, writes: list[Rewrite], function: str) -> Diagnosis:
    return hazard(
        CODE,
        TITLE,
        sentence(
            "%(function)s kept a tensor of line %(line)s for its backward without save_for_backward.",
            function=function,
            line=seen.line or "?",
        ),
        sentence(
            "Line %(line)s (%(op)s) overwrote it before backward used it.",
            line=writes[0].step.line or "?",
            op=writes[0].step.op,
        ),
        overwritten=tuple(wrote(each.step, *(n.name for n in each.names)) for each in writes),
        saved=(place(seen),),
        name=writes[0].names[0].name if writes[0].names else "",
    )


def _operators(evidence: Evidence) -> Iterator[Diagnosis]:
    """A saved tensor that was spoilt while an operator of the program's own ran."""
    for spoilt in gradients_of(evidence).spoilt:
        if spoilt.writes or spoilt.moved is not None:
            continue
        for step in evidence.steps[spoilt.kept.step.index : spoilt.kept.runs[0].index]:
            where = tuple(_places(evidence, step, spoilt.kept.save.storage))
            if where:
                reason = sentence("An operator of your own wrote there; its schema does not say so.")
                yield told(evidence, CODE, TITLE, spoilt, where, reason)
                return


def _places(evidence: Evidence, step: Step, storage: str | None) -> Iterator[Place]:
    """The lines that may have written, where the next step is the call of an operator that is not torch's."""
    following = evidence.steps[step.index + 1] if step.index + 1 < len(evidence.steps) else step
    if not following.op.endswith(".default"):
        return
    for unheard in step.unheard:
        if unheard.storage == storage:
            yield from (place(following).model_copy(update={"line": line}) for line in unheard.lines)
