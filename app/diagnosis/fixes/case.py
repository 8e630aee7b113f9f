"""Case: a diagnosis beside the program that it is about, and what one kind of fix proposes for it."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import libcst as cst

from ...sentence import Sentence
from ..model import Diagnosis, Place
from .edits import Edit
from .expressions import base, dotted, targets
from .mutations import mutations
from .program import Program, Statement, parse


@dataclass(frozen=True)
class Site:
    """A statement that a diagnosis points to, and the operation that it names there."""

    program: Program
    statement: Statement
    op: str = ""
    function: str = ""

    @property
    def line(self) -> int:
        """The line where the statement begins."""
        return self.program.lines(self.statement)[0]


@dataclass(frozen=True)
class Proposal:
    """Edits, and what is said of them."""

    kind: str
    title: Sentence
    cost: Sentence
    edits: tuple[tuple[Program, Edit], ...]
    tempting: bool = False
    cuts: bool = False


@dataclass
class Case:
    """A diagnosis and the files of its program. Only files that a place names are parsed, and only when asked for."""

    diagnosis: Diagnosis
    sources: Mapping[str, str]
    _programs: dict[str, Program | None] = field(default_factory=dict)

    def program(self, file: str) -> Program | None:
        """One file, parsed."""
        if file not in self._programs:
            text = self.sources.get(file)
            self._programs[file] = None if text is None else parse(text, file)
        return self._programs[file]

    def sites(self, places: Iterable[Place]) -> list[Site]:
        """The statements where places are, each once, in the order of the places."""
        found: dict[cst.CSTNode, Site] = {}
        for place in places:
            for site in self.site(place.file, place.line, place.op):
                found.setdefault(site.statement, site)
        return list(found.values())

    def site(self, file: str, line: int | None, op: str = "", function: str = "") -> list[Site]:
        """The statements of one line."""
        program = self.program(file)
        return [Site(program, statement, op, function) for statement in program.at(line)] if program else []

    @cached_property
    def writes(self) -> list[Site]:
        """Where the memory was written."""
        return self.sites(self.diagnosis.overwritten)

    @cached_property
    def saves(self) -> list[Site]:
        """Where it was kept."""
        return self.sites(self.diagnosis.saved)

    @cached_property
    def raised(self) -> list[Site]:
        """Where the exception came up."""
        return self.sites([self.diagnosis.raised] if self.diagnosis.raised else [])

    @cached_property
    def all(self) -> list[Site]:
        """Every statement that the diagnosis names."""
        d = self.diagnosis
        return self.sites([*d.overwritten, *d.saved, *d.made, *([d.raised] if d.raised else [])])

    @cached_property
    def refused(self) -> list[Site]:
        """Where a write was refused: at the write, or where the exception came up."""
        return self.writes or self.raised

    @cached_property
    def siblings(self) -> list[Site]:
        """The refused write, and the others of its function that write to what was made in the same line."""
        names = {name for s in self.sites(self.diagnosis.made) for t in targets(s.statement) if (name := _name(s, t))}
        found = {site.statement: site for site in self.refused}
        for site in self.refused if names else ():
            for statement in site.program.statements:
                if site.program.function(statement) is site.program.function(site.statement):
                    writes = mutations(site.program, statement)
                    if any(_name(site, base(write.target)) in names for write in writes):
                        found.setdefault(statement, Site(site.program, statement))
        return list(found.values())

    def stack(self, place: Place) -> list[list[Site]]:
        """The statements of a place's call stack, outermost first; its own line is the last."""
        frames = [(frame.file, frame.line, frame.function) for frame in place.frames]
        if (place.file, place.line) not in [(file, line) for file, line, _ in frames[-1:]]:
            frames.append((place.file, place.line or 0, ""))
        return [self.site(file, line, place.op, function) for file, line, function in frames]

    def callers(self, places: Iterable[Place]) -> Iterator[Site]:
        """The statements that called what holds each place, the innermost first."""
        for place in places:
            stack = self.stack(place)
            for level in range(len(stack) - 2, -1, -1):
                inner = stack[level + 1]
                name = inner[0].function if inner else ""
                yield from (Site(site.program, site.statement, site.op, name) for site in stack[level])

    def names(self, places: Iterable[Place]) -> set[str]:
        """What the program calls the tensor in question."""
        aliases = {alias for place in places for alias in place.alias}
        return {name for name in {self.diagnosis.name, *aliases} if name}


def on(program: Program, edits: Iterable[Edit]) -> tuple[tuple[Program, Edit], ...]:
    """Edits of one file."""
    return tuple((program, edit) for edit in edits)


def _name(site: Site, node: cst.BaseExpression) -> str:
    return dotted(site.program, node)


def numbers(sites: Iterable[Site]) -> str:
    """Lines, as a sentence tells them."""
    return ", ".join(str(line) for line in sorted({site.line for site in sites}))
