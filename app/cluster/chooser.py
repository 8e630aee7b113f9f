"""The chooser: which machine a run goes to. A pure function of how busy they are."""

from collections.abc import Iterable

from .member import Member


def choose(members: Iterable[Member], *, gpu: bool) -> Member | None:
    """The machine that is least busy for its size once the run is there; None where no machine is fit for it.

    A run that needs no GPU keeps off the machines that have one, where another is as free.
    """
    if gpu:
        fit = (member for member in members if member.gpus)
        return min(fit, key=lambda member: ((member.busy + 1) / member.gpus, member.node.id), default=None)
    return min(members, key=_on_processors, default=None)


def _on_processors(member: Member) -> tuple[float, bool, str]:
    return (member.busy + 1) / member.node.processors, member.gpus > 0, member.node.id
