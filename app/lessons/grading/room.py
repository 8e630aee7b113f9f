"""Room: whether a figure of an answer's run is at most that of the exemplar."""

from ...sentence import Sentence, sentence
from ...trace import Trace
from ..figures import figure_of
from ..manifest import Figure, Memory
from .evidence import Evidence
from .wording import number

MOST_READ = 64
"""Numbers that an answer may read out of tensors one by one, beyond what the exemplar reads. Python's numbers are not
counted as memory."""

_READS = "aten::_local_scalar_dense"


def too_much(evidence: Evidence, check: Memory) -> Sentence | None:
    """How much more an answer needs than it should."""
    for pair in evidence.pairs:
        has, most = (_figure(trace, check.figure) for trace in (pair.own, pair.model))
        if has > most + check.slack:
            return _needs(check.figure, has, most + check.slack)
        if _read(pair.own) > _read(pair.model) + MOST_READ:
            return sentence(
                "The answer reads %(count)s numbers out of tensors one by one, where their bytes are not counted. "
                "Compute with whole tensors.",
                count=_read(pair.own),
            )
    return None


def enough(evidence: Evidence, check: Memory) -> Sentence:
    """How much an answer needs that needs no more than it should."""
    pair = evidence.pairs[0]
    has, most = (number(_figure(trace, check.figure)) for trace in (pair.own, pair.model))
    match check.figure:
        case "peak":
            return sentence("The peak is %(has)s bytes; the exemplar's is %(most)s.", has=has, most=most)
        case "forward_peak":
            return sentence("The peak of forward is %(has)s bytes; the exemplar's is %(most)s.", has=has, most=most)
        case "kept":
            return sentence("%(has)s bytes are kept for backward; the exemplar keeps %(most)s.", has=has, most=most)


def _needs(figure: Figure, has: int, most: int) -> Sentence:
    values = {"has": number(has), "most": number(most)}
    match figure:
        case "peak":
            return sentence(
                "The peak is %(has)s bytes; at most %(most)s are needed. Look at the step with the most live bytes.",
                has=values["has"],
                most=values["most"],
            )
        case "forward_peak":
            return sentence(
                "The peak of forward is %(has)s bytes; at most %(most)s are needed. "
                "Look at the call that makes a tensor which nothing else needs.",
                has=values["has"],
                most=values["most"],
            )
        case "kept":
            return sentence(
                "%(has)s bytes are kept for backward; at most %(most)s are needed. "
                "Look at what each node keeps: its input, its result or neither.",
                has=values["has"],
                most=values["most"],
            )


def _figure(trace: Trace, figure: Figure) -> int:
    """The figure, as the words of a lesson tell it too; of what is kept the most before any backward pass."""
    return max(figure_of(trace, figure), _kept(trace)) if figure == "kept" else figure_of(trace, figure)


def _kept(trace: Trace) -> int:
    """The most bytes that nodes keep when a backward pass begins.

    Beside results that is what was made from nothing and then filled with a result (`buffer.copy_(h)`).
    """
    filled = _filled(trace)
    kept: dict[str, set[str]] = {}
    most, live, before = 0, 0, "forward"
    for step in trace.steps:
        if step.phase == "backward" != before:
            most = max(
                most, live + sum(filled[storage] for storage in filled.keys() & set[str]().union(*kept.values()))
            )
        for save in step.saves:
            if save.storage is not None:
                kept.setdefault(save.node, set()).add(save.storage)
        for node in step.releases:
            kept.pop(node, None)
        before, live = step.phase, step.live.saved
    return most


def _filled(trace: Trace) -> dict[str, int]:
    """The bytes of storages that count as inputs or parameters, and that forward wrote something else into."""
    inputs = {each.id: each.nbytes for each in trace.storages if each.category in ("inputs", "parameters")}
    storage_of = {tensor.id: tensor.storage for tensor in trace.tensors}
    found: dict[str, int] = {}
    for step in trace.steps:
        for write in step.writes if step.phase == "forward" else ():
            elsewhere = any(storage_of.get(read) != write.storage for read in step.reads)
            if write.storage in inputs and elsewhere:
                found[write.storage] = inputs[write.storage]
    return found


def _read(trace: Trace) -> int:
    return sum(step.kernels.count(_READS) for step in trace.steps)
