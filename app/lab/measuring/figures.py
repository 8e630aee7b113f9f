"""Figures: the three numbers that a run of a network is told by, read off its trace."""

from dataclasses import dataclass

from ...trace import Step, Trace
from ..network.spec import NetworkSpec
from ..programs.program import Program, stages_of


@dataclass(frozen=True)
class Figures:
    """Bytes of tensors' storages, from the call of the network on: what was alive before it counts, too."""

    forward_peak: int
    """Most live bytes at any moment of the forward pass."""
    kept: int
    """Bytes that are kept for backward when forward ends, without parameters and the network's input: those of the
    distinct storages that some node saved, or that a checkpoint keeps to compute again from."""
    step_peak: int
    """Most live bytes at any moment of the whole step."""


def called_steps(trace: Trace, program: Program) -> tuple[Step, ...]:
    """The steps from the call of the network on."""
    return tuple(step for step in trace.steps if step.frames and step.frames[0].line >= program.call)


def figures_of(spec: NetworkSpec, program: Program, trace: Trace) -> Figures:
    """The figures of a run that reached its end."""
    steps = called_steps(trace, program)
    forward = [step for step in steps if step.phase == "forward"]
    before = max((step.live.total for step in trace.steps[: len(trace.steps) - len(steps)][-1:]), default=0)
    return Figures(
        forward_peak=max((step.peak.total for step in forward), default=before),
        kept=_kept(spec, program, trace, forward),
        step_peak=max((step.peak.total for step in steps), default=before),
    )


def _kept(spec: NetworkSpec, program: Program, trace: Trace, forward: list[Step]) -> int:
    """Bytes of the distinct storages that are kept when forward ends, of those that were made in it."""
    if not forward:
        return 0
    released = {node for step in forward for node in step.releases}
    saves = [(step, save) for step in forward for save in step.saves if save.node not in released]
    kept = {save.storage for _, save in saves}
    if spec.options.checkpoint:
        kept |= _checkpointed(spec, program, trace, {step.line for step, save in saves if save.hook})
    first = forward[0].index
    return sum(storage.nbytes for storage in trace.storages if storage.id in kept and storage.born >= first)


def _checkpointed(spec: NetworkSpec, program: Program, trace: Trace, lines: set[int | None]) -> set[str | None]:
    """The storages that stages were given which are computed again in backward: those in which a hook keeps something.

    A stage is given what its first layer reads. The `lines` are those of the layers whose saved tensors a hook keeps.
    """
    storage_of = {tensor.id: tensor.storage for tensor in trace.tensors}
    given: set[str | None] = set()
    for start, end in stages_of(spec):
        if lines.intersection(program.lines[start:end]):
            first = next(step for step in trace.steps if step.line in program.lines[start:end])
            given |= {storage_of[tensor] for tensor in first.reads}
    return given
