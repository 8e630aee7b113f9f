"""Backward order: every backward before every step, where an optimizer steps between a forward and its backward.

NOTE [The leak]
Moving the step below the second backward is half of the cure. The second loss also depends on the parameters that step
late: its gradient would be added to theirs. So the second backward is told which parameters it is for (`inputs=`), or
its gradient is computed before the step and put aside.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import libcst as cst

from ...sentence import sentence
from . import costs
from .blocks import following, meet
from .case import Case, Proposal, Site, on
from .edits import Edit
from .expressions import calls, dotted, last_name, targets
from .lines import before, move_below
from .program import Program, Statement, within

KIND = "backward before the step"


@dataclass(frozen=True)
class Order:
    """A step that came too early, the backward that failed, and the optimizer which steps next."""

    program: Program
    step: Statement
    backward: Statement
    optimizer: str
    loss: str
    end: int
    arguments: str
    stepped: tuple[str, ...]
    direct: bool
    """The backward is called in the same block as the step, not in a function."""

    @property
    def between(self) -> list[Statement]:
        """What stands between the step and the backward."""
        below = following(self.program, self.step)
        return below[: below.index(self.backward)]


def find(case: Case) -> Iterator[Proposal]:
    """The step below the backward, which is for its own optimizer alone; the gradient put aside; the plain swap."""
    for order in orders(case):
        yield from _restricted(order)
        yield from _aside(order)
        yield from _swapped(order)


def orders(case: Case) -> Iterator[Order]:
    """Every step of an optimizer that stands above the failing backward in the block where both meet."""
    raised = case.diagnosis.raised
    seen: set[int] = set()
    for place in case.diagnosis.overwritten:
        met = meet(case, place, raised) if raised else None
        if met is None or id(met[1]) in seen or met[2] not in following(met[0], met[1]):
            continue
        seen.add(id(met[1]))
        if order := _order(*met, case.raised):
            yield order


def _order(program: Program, step: Statement, backward: Statement, raised: list[Site]) -> Order | None:
    own = [call for site in raised if site.program is program and (call := _backward_call(site.statement))]
    call = _backward_call(backward) or next(iter(own), None)
    if call is None or not isinstance(call.func, cst.Attribute) or not _steps(program, step):
        return None
    later = [name for s in following(program, backward) for name in _steps(program, s)]
    end = program.span(call)[1] - 1
    kept = ", ".join(program.code(arg) for arg in call.args).replace(",,", ",").rstrip(", ")
    stepped = tuple(_steps(program, step))
    direct, loss = _backward_call(backward) is not None, program.code(call.func.value)
    return Order(program, step, backward, (*later, *stepped)[0], loss, end, kept, stepped, direct)


def _backward_call(statement: Statement) -> cst.Call | None:
    found = [call for call in calls(statement) if last_name(call.func) == "backward"]
    return found[0] if len(found) == 1 else None


def _steps(program: Program, statement: Statement) -> list[str]:
    """The optimizers that a statement tells to step."""
    found = [call for call in calls(statement) if last_name(call.func) == "step"]
    stepped = [call.func.value for call in found if isinstance(call.func, cst.Attribute)]
    return [name for value in stepped if (name := dotted(program, value))]


def parameters(program: Program, optimizer: str) -> str:
    """The expression for all parameters of an optimizer; of one that the program wrote itself, what it calls them."""
    made = {last_name(call.func) for name, call in _constructed(program) if name == optimizer}
    for own in within(program.module, cst.ClassDef):
        if own.name.value in made and not own.bases:
            kept = [name for s in within(own, cst.Assign) for t in targets(s) if (name := dotted(program, t))]
            return next((f"{optimizer}{name[4:]}" for name in kept if name.startswith("self.")), optimizer)
    return f'[p for group in {optimizer}.param_groups for p in group["params"]]'


def _constructed(program: Program) -> Iterator[tuple[str, cst.Call]]:
    for assign in within(program.module, cst.Assign):
        if isinstance(assign.value, cst.Call):
            yield from ((dotted(program, target), assign.value) for target in targets(assign))


def _restricted(order: Order) -> Iterator[Proposal]:
    program = order.program
    edits = move_below(program, order.step, order.backward)
    if edits is None or order.optimizer in order.stepped:
        return
    comma = ", " if order.arguments else ""
    yield Proposal(
        kind=KIND,
        title=sentence(
            "Move the step in line %(line)s below the backward, which computes gradients for %(optimizer)s alone.",
            line=program.lines(order.step)[0],
            optimizer=order.optimizer,
        ),
        cost=costs.LATER_GRADIENTS,
        edits=on(
            program, [*edits, Edit(order.end, order.end, f"{comma}inputs={parameters(program, order.optimizer)}")]
        ),
    )


def _aside(order: Order) -> Iterator[Proposal]:
    """The second gradient is computed before the step and added where the second backward was."""
    program = order.program
    if not isinstance(order.backward, cst.Expr) or "later_grads" in program.words or "torch" not in program.words:
        return
    if not order.direct or any(order.loss == program.code(t) for s in order.between for t in targets(s)):
        return
    own = parameters(program, order.optimizer)
    ahead = f"later_grads = torch.autograd.grad({order.loss}, {own}, retain_graph=True, materialize_grads=True)"
    added = Edit(*program.span(order.backward), f"torch.autograd.backward({own}, later_grads)")
    above = before(program, order.step, ahead)
    if above is not None:
        yield Proposal(
            kind=KIND,
            title=sentence(
                "Compute the second gradient before the step in line %(line)s, and add it where it was so far.",
                line=program.lines(order.step)[0],
            ),
            cost=costs.LATER_GRADIENTS,
            edits=on(program, [above, added]),
        )


def _swapped(order: Order) -> Iterator[Proposal]:
    if edits := move_below(order.program, order.step, order.backward):
        yield Proposal(
            kind="swap",
            title=sentence(
                "Only move the step in line %(line)s below the second backward.",
                line=order.program.lines(order.step)[0],
            ),
            cost=costs.LEAK,
            edits=on(order.program, edits),
            tempting=True,
        )
