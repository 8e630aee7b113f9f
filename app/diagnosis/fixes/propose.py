"""Propose: every kind of fix is asked what it would change; what is worth a run is handed on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice, zip_longest

from ..model import Diagnosis
from . import (
    backward_order,
    captured,
    clone_at_save,
    clone_before_write,
    clone_operand,
    constructor_flag,
    counted,
    custom_function,
    densify,
    detach_input,
    detach_state,
    functorch,
    gradients,
    hook_return,
    index_write,
    leaf,
    no_grad,
    open_write,
    out_of_place,
    parameter_copies,
    recompute,
    reorder,
    second_backward,
    stack_rows,
    tempting,
    views,
)
from .candidate import Candidate
from .case import Case, Proposal
from .edits import Edit, apply
from .program import Program, compiles

Kind = Callable[[Case], Iterator[Proposal]]

MOST = 14
"""So many changes of one diagnosis are worth a run each."""

MOST_TEMPTING = 3

_MOST_OF_A_KIND = 8

_KINDS: tuple[Kind, ...] = (
    constructor_flag.find,
    out_of_place.find,
    stack_rows.find,
    detach_state.find,
    detach_input.find,
    backward_order.find,
    parameter_copies.find,
    no_grad.find,
    clone_operand.find,
    clone_at_save.find,
    clone_before_write.find,
    hook_return.find,
    index_write.find,
    reorder.find,
    views.find,
    gradients.find,
    second_backward.find,
    open_write.find,
    captured.find,
    counted.find,
    custom_function.find,
    densify.find,
    functorch.find,
    leaf.find,
    recompute.find,
    tempting.find,
)
"""Every kind, in the order in which they are worth trying."""

_FIRST: dict[str, tuple[Kind, ...]] = {
    "IL004": (stack_rows.find,),
    "IL006": (detach_input.find, backward_order.find, parameter_copies.find, reorder.find),
    "IL007": (detach_state.find,),
    "IL009": (reorder.find, clone_at_save.find),
    "IL011": (gradients.find,),
    "IL109": (clone_before_write.find,),
    "IL110": (clone_operand.find,),
    "IL103": (out_of_place.find, views.find),
    "IL104": (views.find,),
    "IL105": (no_grad.find,),
    "IL108": (custom_function.find,),
    "IL113": (counted.find,),
    "IL116": (functorch.find, index_write.find),
    "IL118": (densify.find,),
    "IL119": (leaf.find,),
    "IL120": (second_backward.find, recompute.find, detach_state.find, leaf.find),
    "IL207": (custom_function.find,),
    "IL201": (open_write.find,),
    "IL203": (open_write.find,),
    "IL218": (counted.find,),
    "IL219": (counted.find,),
    "IL227": (counted.find,),
}
"""What is tried first for one class of errors."""


def propose(diagnosis: Diagnosis, sources: Mapping[str, str]) -> tuple[Candidate, ...]:
    """Changes that may cure what was diagnosed, the most promising first. Each is a program that compiles."""
    case = Case(diagnosis, sources)
    first = _FIRST.get(diagnosis.code, ())
    kinds = dict.fromkeys((*first, *_KINDS))
    honest: list[Candidate] = []
    wrong: list[Candidate] = []
    for candidate in _distinct(case, _in_turn(islice(kind(case), _MOST_OF_A_KIND) for kind in kinds)):
        (wrong if candidate.tempting else honest).append(candidate)
    wrong = wrong[:MOST_TEMPTING]
    return (*honest[: MOST - len(wrong)], *wrong)


def _in_turn(found: Iterable[Iterator[Proposal]]) -> Iterator[Proposal]:
    """The first of each kind, then the second of each, so that no kind crowds out the others."""
    for proposals in zip_longest(*found):
        yield from (proposal for proposal in proposals if proposal is not None)


def _distinct(case: Case, proposals: Iterable[Proposal]) -> Iterator[Candidate]:
    """Proposals as texts: each text once, and only if it differs and compiles."""
    seen: set[tuple[tuple[str, str], ...]] = set()
    for proposal in proposals:
        changed = _changed(proposal)
        key = tuple(sorted(changed.items()))
        if changed and key not in seen and all(compiles(text) for text in changed.values()):
            seen.add(key)
            yield Candidate(
                kind=proposal.kind,
                title=proposal.title,
                cost=proposal.cost,
                sources=changed,
                tempting=proposal.tempting,
                cuts=proposal.cuts,
            )


def _changed(proposal: Proposal) -> dict[str, str]:
    """The files that a proposal changes; none where its edits contradict each other."""
    by_program: dict[Program, list[Edit]] = {}
    for program, edit in proposal.edits:
        by_program.setdefault(program, []).append(edit)
    texts = {program: apply(program.text, edits) for program, edits in by_program.items()}
    if None in texts.values():
        return {}
    return {program.file: text for program, text in texts.items() if text is not None and text != program.text}
