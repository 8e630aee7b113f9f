"""Document: an explanation as one JSON object, for other programs. Fields may be added, none will go."""

from collections.abc import Iterable

from ..clinic.model import Examined, Verdict
from ..diagnosis.model import Place
from ..trace import Record
from ..visible import visible_json
from .explanation import Explanation, Status


class Position(Record):
    """A line of a file, and how the script came there."""

    file: str
    line: int
    function: str
    op: str
    visit: int
    alias: tuple[str, ...]


class Problem(Record):
    """The exception that ended the script, or kept it from beginning."""

    type: str
    message: str
    line: int | None
    file: str


class Cure(Record):
    """A changed program, and what came of it."""

    title: str
    patch: str
    verdict: Verdict
    extra_peak_bytes: int | None
    extra_kept_bytes: int | None
    reason: str
    cost: str
    kind: str
    tempting: bool


class Found(Record):
    """One diagnosis."""

    code: str
    title: str
    saved: tuple[Position, ...]
    overwritten: tuple[Position, ...]
    raised: Position | None
    certain: bool
    explanation: str
    fixes: tuple[Cure, ...]
    made: tuple[Position, ...]
    also: tuple[Position, ...]
    name: str
    needed: int | None
    found: int | None


class Document(Record):
    """One target."""

    target: str
    status: Status
    error: Problem | None
    diagnoses: tuple[Found, ...]
    fine: tuple[str, ...]
    cuts: tuple[str, ...]


def document(explanation: Explanation) -> str:
    """An explanation on one line."""
    error = explanation.error
    whole = Document(
        target=explanation.target,
        status=explanation.status,
        error=Problem(type=error.type, message=error.message, line=error.line, file=error.file) if error else None,
        diagnoses=tuple(_found(each) for each in explanation.found),
        fine=tuple(str(each) for each in explanation.fine),
        cuts=tuple(cut.limit for cut in explanation.cuts),
    )
    return visible_json(whole.model_dump_json())


def _found(examined: Examined) -> Found:
    diagnosis = examined.diagnosis
    return Found(
        code=diagnosis.code,
        title=str(diagnosis.title),
        saved=_positions(diagnosis.saved),
        overwritten=_positions(diagnosis.overwritten),
        raised=next(iter(_positions([diagnosis.raised] if diagnosis.raised else [])), None),
        certain=diagnosis.certain,
        explanation=diagnosis.explanation,
        fixes=tuple(
            Cure(
                title=str(fix.title),
                patch=fix.patch,
                verdict=fix.verdict,
                extra_peak_bytes=fix.extra_peak_bytes,
                extra_kept_bytes=fix.extra_kept_bytes,
                reason=str(fix.reason),
                cost=str(fix.cost),
                kind=fix.kind,
                tempting=fix.tempting,
            )
            for fix in examined.fixes
        ),
        made=_positions(diagnosis.made),
        also=_positions(diagnosis.also),
        name=diagnosis.name,
        needed=diagnosis.needed,
        found=diagnosis.found,
    )


def _positions(places: Iterable[Place]) -> tuple[Position, ...]:
    """The places that lie in the script's own files."""
    return tuple(
        Position(
            file=place.file,
            line=place.line,
            function=place.frames[-1].function if place.frames else "",
            op=place.op,
            visit=place.visit,
            alias=place.alias,
        )
        for place in places
        if place.line is not None
    )
