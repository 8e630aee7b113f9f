"""Facts: what a claim in the prose was read from, such as `off.kept`, `off.bytes(y)` and `a.peak/b.peak`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from babel import Locale

from .. import numbers
from ..diagnosis.model import Diagnosis, Place
from ..runs.report import Report
from ..trace import Trace
from .ending import Ending
from .figures import figure_of
from .keeping import called, kept_by
from .manifest import Figure

FIGURES: tuple[Figure, ...] = ("peak", "forward_peak", "kept")
_TERM = r"([a-z][a-z0-9_]*)\.([a-z_]+)(?:\(([^()]*)\))?"
_CLAIM = re.compile(rf"{_TERM}(?:([-/]){_TERM})?")
_ROLES = {"zh": {"input": "输入", "result": "结果", "copy": "副本", "neither": "两者都不", "and": "和"}}


class NoSuchFact(Exception):
    """A claim that nothing can be read from; one sentence why."""


def cells_of(claim: str) -> tuple[str, ...]:
    """The programs that a claim is about: one, or two that are compared; none where it is no claim."""
    match = _CLAIM.fullmatch(claim.strip())
    return tuple(dict.fromkeys(cell for cell in (match[1], match[5]) if cell)) if match else ()


@dataclass(frozen=True)
class Fact:
    """What a program came to."""

    value: int | float | str
    kind: Literal["bytes", "count", "ratio", "role", "text"]

    def text(self, locale: Locale) -> str:
        """As the site writes it in that language."""
        match self.value:
            case int() if self.kind == "bytes":
                return numbers.size(self.value, locale)
            case int():
                return numbers.integer(self.value, locale).replace("-", numbers.MINUS)
            case float():
                return numbers.ratio(self.value, locale)
            case str() if self.kind == "role":
                words = _ROLES.get(locale.language, {})
                return re.sub(r" ?(\w+) ?", lambda m: words.get(m[1], m[0]), self.value)
            case _:
                return self.value


class Facts:
    """What can be read from the runs of a lesson's programs."""

    def __init__(self, reports: Mapping[str, Report]) -> None:
        self._reports = reports
        self._run = cache(self._read)

    def of(self, claim: str) -> Fact:
        """The fact that a claim names. Raises NoSuchFact."""
        match = _CLAIM.fullmatch(claim.strip())
        if match is None:
            raise NoSuchFact(f"{claim!r} is no claim; it is written like off.kept, off.bytes(y) or a.peak/b.peak")
        fact = self._term(match[1], match[2], match[3])
        if match[4] is None:
            return fact
        return _joined(fact, match[4], self._term(match[5], match[6], match[7]))

    def _term(self, cell: str, figure: str, given: str | None) -> Fact:
        if cell not in self._reports:
            raise NoSuchFact(f"there is no program {cell!r}; there are {', '.join(self._reports) or 'none'}")
        run, names = self._run(cell), [name.strip() for name in given.split(",")] if given else []
        reader = _READERS.get(figure)
        if reader is None:
            raise NoSuchFact(f"there is no figure {figure!r}; there are {', '.join(_READERS)}")
        return reader(run, names)

    def _read(self, cell: str) -> "_Run":
        return _Run(cell, self._reports[cell])


class _Run:
    """One run, and what its figures are made from."""

    def __init__(self, cell: str, report: Report) -> None:
        if report.trace is None:
            raise NoSuchFact(f"{cell} ended without a trace: {report.message}")
        self.cell, self.report, self.trace = cell, report, report.trace
        self.ending = Ending(self.trace)

    def diagnosis(self) -> Diagnosis:
        """The first one. Raises NoSuchFact."""
        if not self.report.diagnoses:
            raise NoSuchFact(f"{self.cell} has no diagnosis")
        return self.report.diagnoses[0]


def _joined(one: Fact, sign: str, other: Fact) -> Fact:
    """A difference or a ratio of two facts of a kind. Raises NoSuchFact."""
    a, b = one.value, other.value
    if one.kind != other.kind or not isinstance(a, int) or not isinstance(b, int):
        raise NoSuchFact(f"{one.kind} {sign} {other.kind}: both must be bytes, or both counts")
    if sign == "-":
        return Fact(a - b, one.kind)
    if b == 0:
        raise NoSuchFact("a ratio to 0")
    return Fact(a / b, "ratio")


def _figure(figure: Figure) -> "_Reader":
    def read(run: _Run, names: list[str]) -> Fact:
        _expect(names, 0, figure)
        return Fact(figure_of(run.trace, figure), "bytes")

    return read


def _bytes(run: _Run, names: list[str]) -> Fact:
    _expect(names, 1, "bytes")
    storage = run.ending.storage(names[0])
    if storage is None:
        raise _missing(run, names[0])
    return Fact(run.ending.nbytes(storage), "bytes")


