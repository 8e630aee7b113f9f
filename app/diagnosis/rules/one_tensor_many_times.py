"""IL216: A list holds one tensor several times, and it was written in place.

What happened
    `[torch.zeros(3)] * 4` is a list of four references to one tensor, as is `dict.fromkeys(keys, torch.zeros(3))`. In
    place, writing to one entry writes to all of them.

Why torch does not notice
    There is one tensor only, and it was written correctly. The list is Python's.

How to cure it
    Make one tensor for each entry: `[torch.zeros(3) for _ in range(4)]`.
    Or one tensor with a dimension more: `torch.zeros(4, 3)`.
    Or replace entries instead of writing into them: `sums[k] = sums[k] + x`.

What each cure costs
    The memory that the list was meant to have.

Limits
    Reported where a write came by way of the list.

Source
    docs.python.org, Common Sequence Operations: items in the sequence are not copied, they are referenced.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ..facts.aliases import Rewrite, aliases_of
from ..facts.evidence import Evidence
from ..facts.name import Name, mentions
from ..model import Diagnosis
from ..telling.hazards import bound, hazard, wrote

CODE = "IL216"
TITLE = "A list holds one tensor several times, and it was written in place"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """A write to a tensor that was put into one list several times at once."""
    told: set[str] = set()
    for rewrite in aliases_of(evidence).rewrites:
        if (
            evidence.of_parameter(rewrite.write.storage)
            or rewrite.step.node is not None
            or rewrite.write.tensor in told
        ):
            continue
        names = next((group for group in _groups(rewrite) if _by_list(rewrite, group[0])), None)
        if names is not None:
            told.add(rewrite.write.tensor)
            yield _diagnosis(evidence, rewrite, names)


def _groups(rewrite: Rewrite) -> list[list[Name]]:
    """The names that are entries of one list, for the same tensor, since the same moment; those with a line first."""
    found: dict[tuple[str, str, str, int], list[Name]] = {}
    for name in rewrite.names:
        if name.name.endswith("]"):
            found.setdefault((name.frame, name.name.rpartition("[")[0], name.tensor, name.since), []).append(name)
    groups = [group for group in found.values() if len(group) > 1]
    return sorted(groups, key=lambda group: (-group[0].depth, group[0].line is None))


def _by_list(rewrite: Rewrite, name: Name) -> bool:
    """Whether the write came by way of the list: it is mentioned, or what was written had been taken out of it."""
    inner = len(rewrite.step.frames) - 1
    through = [n for n in rewrite.names if n.plain and n.depth == inner and mentions(rewrite.step, n)]
    return mentions(rewrite.step, name) or any(each.item for each in through)


def _diagnosis(evidence: Evidence, rewrite: Rewrite, names: list[Name]) -> Diagnosis:
    return hazard(
        CODE,
        TITLE,
        sentence("%(names)s are one and the same tensor.", names=", ".join(name.name for name in names[:4])),
        sentence(
            "Line %(line)s (%(op)s) wrote into it, and so into all of them.",
            line=rewrite.step.line or "?",
            op=rewrite.step.op,
        ),
        overwritten=(wrote(rewrite.step, *(name.name for name in names)),),
        saved=(bound(evidence, names[0]),),
        name=names[0].name,
    )
