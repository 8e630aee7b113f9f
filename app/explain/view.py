"""View: an explanation as people read it, in a terminal or in a file: the places in order, each with its lines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..clinic.model import Examined
from ..diagnosis.model import Place
from ..diagnosis.pages import rule_page
from ..trace import Frame
from .excerpt import Excerpt, excerpt
from .explanation import Explanation

_SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_MOST_LINES = 6
"""So many different lines that wrote are shown one by one."""
_CURES = "How to cure it"
_VERDICTS = {"verified": "✓ right", "wrong": "✕ wrong", "fails": "✕ fails"}
_LONG = "The script did more than is recorded in full. After that, only what errors of backward come from was watched."
_LIMITS = {
    "steps": _LONG,
    "tensors": _LONG,
    "recorder": "The recorder could not follow the script. From then on, only what errors of backward come from was "
    "watched.",
}


@dataclass(frozen=True)
class Spot:
    """A line that had a part in it."""

    sign: str
    where: str
    """File, line and function; and which time it was, where it was not the first."""
    says: str
    excerpt: Excerpt | None
    calls: tuple[str, ...]
    """How the script came there, where that is more than one call."""


def spots(explanation: Explanation, examined: Examined) -> Iterator[Spot]:
    """The lines of a finding in the order in which things happened."""
    for sign, (place, says) in zip(_SIGNS, _told(examined), strict=False):
        yield Spot(sign, _where(place), says, excerpt(explanation, place.file, place.line), _calls(place))


def cures(code: str) -> tuple[str, ...]:
    """What the page of a rule says about curing it."""
    page = rule_page(code)
    sections = page.sections if page is not None else ()
    return next((section.paragraphs for section in sections if section.heading == _CURES), ())


def notes(explanation: Explanation) -> Iterator[str]:
    """What a reader should know of how all this was found out."""
    for cut in explanation.cuts:
        yield _LIMITS[cut.limit]
    if explanation.too_large:
        yield "What was recorded is too much to be looked through: mistakes may have gone unnoticed."
    if explanation.untried:
        yield f"The script took {explanation.seconds:.0f} s, so no cure was tried. `--fixes` tries them all the same."
    if explanation.broken:
        yield f"The cures were not tried to their end ({explanation.broken})."
    if explanation.left_out:
        yield f"There was no time for {explanation.left_out} more cures. `--fixes` tries them all."
    if explanation.again:
        yield f"The script was run again {times(explanation.again)} to find this out. `--no-fixes` tries no cures."
    if explanation.again > 1 and explanation.error is not None:
        yield "With a cure it was run for one round of its loop beyond the error, and not to its end."


def verdict(word: str) -> str:
    """A verdict, with a sign."""
    return _VERDICTS[word]


def size(nbytes: int | None) -> str:
    """Bytes more or less, in the largest unit that leaves a number of at least one."""
    if nbytes is None:
        return ""
    for unit, name in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if abs(nbytes) >= unit:
            return f"{nbytes / unit:+.2f} {name}"
    return f"{nbytes:+d} B" if nbytes else "0 B"


def times(count: int) -> str:
    """How often."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def _told(examined: Examined) -> Iterator[tuple[Place, str]]:
    found = examined.diagnosis
    for place, _ in _by_line(found.made):
        yield place, f"{place.op} made {_alias(place) or 'it'}"
    for place, _ in _by_line(found.saved):
        version = f" at version {place.before}" if place.before is not None else ""
        yield place, f"{place.op} kept {_alias(place) or 'what backward needs'}{version}"
    written = list(_by_line(found.overwritten))
    for place, count in written[:_MOST_LINES]:
        yield place, _write(place, count)
    for place, count in written[_MOST_LINES:][-1:]:
        yield place, f"{_write(place, count)}, after {len(written) - _MOST_LINES - 1} more lines"
    if found.raised is not None and found.raised.line is not None:
        needs = f": it needs version {found.needed} and finds {found.found}" if found.needed is not None else ""
        yield found.raised, f"{found.raised.op} stops{needs}"


def _write(place: Place, count: int) -> str:
    alias = _alias(place)
    moved = place.before is not None and place.after is not None and place.after != place.before
    version = f": version {place.before} → {place.after}" if moved else ""
    again = f", and {times(count - 1)} more" if count > 1 else ""
    return f"{place.op} wrote {f'to {alias}' if alias else 'to the same memory'}{version}{again}"


def _by_line(places: Iterable[Place]) -> Iterator[tuple[Place, int]]:
    """The places, each line once: the first time that it was come to, and how many times in all."""
    lines: dict[tuple[str, int], list[Place]] = {}
    for place in places:
        if place.line is not None:
            lines.setdefault((place.file, place.line), []).append(place)
    yield from ((each[0], len(each)) for each in lines.values())


def _alias(place: Place) -> str:
    """By which name, and by which others the same memory is known."""
    own, *others = [f"`{name}`" for name in place.alias[:4]] or [""]
    return f"{own}, the same memory as {', '.join(others)}" if others else own


def _where(place: Place) -> str:
    function = place.frames[-1].function if place.frames else ""
    inside = f" in {function}" if function not in ("", "<module>") else ""
    visit = f", visit {place.visit}" if place.visit > 1 else ""
    return f"{place.file}:{place.line}{inside}{visit}"


def _calls(place: Place) -> tuple[str, ...]:
    return tuple(map(_call, place.frames[:-1])) if len(place.frames) > 1 else ()


def _call(frame: Frame) -> str:
    function = "" if frame.function == "<module>" else f" {frame.function}"
    return f"{frame.file}:{frame.line}{function}"