def _version(run: _Run, names: list[str]) -> Fact:
    _expect(names, 1, "version")
    tensor = run.ending.tensor(names[0])
    if tensor is None:
        raise _missing(run, names[0])
    version = run.ending.version(tensor)
    if version is None:
        raise NoSuchFact(f"{names[0]!r} has no version counter")
    return Fact(version, "count")


def _storages(run: _Run, names: list[str]) -> Fact:
    if not names:
        raise NoSuchFact("storages needs names: storages(x,y)")
    found = {name: run.ending.storage(name) for name in names}
    for name, storage in found.items():
        if storage is None:
            raise _missing(run, name)
    return Fact(len({storage.id for storage in found.values() if storage}), "count")


def _steps(run: _Run, names: list[str]) -> Fact:
    _expect(names, 0, "steps")
    return Fact(len(run.trace.steps), "count")


def _writes(run: _Run, names: list[str]) -> Fact:
    """Steps that wrote over what was there before; without what backward adds up and a module's first values."""
    _expect(names, 0, "writes")
    born = {storage.id: storage.born for storage in run.trace.storages}
    own = (step for step in run.trace.steps if step.node is None and step.phase != "setup" and not step.failed)
    over = [any(born.get(write.storage or "", step.index) < step.index for write in step.writes) for step in own]
    return Fact(sum(over), "count")


def _keeps(run: _Run, names: list[str]) -> Fact:
    _expect(names, 1, "keeps")
    kept = set(kept_by(run.trace, names[0]))
    if not kept:
        raise NoSuchFact(f"{run.cell} never calls {names[0]!r}; it calls {', '.join(_called(run.trace))}")
    if len(kept) > 1:
        raise NoSuchFact(f"{run.cell} calls {names[0]!r} several times, and not all nodes keep the same")
    roles = kept.pop()
    if roles is None:
        raise NoSuchFact(f"{names[0]!r} writes into a view in {run.cell}; its node is hidden inside of CopySlices")
    return Fact(" and ".join(roles) or "neither", "role")


def _error(run: _Run, names: list[str]) -> Fact:
    _expect(names, 0, "error")
    if run.trace.failure is None:
        raise NoSuchFact(f"{run.cell} reaches its end without an exception")
    return Fact(run.trace.failure.type, "text")


def _code(run: _Run, names: list[str]) -> Fact:
    _expect(names, 0, "code")
    return Fact(run.diagnosis().code, "text")


def _line(role: Literal["saved", "overwritten", "raised"]) -> "_Reader":
    """A line that the first diagnosis names; with a number the second, third … of them."""

    def read(run: _Run, names: list[str]) -> Fact:
        diagnosis = run.diagnosis()
        raised = () if diagnosis.raised is None else (diagnosis.raised,)
        places: Mapping[str, tuple[Place, ...]] = {
            "saved": diagnosis.saved,
            "overwritten": diagnosis.overwritten,
            "raised": raised,
        }
        lines = list(dict.fromkeys(place.line for place in places[role] if place.line is not None))
        number = _number(names or ["1"], f"{role}_line")
        if number > len(lines):
            raise NoSuchFact(f"the diagnosis of {run.cell}, {diagnosis.code}, names {len(lines)} such lines")
        return Fact(lines[number - 1], "count")

    return read


def _printed(run: _Run, names: list[str]) -> Fact:
    number, lines = _number(names, "printed"), run.report.stdout.splitlines()
    if number > len(lines):
        raise NoSuchFact(f"{run.cell} prints {len(lines)} lines")
    return Fact(lines[number - 1].strip(), "text")


_Reader = Callable[[_Run, list[str]], Fact]
_READERS: Mapping[str, _Reader] = {
    **{figure: _figure(figure) for figure in FIGURES},
    "bytes": _bytes,
    "version": _version,
    "storages": _storages,
    "steps": _steps,
    "writes": _writes,
    "keeps": _keeps,
    "error": _error,
    "code": _code,
    "saved_line": _line("saved"),
    "overwritten_line": _line("overwritten"),
    "raised_line": _line("raised"),
    "printed": _printed,
}


def _called(trace: Trace) -> list[str]:
    return list(dict.fromkeys(called(step) for step in trace.steps if step.phase == "forward"))


def _expect(names: list[str], count: int, figure: str) -> None:
    if len(names) != count:
        raise NoSuchFact(f"{figure} takes {count or 'no'} name{'s' * (count != 1)}, not {len(names)}")


def _number(names: list[str], figure: str) -> int:
    _expect(names, 1, figure)
    if not names[0].isdecimal() or int(names[0]) < 1:
        raise NoSuchFact(f"{figure} takes a number from 1 on, not {names[0]!r}")
    return int(names[0])


def _missing(run: _Run, name: str) -> NoSuchFact:
    known = ", ".join(run.ending.names)
    return NoSuchFact(f"no tensor is called {name!r} when {run.cell} ends; there are {known or 'none'}")
