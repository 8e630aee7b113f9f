"""IL228: Gradients were zeroed between backward and the optimizer's step.

What happened
    `loss.backward()` made the gradients, zero_grad() threw them away, and only then came `optimizer.step()`. It found
    zeros, or no gradients at all: the parameters stay as they are, but for weight decay and old momentum.

Why torch does not notice
    Zeroing gradients is a write like any other, and an optimizer skips parameters that have no gradient: some may have
    none on purpose.

How to cure it
    Zero at the head of the iteration: `zero_grad()`, forward, `backward()`, `step()`.
    Or zero at its end, right after the step.

What each cure costs
    Moving a line costs nothing. After the step the memory of gradients is free during the next forward pass.

Limits
    Silent where anything read the gradients first, and where the same line also made steps that had gradients. Where
    they were dropped, no operator runs: inside a function the order of the lines is taken for the order of the calls,
    and the finding is a warning.

Source
    docs.pytorch.org, torch.optim.Optimizer.zero_grad; torch/optim/optimizer.py.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Step
from ..facts.evidence import Evidence
from ..facts.gradients import Event, Gradient, Gradients, gradients_of
from ..model import Diagnosis, Place
from ..telling.hazards import hazard, wrote
from ..telling.places import place

CODE = "IL228"
TITLE = "Gradients were zeroed between backward and the optimizer's step"

_Site = tuple[str, int | None]
_Lost = list[tuple[Gradient, Event]]
"""The gradients of a backward pass, each with what ended it."""


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Backward passes of which no gradient was used, and a step that came before the next pass; each line once."""
    gradients = gradients_of(evidence)
    seen: set[_Site] = set()
    for number in range(len(gradients.passes)):
        if lost := _lost(gradients, number):
            for diagnosis in (*_zeroed(gradients, number, lost), *_dropped(gradients, number, lost)):
                site = diagnosis.overwritten[0].file, diagnosis.overwritten[0].line
                if site not in seen:
                    seen.add(site)
                    yield diagnosis


def _lost(gradients: Gradients, number: int) -> _Lost:
    """What a pass made, where all of it was zeroed or dropped before it was used."""
    found: _Lost = []
    for gradient in gradients:
        filled = [
            at
            for at, event in enumerate(gradient.events)
            if event.fate == "filled" and gradients.pass_of(event.step.index) == number
        ]
        if not filled:
            continue
        end = next(iter(gradient.events[filled[-1] + 1 :]), None)
        if end is None or end.fate not in ("zeroed", "dropped") or end.step.index >= gradients.until(number):
            return []
        if len(gradient.asked_until(end, gradient.events[filled[-1]].step.index)) > 1:
            return []
        found.append((gradient, end))
    return found


def _zeroed(gradients: Gradients, number: int, lost: _Lost) -> Iterator[Diagnosis]:
    """A step that read the zeros."""
    for gradient, end in lost:
        after = gradient.events[gradient.events.index(end) + 1 :][:1]
        if end.fate == "zeroed" and after and after[0].fate == "stepped":
            step = after[0].step
            if step.index < gradients.until(number) and _site(step) not in _at_work(gradients):
                where = wrote(end.step, *gradient.names)
                yield _diagnosis(gradients, number, gradient, where, step.line, certain=True)


def _at_work(gradients: Gradients) -> set[_Site]:
    """The lines of steps that had a gradient to work with."""
    return {
        _site(event.step)
        for gradient in gradients
        for before, event in zip(gradient.events, gradient.events[1:], strict=False)
        if event.fate == "stepped" and before.fate not in ("zeroed", "stepped")
    }


def _dropped(gradients: Gradients, number: int, lost: _Lost) -> Iterator[Diagnosis]:
    """A step without any gradient, which only the account knows of: no operator runs in it."""
    account, last = gradients.evidence.account, _last(gradients, number)
    if account is None or account.cut or any(end.fate != "dropped" for _, end in lost):
        return
    if len({frame.file for step in gradients.evidence.steps for frame in step.frames}) > 1:
        return
    working = {update.line for update in account.updates if update.gradients}
    roots = _roots(gradients, gradients.until(number))
    for gradient, end in lost:
        for line in gradient.asked_until(end, last.index):
            for update in account.updates:
                if update.roots == roots and update.line not in working and _in_order(last.line, line, update.line):
                    where = place(last).model_copy(update={"line": line, "op": "grad", "alias": tuple(gradient.names)})
                    certain = [frame.function for frame in last.frames[-1:]] == ["<module>"]
                    yield _diagnosis(gradients, number, gradient, where, update.line, certain=certain)


def _roots(gradients: Gradients, index: int) -> int | None:
    """How many roots of backward passes there were before a step; None where the account counts otherwise."""
    account = gradients.evidence.account
    counts = [(step.index, step.kernels.count("aten::ones_like")) for step in gradients.evidence.steps if _begins(step)]
    if account is None or sum(count for _, count in counts) != len(account.roots):
        return None
    return sum(count for at, count in counts if at < index)


def _begins(step: Step) -> bool:
    return step.node is None and step.phase == "backward" and step.op in ("backward", "grad")


def _in_order(*lines: int | None) -> bool:
    known = [line for line in lines if line is not None]
    return len(known) == len(lines) and known == sorted(set(known))


def _last(gradients: Gradients, number: int) -> Step:
    """The last step of a backward pass."""
    steps = gradients.evidence.steps[gradients.passes[number] : gradients.until(number)]
    return [step for step in steps if step.node is not None][-1]


def _site(step: Step) -> _Site:
    return step.frames[-1].file if step.frames else "", step.line


def _diagnosis(
    gradients: Gradients, number: int, gradient: Gradient, where: Place, step: int | None, *, certain: bool
) -> Diagnosis:
    last = _last(gradients, number)
    return hazard(
        CODE,
        TITLE,
        sentence(
            "Line %(backward)s made gradients, and line %(zeroed)s threw them away before anything had used them.",
            backward=last.line or "?",
            zeroed=where.line or "?",
        ),
        sentence("The step in line %(step)s had nothing to learn from.", step=step or "?"),
        overwritten=(where,),
        saved=(place(last).model_copy(update={"op": "backward", "alias": tuple(gradient.names)}),),
        name=next(iter(gradient.names), ""),
        certain=certain,
    )
