"""IL212: A layer returned its own input, and that was written in place.

What happened
    In eval mode, or with p=0, a dropout returns the very tensor that it was given. So do nn.Identity, a drop path that
    is switched off, and any layer of your own with a way through that does nothing. The next line wrote in place, in
    the belief of having a fresh tensor, and wrote into the input, which is used again later.

Why torch does not notice
    To return the input is the fastest way to do nothing. While training, the same line gets a fresh tensor, so training
    and evaluation compute different things.

How to cure it
    Write out of place after such a layer: `h = h * scale` for `h *= scale`.
    Or let the write come before the layer.

What each cure costs
    One more tensor of that size.

Limits
    A function that writes its argument and returns it is taken to be meant so.

Source
    torch/nn/functional.py, dropout; aten/src/ATen/native/Dropout.cpp: without training the input is returned.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.aliases import Aliases, Reading, Rewrite, aliases_of
from ..facts.branches import joined, victims
from ..facts.evidence import Evidence
from ..facts.name import Name, mentions
from ..facts.names_of_calls import CONVERTS
from ..model import Diagnosis
from ..telling.hazards import bound, hazard, wrote

CODE = "IL212"
TITLE = "A layer returned its own input, and that was written in place"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A write through a name that a call gave to memory which an older variable names, too; that one is read again."""
    aliases = aliases_of(evidence)
    for rewrite in aliases.rewrites:
        if rewrite.step.node is not None or evidence.category(rewrite.write.storage) == "parameters":
            continue
        found = (_found(aliases, rewrite, name) for name in victims(rewrite))
        if (pair := next((each for each in found if each is not None), None)) is not None:
            yield _diagnosis(evidence, rewrite, *pair)


def _found(aliases: Aliases, rewrite: Rewrite, alias: Name) -> tuple[Name, Name, Reading] | None:
    """The alias that the write went through, the older name, and where the program came back to that."""
    if not _is_given(alias) or not mentions(rewrite.step, alias):
        return None
    for name in victims(rewrite):
        older = (
            name.frame == alias.frame and name.name != alias.name and not name.returned and name.since <= alias.since
        )
        if older and not mentions(rewrite.step, name) and not _written_by_the_call(aliases, rewrite, name, alias):
            reading = joined(aliases, rewrite, name)
            if reading is None and alias.returned != "call":
                reading = next(aliases.readings(name, rewrite.step.index), None)
            if reading is not None:
                return alias, name, reading
    return None


def _is_given(alias: Name) -> bool:
    return bool(alias.returned) and alias.returned not in CONVERTS and not alias.returned.endswith("_")


def _written_by_the_call(aliases: Aliases, rewrite: Rewrite, name: Name, alias: Name) -> bool:
    """Whether the call that returned the tensor had written it: then nobody expects a fresh one."""
    return any(
        other.write.storage == rewrite.write.storage and name.since < other.step.index <= alias.since
        for other in aliases.rewrites
    )


def _diagnosis(evidence: Evidence, rewrite: Rewrite, alias: Name, name: Name, reading: Reading) -> Diagnosis:
    return hazard(
        CODE,
        TITLE,
        sentence(
            "%(alias)s is the same tensor as %(name)s: the call in line %(made)s returned what it was given.",
            alias=alias.name,
            name=name.name,
            made=bound(evidence, alias).line or "?",
        ),
        sentence(
            "Line %(line)s (%(op)s) wrote into both, and %(name)s was used again afterwards.",
            line=rewrite.step.line or "?",
            op=rewrite.step.op,
            name=name.name,
        ),
        overwritten=(wrote(rewrite.step, alias.name, name.name),),
        saved=(bound(evidence, name),),
        made=(bound(evidence, alias),),
        name=name.name,
    )
