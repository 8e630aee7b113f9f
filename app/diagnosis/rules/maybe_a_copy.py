"""IL213: An operation that copies only where it must did not copy, and its result was written in place.

What happened
    `reshape`, `contiguous`, `flatten`, `to`, `float` and their like copy where shape, strides or dtype require it. Here
    they did not have to, so the result lies in the memory of the original, or is the original. An in-place operation on
    the result rewrote the original, which was used again later. For another dtype or layout the same line is harmless.

Why torch does not notice
    To avoid needless copies is what these operations are for. Whether a result is a copy can be asked
    (`a.data_ptr() == b.data_ptr()`), but nobody is told.

How to cure it
    Write out of place: `image = image.float() - mean`.
    Or ask for a copy: `image.to(torch.float32, copy=True)`, `x.reshape(-1).clone()`.
    Where the original is meant to be written, say so by `view`, which never copies.

What each cure costs
    One more tensor of that size.

Limits
    Reported where an arithmetic operation wrote through the result's own name and the original's name was used again.

Source
    docs.pytorch.org, torch.reshape: "you should not depend on the copying vs. viewing behavior"; torch.Tensor.to.
"""

from collections.abc import Iterator

from ...sentence import sentence
from ...trace import Step
from ..facts.aliases import Aliases, Reading, Rewrite, aliases_of
from ..facts.evidence import Evidence
from ..facts.name import Name, mentions, runs
from ..facts.names_of_calls import CONVERTS
from ..model import Diagnosis, Place
from ..telling.hazards import ARITHMETIC, bound, hazard, wrote
from ..telling.places import place

CODE = "IL213"
TITLE = "An operation that copies only where it must did not copy, and its result was written in place"


def find(evidence: Evidence) -> Iterator[Diagnosis]:
    """Arithmetic in place on what such a call returned, and an older name of the memory that was used afterwards."""
    aliases = aliases_of(evidence)
    converted = _converted(evidence)
    for rewrite in aliases.rewrites:
        since = converted.get(rewrite.write.tensor)
        inside = rewrite.step.frames[-1].function if rewrite.step.frames else ""
        if (
            since is None
            or rewrite.write.kernel not in ARITHMETIC
            or inside.endswith("_")
            or rewrite.step.node is not None
        ):
            continue
        if _copied_back(evidence, rewrite) or (through := _through(rewrite)) is None:
            continue
        for name in sorted(rewrite.names, key=lambda name: -name.depth):
            reading = _read_again(aliases, rewrite, name, through, since[0])
            if reading is not None:
                yield _diagnosis(evidence, rewrite, name, through, since)
                break


def _converted(evidence: Evidence) -> dict[str, tuple[int, str]]:
    """The tensors that such calls returned without copying: since which step, and which call it was."""
    found: dict[str, tuple[int, str]] = {}
    for step in evidence.steps:
        for returned in step.returned:
            if returned.op in CONVERTS:
                found[returned.tensor] = step.index, returned.op
        for id_ in step.creates if step.op in CONVERTS else ():
            storage = evidence.storages.get(evidence.tensors[id_].storage or "")
            if storage is not None and storage.born < step.index:
                found[id_] = step.index, step.op
    return found


def _through(rewrite: Rewrite) -> Name | None:
    """The variable that the write went through: that of the innermost frame, which mentions it."""
    inner = len(rewrite.step.frames) - 1
    own = [name for name in rewrite.names if name.plain and name.depth == inner and mentions(rewrite.step, name)]
    return next((name for name in own if name.tensor == rewrite.write.tensor), None)


def _read_again(aliases: Aliases, rewrite: Rewrite, name: Name, through: Name, since: int) -> Reading | None:
    if (name.frame, name.name) == (through.frame, through.name) or name.since > since or name.returned:
        return None
    if name.head == through.head and name.frame == through.frame:
        return None
    inner = len(rewrite.step.frames) - 1
    if not runs(rewrite.step, name) or (name.depth == inner and mentions(rewrite.step, name)):
        return None
    return next(aliases.readings(name, rewrite.step.index), None)


def _copied_back(evidence: Evidence, rewrite: Rewrite) -> bool:
    """Whether the result was copied to where it came from: then the program is right with a copy and without."""
    return any(
        write.kernel == "aten::copy_" and write.storage == rewrite.write.storage and _reads(evidence, step, rewrite)
        for step in evidence.steps[rewrite.step.index + 1 :]
        for write in step.writes
    )


def _reads(evidence: Evidence, step: Step, rewrite: Rewrite) -> bool:
    return any(evidence.tensors[id_].storage == rewrite.write.storage for id_ in step.reads)


def _diagnosis(evidence: Evidence, rewrite: Rewrite, name: Name, through: Name, since: tuple[int, str]) -> Diagnosis:
    return hazard(
        CODE,
        TITLE,
        sentence(
            "%(op)s had nothing to copy: %(alias)s lies in the memory of %(name)s.",
            op=since[1],
            alias=through.name,
            name=name.name,
        ),
        sentence(
            "Line %(line)s (%(write)s) rewrote both, and %(name)s was used again afterwards.",
            line=rewrite.step.line or "?",
            write=rewrite.step.op,
            name=name.name,
        ),
        overwritten=(wrote(rewrite.step, through.name, name.name),),
        made=(_made(evidence, through, since),),
        name=name.name,
    )


def _made(evidence: Evidence, through: Name, since: tuple[int, str]) -> Place:
    step = evidence.steps[since[0]]
    return place(step) if step.op == since[1] else bound(evidence, through)
