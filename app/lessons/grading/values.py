"""Values: whether names hold what they should, and gradients are what they should be."""

import re
from collections.abc import Iterator, Sequence

from ...clinic.numbers import agree, size_of, told
from ...sentence import Sentence, sentence
from ...trace import Account, Sample, Step, Trace
from .evidence import Evidence, Pair
from .wording import short

_ZEROES = frozenset(("aten::zero_", "aten::_foreach_zero_"))
_GRADIENT = ".grad"


def other_values(evidence: Evidence, names: Sequence[str]) -> Sentence | None:
    """The first name that does not hold what it holds in the exemplar."""
    for number, pair in enumerate(evidence.pairs):
        has, should = map(_by_name, pair.accounts)
        for name in names:
            if difference := _other_value(name, has, should, again=number > 0):
                return difference
    ways = (_beside_the_way(name, pair) for pair in evidence.pairs for name in names)
    return next((said for said in ways if said is not None), None)


def other_gradients(evidence: Evidence, names: Sequence[str]) -> Sentence | None:
    """The first gradient that is not what it is in the exemplar, or was not computed by backward."""
    for pair in evidence.pairs:
        for name in names:
            if difference := _other_gradient(name, pair) or _by_hand(name, pair):
                return difference
    return _spoiled(evidence, names)


def _other_value(name: str, has: dict[str, Sample], should: dict[str, Sample], *, again: bool) -> Sentence | None:
    wanted = list(_meant(name, should))
    if not wanted:
        return _unknown(name)
    for part in wanted:
        if part not in has:
            return _missing(part)
        if not agree(has[part], should[part]):
            was, is_ = told(has[part], should[part])
            return _by_heart(part, was, is_) if again else _differs(part, was, is_)
    return None


def _beside_the_way(name: str, pair: Pair) -> Sentence | None:
    """A tensor that backward does not come through, and in the exemplar it does."""
    for part in _meant(name, _by_name(pair.accounts[1])):
        if _is_on_the_way(part, pair.model) and not _is_on_the_way(part, pair.own):
            return sentence(
                "%(name)s holds the right values, but backward does not come through it. Make the loss of it.",
                name=short(part),
            )
    return None


def _is_on_the_way(name: str, trace: Trace) -> bool:
    """Whether a backward pass ran the node that made what a name holds in the end."""
    tensors = {value.tensor for value in trace.values if plain(value.name) == name}
    nodes = {state.tensor: state.grad_fn for step in trace.steps for state in step.states if state.tensor in tensors}
    return any(step.node in nodes.values() for step in trace.steps if step.node is not None)


def _other_gradient(name: str, pair: Pair) -> Sentence | None:
    has, should = map(_by_name, pair.accounts)
    held, meant = ({plain(value.name) for value in trace.values} for trace in (pair.own, pair.model))
    beside = size_of(each for part, each in should.items() if part.endswith(_GRADIENT))
    tensors = [part for part in _meant(name, should) if f"{part}{_GRADIENT}" in should]
    if not tensors:
        return _unknown(f"{name}{_GRADIENT}")
    for part in tensors:
        gradient = f"{part}{_GRADIENT}"
        if part not in has:
            return _missing(part)
        if gradient not in has or (gradient in meant and gradient not in held):
            return sentence(
                "%(name)s has no gradient in the end. Look where the way from it to the loss is cut.", name=short(part)
            )
        if not agree(has[gradient], should[gradient], beside):
            return _wrong(part, has[gradient], should[gradient], beside)
    return None


def _wrong(name: str, has: Sample, should: Sample, beside: float) -> Sentence:
    was, is_ = told(has, should, beside)
    return sentence(
        "The gradient of %(name)s is %(has)s and should be %(should)s. Look for a write to something that backward "
        "needs, and for what the loss is made of.",
        name=short(name),
        has=short(was),
        should=short(is_),
    )


