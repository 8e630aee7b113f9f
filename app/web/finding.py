"""Finding: a diagnosis as a reader sees it: the lines in the order in which things happened, each quoted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ..diagnosis.model import Diagnosis, Place

Role = Literal["made", "saved", "held", "wrote", "refused", "raised"]
"""`held`: the program itself held on to it, not autograd."""

_VALUES = ("IL209", "IL229")
"""The first and the last of the hazards in which values are wrong, not gradients."""
SIGNS = "①②③④"
MOST_SPOTS = 6
"""Lines of one act that are shown."""
MOST_CALLERS = 4


@dataclass(frozen=True)
class Spot:
    """A line that had a part in it, as it was when the program first came to it for that."""

    place: Place
    text: str
    """The line itself."""
    times: int = 1
    """How many times it did so."""

    @property
    def inside(self) -> str:
        """The function that the line stands in; empty where that is the program itself."""
        function = self.place.frames[-1].function if self.place.frames else ""
        return "" if function.startswith("<") else function

    @property
    def callers(self) -> tuple[int, ...]:
        """The lines of the calls that led there, the innermost first."""
        return tuple(frame.line for frame in reversed(self.place.frames[:-1]))[:MOST_CALLERS]


@dataclass(frozen=True)
class Act:
    """What some lines did, under one sign."""

    role: Role
    sign: str
    spots: tuple[Spot, ...]
    left_out: int = 0
    """Lines that are not shown."""


@dataclass(frozen=True)
class Finding:
    """A diagnosis, with the lines that it names quoted."""

    diagnosis: Diagnosis
    acts: tuple[Act, ...]
    also: tuple[Spot, ...] = ()

    @classmethod
    def of(cls, diagnosis: Diagnosis, lines: Sequence[str]) -> "Finding":
        """The diagnosis of a program of these lines."""
        roles = ((role, _spots(places, lines)) for role, places in _roles(diagnosis))
        told = [(role, spots) for role, spots in roles if spots]
        acts = (
            Act(role, sign, spots[:MOST_SPOTS], len(spots[MOST_SPOTS:]))
            for sign, (role, spots) in zip(SIGNS, told, strict=False)
        )
        return cls(diagnosis, tuple(acts), _spots(diagnosis.also, lines)[:MOST_SPOTS])


def findings_of(diagnoses: Iterable[Diagnosis], source: str) -> tuple[Finding, ...]:
    """The findings of a program."""
    lines = source.split("\n")
    return tuple(Finding.of(each, lines) for each in diagnoses)


def signs(findings: Iterable[Finding]) -> dict[int, tuple[str, Role]]:
    """What stands beside the lines of a program: the sign of the act that each has a part in, the writer's first."""
    marked: dict[int, tuple[str, Role]] = {}
    acts = [act for finding in findings for act in finding.acts]
    for act in sorted(acts, key=lambda act: act.role not in ("wrote", "refused")):
        for spot in act.spots:
            if spot.place.line is not None:
                marked.setdefault(spot.place.line, (act.sign, act.role))
    return marked


def quoted(number: int | None, lines: Sequence[str]) -> str:
    """The text of a line, by its number."""
    return lines[number - 1].strip() if number is not None and 0 < number <= len(lines) else ""


def _roles(diagnosis: Diagnosis) -> Iterator[tuple[Role, tuple[Place, ...]]]:
    yield "made", diagnosis.made
    yield (
        "held" if _VALUES[0] <= diagnosis.code <= _VALUES[1] and diagnosis.code != "IL225" else "saved",
        diagnosis.saved,
    )
    raised = diagnosis.raised
    refused = raised is not None and any(_same(place, raised) for place in diagnosis.overwritten)
    yield ("refused" if refused else "wrote"), diagnosis.overwritten
    if raised is not None and not refused:
        yield "raised", (raised,)


def _same(one: Place, other: Place) -> bool:
    return (one.step, one.file, one.line) == (other.step, other.file, other.line)


def _spots(places: Iterable[Place], lines: Sequence[str]) -> tuple[Spot, ...]:
    """The places, each line once."""
    found: dict[tuple[str, int | None], list[Place]] = {}
    for place in places:
        found.setdefault((place.file, place.line), []).append(place)
    return tuple(_spot(each, lines) for each in found.values())


def _spot(places: list[Place], lines: Sequence[str]) -> Spot:
    """One line: where the same step wrote twice, its versions go from the first to the last."""
    first, last = places[0], places[-1]
    place = first.model_copy(update={"after": last.after}) if last.step == first.step else first
    text = "" if first.file else quoted(first.line, lines)
    return Spot(place, text, len({each.visit for each in places}))
