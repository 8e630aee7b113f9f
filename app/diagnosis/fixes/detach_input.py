"""Detach what enters the second loss: the graph of the first stays out of it.

The classic is the discriminator's loss on generated images: without `detach()` its backward runs through a generator
that has stepped in the meantime, and needs gradients that nobody uses.
"""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .backward_order import Order, orders, parameters
from .blocks import preceding
from .case import Case, Proposal, Site, numbers, on
from .edits import Edit
from .expressions import dotted, targets
from .program import Program, Statement, within

KIND = "detach the input"

MOST = 2


def find(case: Case) -> Iterator[Proposal]:
    """The backward for its own optimizer alone, then what the second loss takes from before the step detached."""
    for order in orders(case):
        if order.optimizer not in order.stepped:
            yield _restricted(order)
        yield from _detached(order)


def _restricted(order: Order) -> Proposal:
    comma = ", " if order.arguments else ""
    return Proposal(
        kind="backward for one optimizer",
        title=sentence(
            "Let the backward in line %(line)s compute gradients for %(optimizer)s alone.",
            line=order.program.lines(order.backward)[0],
            optimizer=order.optimizer,
        ),
        cost=costs.NOTHING,
        edits=on(
            order.program, [Edit(order.end, order.end, f"{comma}inputs={parameters(order.program, order.optimizer)}")]
        ),
    )


def _detached(order: Order) -> Iterator[Proposal]:
    """Names that were computed before the step and are handed to a call after it."""
    program = order.program
    computed = _computed(program, [*preceding(program, order.step)])
    between = order.between
    edits: list[Edit] = []
    sites: list[Site] = []
    for statement in between:
        for call in within(statement, cst.Call):
            for arg in call.args:
                if dotted(program, arg.value) in computed:
                    end = program.span(arg.value)[1]
                    edits.append(Edit(end, end, ".detach()"))
                    sites.append(Site(program, statement))
    if edits:
        yield Proposal(
            kind=KIND,
            title=sentence(
                "Detach what was computed before the step where line %(lines)s uses it.", lines=numbers(sites)
            ),
            cost=costs.EARLIER,
            edits=on(program, list(dict.fromkeys(edits))),
            cuts=True,
        )


def _computed(program: Program, statements: list[Statement]) -> set[str]:
    """The names that got the result of a call or of arithmetic."""
    assigns = [
        s
        for s in statements
        if isinstance(s, cst.Assign) and isinstance(s.value, (cst.Call, cst.BinaryOperation, cst.Tuple))
    ]
    return {name for s in assigns for target in targets(s) if (name := dotted(program, target))}