def _by_hand(name: str, pair: Pair) -> Sentence | None:
    """What a gradient was made by, where that was not backward alone, and in the exemplar it was."""
    for part in _meant(name, _by_name(pair.accounts[1])):
        ours, theirs = (set(_writers(trace, part)) for trace in (pair.own, pair.model))
        if extra := {step.op for step in ours} - {step.op for step in theirs}:
            step = min((step for step in ours if step.op in extra), key=lambda step: step.index)
            return sentence(
                "Line %(line)s writes into the gradient of %(name)s with %(op)s. Let backward compute it.",
                line=step.line or 0,
                name=short(part),
                op=short(step.op),
            )
        if part in _roots(pair.own) - _roots(pair.model):
            return sentence(
                "Backward begins at %(name)s itself, which only hands it a gradient. Begin it at the loss.",
                name=short(part),
            )
    return None


def _writers(trace: Trace, name: str) -> Iterator[Step]:
    """The steps that write into a gradient and belong to no backward pass; to make it zero is no way to forge it."""
    tensors = {value.tensor for value in trace.values if plain(value.name) == f"{name}{_GRADIENT}"}
    storages = {tensor.storage for tensor in trace.tensors if tensor.id in tensors and tensor.storage is not None}
    for step in trace.steps:
        if step.phase != "backward" and any(
            write.storage in storages and write.kernel not in _ZEROES for write in step.writes
        ):
            yield step


def _roots(trace: Trace) -> set[str]:
    """The names at which backward passes began."""
    return {plain(root.name) for root in trace.account.roots} if trace.account is not None else set()


def _spoiled(evidence: Evidence, names: Sequence[str]) -> Sentence | None:
    """The first gradient that copies of all that autograd kept would have made another one."""
    if evidence.oracle is None or evidence.oracle.account is None:
        return None
    has, should = _by_name(evidence.pairs[-1].accounts[0]), _by_name(evidence.oracle.account)
    beside = size_of(each for part, each in should.items() if part.endswith(_GRADIENT))
    for name in names:
        for part in _meant(name, should):
            gradient = f"{part}{_GRADIENT}"
            if gradient in has and gradient in should and not agree(has[gradient], should[gradient], beside):
                was, is_ = told(has[gradient], should[gradient], beside)
                return sentence(
                    "The gradient of %(name)s is %(has)s; from the values that autograd meant to keep it would be "
                    "%(should)s. Something writes over them unseen.",
                    name=short(part),
                    has=short(was),
                    should=short(is_),
                )
    return None


def plain(name: str) -> str:
    """A name with its numbers as modules write them: `net[0].weight` is `net.0.weight`."""
    return re.sub(r"\[(\d+)\]", r".\1", name)


def _meant(name: str, samples: dict[str, Sample]) -> Iterator[str]:
    """The tensors that a check means by a name: that one, or all in the module or list of that name."""
    name = plain(name)
    if name in samples:
        yield name
    else:
        yield from (each for each in samples if each.startswith(f"{name}.") and not each.endswith(_GRADIENT))


def _by_name(account: Account) -> dict[str, Sample]:
    return {plain(sample.name): sample for sample in account.ends}


def _unknown(name: str) -> Sentence:
    return sentence(
        "The exercise itself is broken: in its exemplar nothing is called %(name)s. Please tell whoever wrote it.",
        name=short(name),
    )


def _missing(name: str) -> Sentence:
    return sentence(
        "In the end there is no tensor %(name)s. Keep it under that name, outside of functions.", name=short(name)
    )


def _differs(name: str, was: str, is_: str) -> Sentence:
    return sentence(
        "%(name)s is not what it should be: it holds %(has)s and should hold %(should)s. "
        "Compare with what the given program computes.",
        name=short(name),
        has=short(was),
        should=short(is_),
    )


def _by_heart(name: str, was: str, is_: str) -> Sentence:
    return sentence(
        "With other numbers %(name)s is not what it should be: it holds %(has)s and should hold %(should)s. "
        "Compute it from what is given.",
        name=short(name),
        has=short(was),
        should=short(is_),
    )
