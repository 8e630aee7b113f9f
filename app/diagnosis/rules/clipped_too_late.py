"""IL229: Gradients were clipped or scaled after the optimizer's step had used them.

What happened
    `optimizer.step()` came first, `clip_grad_norm_` after it. The step used the gradients as backward had made them;
    what was written afterwards was zeroed or dropped before anything read it.

Why torch does not notice
    A gradient is an ordinary tensor that may be written at any time; what the numbers were meant for is not known.

How to cure it
    Move the line between backward and the step: `loss.backward()`, `clip_grad_norm_(…)`, `optimizer.step()`.
    Where only the norm is wanted, ask for it without a write: `torch.nn.utils.get_total_norm`.

What each cure costs
    Moving the line costs nothing. Training changes, as was meant: large gradients now make smaller steps.

Limits
    Silent where the write changed no element, where the next backward pass adds to what was written, and where the
    program ends before it can be seen what becomes of it.

Source
    docs.pytorch.org, torch.nn.utils.clip_grad_norm_: "Gradients are modified in-place."
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.evidence import Evidence
from ..facts.gradients import Event, Gradient, Gradients, gradients_of
from ..model import Diagnosis
from ..telling.hazards import hazard, wrote
from ..telling.places import place

CODE = "IL229"
TITLE = "Gradients were clipped or scaled after the optimizer's step had used them"

_Site = tuple[str, int | None]
_Found = tuple[Gradient, Event, Event]
"""A gradient, the step of an optimizer that used it, and the write that came too late."""


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Lines whose writes were all lost, at least once before a further backward pass."""
    gradients = gradients_of(evidence)
    found: dict[_Site, list[_Found]] = {}
    useful: set[_Site] = set()
    for gradient in gradients:
        for at, event in enumerate(gradient.events):
            if event.fate == "written":
                used = _used(gradient, at)
                lost = _is_lost(gradients, gradient, at) if used is not None else False
                if lost is False:
                    useful.add(_site(event))
                elif lost and used is not None and _changed(gradient, event):
                    found.setdefault(_site(event), []).append((gradient, used, event))
    for site, each in found.items():
        if site not in useful:
            yield _diagnosis(*each[0])


def _site(event: Event) -> _Site:
    return event.step.frames[-1].file if event.step.frames else "", event.step.line


def _used(gradient: Gradient, at: int) -> Event | None:
    """The optimizer's step that had used the gradient since backward filled it."""
    for event in reversed(gradient.events[:at]):
        if event.fate in ("filled", "zeroed"):
            return None
        if event.fate == "stepped":
            return event
    return None


def _is_lost(gradients: Gradients, gradient: Gradient, at: int) -> bool | None:
    """Whether nothing read what was written; None where the program ends too early to tell."""
    written = gradient.events[at].step
    end = next((event for event in gradient.events[at + 1 :] if event.fate != "written"), None)
    if end is None:
        return None
    if end.fate not in ("zeroed", "dropped") or len(gradient.asked_until(end, written.index) - {written.line}) > 1:
        return False
    if end.fate == "zeroed" or gradients.pass_of(end.step.index) + 1 < len(gradients.passes):
        return True
    return None


def _changed(gradient: Gradient, event: Event) -> bool:
    """Whether the write is known to have changed an element: a norm below the limit is clipped by a factor of one."""
    return any(content.storage == gradient.storage for content in event.step.contents)


def _diagnosis(gradient: Gradient, used: Event, written: Event) -> Diagnosis:
    return hazard(
        CODE,
        TITLE,
        sentence(
            "Line %(written)s changed the gradients when the step in line %(used)s had used them already.",
            written=written.step.line or "?",
            used=used.step.line or "?",
        ),
        sentence("Nothing read them between that and the next zero_grad: the change did nothing."),
        overwritten=(wrote(written.step, *gradient.names),),
        saved=(place(used.step),),
        name=next(iter(gradient.names), ""),
        certain=True,
    )
