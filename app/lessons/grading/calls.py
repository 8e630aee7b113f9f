"""Calls: whether an answer still makes the calls that it should, and makes none that it should not."""

import ast
from collections.abc import Iterator, Sequence
from itertools import pairwise

from ...sentence import Sentence, sentence
from ...trace import Step, Trace
from ..keeping import called
from .evidence import Evidence, Pair
from .program import Program
from .wording import short


def lost_call(evidence: Evidence, calls: Sequence[str]) -> Sentence | None:
    """The first call that is made less often than in the exemplar, or has no part in the gradients any more."""
    for pair in evidence.pairs:
        for call in calls:
            if lost := _lost(call, pair, evidence):
                return lost
    return None


def forbidden(answer: Program, exemplar: Program, what: Sequence[str]) -> Sentence | None:
    """The first use of something that is not the way, beyond what the exemplar uses itself."""
    found = [(line, name) for name in what for line in _beyond(answer, exemplar, name)]
    if not found:
        return None
    line, name = min(found)
    return _FORBIDDEN.get(name, _not_the_way)(line, name)


def _lost(call: str, pair: Pair, evidence: Evidence) -> Sentence | None:
    if call == "step":
        has, should = (len(account.updates) for account in pair.accounts)
    elif call == "checkpoint":
        has, should = (_checkpoints(trace) for trace in (pair.own, pair.model))
    else:
        has, should = (len(list(_made(trace, call))) for trace in (pair.own, pair.model))
    if should == 0:
        has, should = (len(list(_written(each, call))) for each in (evidence.answer, evidence.exemplar))
    if has < should:
        return sentence(
            "%(call)s is called %(has)s×, and should still be called %(should)s×. Keep it, and change something else.",
            call=short(call),
            has=has,
            should=should,
        )
    if _felt(pair.own, call) < _felt(pair.model, call):
        return sentence(
            "%(call)s is called, but backward does not come through it as it should. "
            "Let the loss depend on what it returns.",
            call=short(call),
        )
    return None


def _made(trace: Trace, call: str) -> Iterator[Step]:
    """The calls of that name that came to something, outside of the making of modules."""
    for step in trace.steps:
        if step.node is None and not step.failed and step.phase != "setup" and _is(step, call):
            yield step


def _is(step: Step, call: str) -> bool:
    """A call is meant in place, too, unless it is written with its underscore."""
    return step.op.rsplit(".", 1)[-1] == call if call.endswith("_") else called(step) == call


def _felt(trace: Trace, call: str) -> int:
    """How many of the calls made a node that a backward pass ran."""
    ran = {step.node for step in trace.steps if step.node is not None and not step.failed}
    steps = {node.step for node in trace.nodes if node.id in ran}
    return sum(step.index in steps for step in _made(trace, call))


def _checkpoints(trace: Trace) -> int:
    """How many stretches of steps a checkpoint called back for."""
    inside = [any(frame.checkpoint for frame in step.frames) for step in trace.steps if step.phase == "forward"]
    return sum(now and not before for before, now in pairwise([False, *inside]))


def _written(program: Program, call: str) -> Iterator[ast.Call]:
    """The calls of that name that stand in a program."""
    for node in program.nodes:
        if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == call:
            yield node


def _beyond(answer: Program, exemplar: Program, name: str) -> list[int]:
    """The lines of an answer that use a name, but for as many uses as the exemplar has."""
    theirs = [statement for _, statement in _uses(exemplar, name)]
    ours = list(_uses(answer, name))
    own = sorted(line for line, statement in ours if statement not in theirs)
    return own if len(ours) > len(theirs) and own else sorted(line for line, _ in ours)[len(theirs) :]


def _uses(program: Program, name: str) -> Iterator[tuple[int, str]]:
    """The lines where a name is used as an attribute, a call, an import or a switch, with the whole statement."""
    for node in program.nodes:
        match node:
            case ast.Attribute(attr=attr) if attr == name:
                used = True
            case ast.Name(id=id_, ctx=ast.Load()):
                used = program.aliases.get(id_, "").rpartition(".")[2] == name or (
                    id_ == name and _is_called(program, node)
                )
            case ast.keyword(arg=arg, value=value):
                used = arg == name and not (isinstance(value, ast.Constant) and value.value is False)
            case _:
                used = False
        if used:
            yield int(getattr(node, "lineno", 0)), _statement(program, node)


def _is_called(program: Program, node: ast.AST) -> bool:
    outer = program.parent(node)
    return isinstance(outer, ast.Call) and outer.func is node


def _statement(program: Program, node: ast.AST) -> str:
    return next((ast.dump(outer) for outer in program.around(node) if isinstance(outer, ast.stmt)), "")


def _data(line: int, name: str) -> Sentence:
    return sentence(
        "Line %(line)s uses .data, which hides the write from autograd: the gradient would be wrong in silence. "
        "Find a way that autograd sees.",
        line=line,
    )


def _detach(line: int, name: str) -> Sentence:
    return sentence("Line %(line)s uses detach, which cuts the graph. Find a way that keeps it.", line=line)


def _no_grad(line: int, name: str) -> Sentence:
    return sentence("Line %(line)s uses no_grad, which records no graph. Find a way that records one.", line=line)


def _clone(line: int, name: str) -> Sentence:
    return sentence("Line %(line)s uses clone, which costs a copy. Find a way that needs none.", line=line)


def _not_the_way(line: int, name: str) -> Sentence:
    return sentence(
        "Line %(line)s uses %(name)s, which is not the way that is asked for. Do without it.",
        line=line,
        name=short(name),
    )


_FORBIDDEN = {"data": _data, "detach": _detach, "no_grad": _no_grad, "clone": _clone}
