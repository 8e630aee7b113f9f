"""IL210: Features were kept in a list or a dict, and rewritten afterwards.

What happened
    A hook, or the forward pass itself, put an intermediate tensor into a list or a dict. The next layer was an
    activation with inplace=True, or the same tensor was updated in place for the next step: what the list holds was
    rewritten, too. Grad-CAM, distillation and perceptual losses then look at features after the activation; all
    entries of a trajectory are the last state.

Why torch does not notice
    A list holds references. Nothing is wrong with the graph; the wrong thing was kept.

How to cure it
    Keep a copy: `features.append(output.clone())`.
    Or use inplace=False for the layer that follows.
    Or update out of place: `state = state + step`.

What each cure costs
    A copy of each tensor that is kept; inplace=False costs as much, and only where a layer follows that saves nothing.

Limits
    Writes through the list itself, as to a cache, are taken to be meant.

Source
    docs.pytorch.org, torch.nn.Module.register_forward_hook: the output is the tensor itself.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.aliases import Aliases, Rewrite, aliases_of
from ..facts.evidence import Evidence
from ..facts.name import Name, means, mentions
from ..model import Diagnosis
from ..telling.hazards import ACTIVATIONS, bound, hazard, wrote

CODE = "IL210"
TITLE = "Features were kept in a list or a dict, and rewritten afterwards"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """An entry of a list, dict or object whose memory was rewritten by somebody else, and that is still of use."""
    aliases = aliases_of(evidence)
    for rewrite in aliases.rewrites:
        if rewrite.step.node is not None or rewrite.step.phase not in ("forward", "backward"):
            continue
        if evidence.of_parameter(rewrite.write.storage):
            continue
        names = [name for name in rewrite.names if _is_captured(evidence, aliases, rewrite, name)]
        if names:
            yield _diagnosis(evidence, rewrite, names)


def _is_captured(evidence: Evidence, aliases: Aliases, rewrite: Rewrite, name: Name) -> bool:
    if name.plain or name.name.endswith(".grad") or means(rewrite.step, name):
        return False
    if not _by_layer(evidence, rewrite, name) and not _is_kept_again(aliases, rewrite, name):
        return False
    return _by_another(rewrite, name) and _is_of_use(evidence, aliases, rewrite, name)


def _by_layer(evidence: Evidence, rewrite: Rewrite, name: Name) -> bool:
    """Whether a layer rewrote its own input: an activation, or what stands in a forward."""
    if evidence.category(rewrite.write.storage) not in ("activations", "temporaries"):
        return False
    inside = rewrite.step.frames[-1].function if rewrite.step.frames else ""
    return rewrite.write.kernel in ACTIVATIONS or (inside.endswith("forward") and "[" in name.name)


def _is_kept_again(aliases: Aliases, rewrite: Rewrite, name: Name) -> bool:
    """Whether the same list is given the same tensor once more afterwards: the entries were meant to differ."""
    place = name.name.rpartition("[")[0]
    return bool(place) and any(
        other is not None and other.tensor == name.tensor and since >= rewrite.step.index
        for key, history in aliases.history.items()
        if key[0] == name.frame and key[1] != name.name and key[1].rpartition("[")[0] == place
        for since, other in history
    )


def _by_another(rewrite: Rewrite, name: Name) -> bool:
    """Whether the write did not come by way of the list: `for b in buffers: b.zero_()` does."""
    inner = len(rewrite.step.frames) - 1
    through = [n for n in rewrite.names if n.plain and n.depth == inner and mentions(rewrite.step, n)]
    return not through or any(not each.item for each in through)


def _is_of_use(evidence: Evidence, aliases: Aliases, rewrite: Rewrite, name: Name) -> bool:
    if aliases.ends.get((name.frame, name.name)) == name or any(aliases.readings(name, rewrite.step.index)):
        return True
    tensor = evidence.tensors[name.tensor]
    rest = evidence.steps[aliases.until(name, rewrite.step.index) :]
    return any(step.node is None and step.phase == "forward" and aliases.looks(step, tensor) for step in rest)


def _diagnosis(evidence: Evidence, rewrite: Rewrite, names: list[Name]) -> Diagnosis:
    name = names[0]
    return hazard(
        CODE,
        TITLE,
        sentence("%(name)s was kept in line %(line)s.", name=name.name, line=bound(evidence, name).line or "?"),
        sentence(
            "Line %(line)s (%(op)s) wrote into the same memory afterwards: %(name)s holds the new elements now.",
            line=rewrite.step.line or "?",
            op=rewrite.step.op,
            name=name.name,
        ),
        overwritten=(wrote(rewrite.step, *(each.name for each in rewrite.names)),),
        saved=tuple(bound(evidence, each) for each in names),
        name=name.name,
    )
