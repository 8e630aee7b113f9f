"""IL214: state_dict() was kept as if it were a copy.

What happened
    `best = model.state_dict()` is a dict of references: its tensors lie in the memory of the parameters. The optimizer
    goes on writing there, so the best weights are always the latest ones. Loading them back copies each parameter onto
    itself; comparing with them compares the parameters with themselves.

Why torch does not notice
    state_dict is meant to be saved to a file at once, and for that a copy would be a waste.

How to cure it
    `best = copy.deepcopy(model.state_dict())`, or `{k: v.clone() for k, v in model.state_dict().items()}`.
    Or write it to a file: `torch.save(model.state_dict(), path)`.

What each cure costs
    One copy of the parameters and buffers.

Limits
    Reported where the dict is loaded back or compared after the optimizer has written, or was taken in the middle of
    training and is still there at its end.

Source
    docs.pytorch.org, torch.nn.Module.state_dict: "the returned object is a shallow copy. It contains references to the
    module's parameters and buffers".
"""

from collections.abc import Iterator

from ...sentence import Sentence, sentence
from ...trace import Step
from ..facts.aliases import Aliases, Rewrite, aliases_of
from ..facts.evidence import Evidence
from ..facts.name import Name
from ..model import Diagnosis, Place
from ..telling.hazards import bound, hazard, wrote
from ..telling.places import place

CODE = "IL214"
TITLE = "state_dict() was kept as if it were a copy"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """An entry of a dict in a parameter's memory, which was written since, and of which a copy was expected."""
    aliases = aliases_of(evidence)
    told: set[str] = set()
    for rewrite in aliases.rewrites:
        for name in rewrite.names:
            dict_ = name.name.rpartition("[")[0]
            if dict_ in told or not _is_reference(evidence, name) or rewrite.step.phase != "optimizer":
                continue
            if (said := _sign(evidence, aliases, rewrite, name)) is not None:
                told.add(dict_)
                yield hazard(
                    CODE,
                    TITLE,
                    sentence("%(name)s lies in the memory of the parameter itself.", name=name.name),
                    sentence("Line %(line)s (%(op)s) wrote there.", line=rewrite.step.line or "?", op=rewrite.step.op),
                    said,
                    overwritten=(wrote(rewrite.step, name.name),),
                    saved=(_taken(evidence, name),),
                    name=dict_,
                )


def _taken(evidence: Evidence, name: Name) -> Place:
    """Where the dict was asked for."""
    maker = evidence.made(evidence.tensors[name.tensor])
    return place(maker) if maker is not None and maker.op == "detach" else bound(evidence, name)


def _is_reference(evidence: Evidence, name: Name) -> bool:
    """Whether a name is an entry of a dict for the memory of a parameter, and not for the parameter itself."""
    tensor = evidence.tensors[name.tensor]
    if not name.name.endswith("']") or tensor.parameter or not evidence.of_parameter(tensor.storage):
        return False
    return any(other.parameter and other.shape == tensor.shape for other in evidence.on(tensor.storage))


def _sign(evidence: Evidence, aliases: Aliases, rewrite: Rewrite, name: Name) -> Sentence | None:
    """What shows that a copy was expected."""
    for index in range(rewrite.step.index + 1, min(len(evidence.steps), aliases.until(name, rewrite.step.index) + 1)):
        step = evidence.steps[index]
        if name.tensor not in step.reads:
            continue
        if any(write.storage == rewrite.write.storage and write.kernel == "aten::copy_" for write in step.writes):
            return sentence("Line %(line)s copied the parameter onto itself.", line=step.line or "?")
        if _others_read(evidence, step, name):
            return sentence("Line %(line)s compared the parameter with itself.", line=step.line or "?")
    if aliases.ends.get((name.frame, name.name)) == name and _is_in_training(aliases, rewrite, name):
        return sentence("It was taken in the middle of training, and holds the weights of the end.")
    return None


def _others_read(evidence: Evidence, step: Step, name: Name) -> bool:
    there = evidence.tensors[name.tensor]
    others = [evidence.tensors[id_] for id_ in step.reads if id_ != name.tensor]
    return any((o.storage, o.offset, o.shape) == (there.storage, there.offset, there.shape) for o in others)


def _is_in_training(aliases: Aliases, rewrite: Rewrite, name: Name) -> bool:
    return any(
        other.write.storage == rewrite.write.storage
        and other.step.phase == "optimizer"
        and other.step.index <= name.since
        for other in aliases.rewrites
    )
