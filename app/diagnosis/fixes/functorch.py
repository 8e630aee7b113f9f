"""functorch: a batch norm that keeps statistics cannot be mapped over models; one without can."""

from collections.abc import Iterator

import libcst as cst

from ...sentence import sentence
from . import costs
from .case import Case, Proposal, on
from .expressions import calls, dotted, last_name
from .lines import before
from .program import within

KIND = "no running statistics"


def find(case: Case) -> Iterator[Proposal]:
    """`replace_all_batch_norm_modules_` for the module that is called, above the line that maps over it."""
    if case.diagnosis.code != "IL116":
        return
    for site in case.callers(case.diagnosis.overwritten or case.diagnosis.made):
        program = site.program
        mapped = any(last_name(call.func) in ("vmap", "grad", "jacrev", "jacfwd") for call in calls(site.statement))
        called = [call for call in within(program.module, cst.Call) if last_name(call.func) == "functional_call"]
        names = dict.fromkeys(dotted(program, call.args[0].value) for call in called if call.args)
        for name in names if mapped else ():
            if name and (
                above := before(program, site.statement, f"torch.func.replace_all_batch_norm_modules_({name})")
            ):
                yield Proposal(
                    kind=KIND,
                    title=sentence("Map over %(name)s without running statistics of its batch norm.", name=name),
                    cost=costs.NOTHING,
                    edits=on(program, [above]),
                )
