"""The attacks: one file each in programs/<theme>/, with a head that says what it tries and which wall holds it.

    # What it tries, in a sentence.
    # held by: landlock, seccomp           the walls that hold it, each alone enough
    # bites without: landlock, seccomp     optional: a positive control; with these left out it gets through
    # limits: wall_seconds=0.6             optional: limits of its run that differ from LIMITS
    # ends: wall, cpu                      optional: the endings that it may have; else any will do
    # machine: x86_64                      optional: where alone it means anything

An attack has got through where it prints BREACH, or where a tripwire tells so; tripwires.py has them all, and all of
them are looked at after every attack.
"""

import platform
from dataclasses import dataclass, field
from pathlib import Path

from inplace_lab.sandbox.walls import Walls

HERE = Path(__file__).parent
PROGRAMS = HERE / "programs"
PRELUDE = (PROGRAMS / "prelude.py").read_text()
LIMITS = {"wall_seconds": 5.0, "cpu_seconds": 3}
WALLS = {
    "limits": "rlimits, set before the snippet is read",
    "landlock": "Landlock: which files may be touched, no signals and no abstract sockets to the outside",
    "seccomp": "the seccomp allow-list of system calls",
    "watchdog": "the supervisor outside: clock, processor time, memory, threads, disk, output",
    "fork": "a process of its own for every run, forked from a zygote that never sees a snippet",
    "checks": "what comes back is data: capped, checked against the schema, never believed for the ending",
}


@dataclass(frozen=True)
class Attack:
    """One attack."""

    id: str
    what: str
    held_by: tuple[str, ...]
    bites_without: Walls
    limits: dict[str, float]
    ends: frozenset[str]
    machine: str
    program: str = field(repr=False)

    @property
    def theme(self) -> str:
        """The folder that it lies in."""
        return self.id.partition("/")[0]

    @property
    def is_control(self) -> bool:
        """It is harmless, and known to get through where its walls are left out."""
        return bool(self.bites_without)

    def source(self, names: dict[str, object]) -> str:
        """The snippet, with what it should know about its surroundings."""
        known = "".join(f"{name} = {value!r}\n" for name, value in names.items())
        return f"{PRELUDE}\n{known}\n{self.program}"


def _read(path: Path) -> Attack:
    program = path.read_text()
    lines = program.splitlines()
    end = next(number for number, line in enumerate(lines) if not line.startswith("# "))
    what, *rows = (line.removeprefix("# ") for line in lines[:end])
    head = dict(row.split(": ", 1) for row in rows)
    attack = Attack(
        id=f"{path.parent.name}/{path.stem}",
        what=what,
        held_by=tuple(head.pop("held by").split(", ")),
        bites_without=_walls(head.pop("bites without", "")),
        limits={name: float(value) for name, value in (pair.split("=") for pair in _words(head.pop("limits", "")))},
        ends=frozenset(_words(head.pop("ends", ""))),
        machine=head.pop("machine", ""),
        program=program,
    )
    if head or not set(attack.held_by) <= WALLS.keys():
        raise ValueError(f"{attack.id}: the head is not understood: {head}, {attack.held_by}")
    return attack


def _words(text: str) -> list[str]:
    return [word for word in text.split(", ") if word]


def _walls(text: str) -> Walls:
    walls = Walls(0)
    for name in _words(text):
        walls |= Walls[name.upper()]
    return walls


ATTACKS = {attack.id: attack for attack in map(_read, sorted(PROGRAMS.glob("*/*.py")))}
HERE_AND_NOW = [attack for attack in ATTACKS.values() if attack.machine in ("", platform.machine())]
CONTROLS = [attack for attack in HERE_AND_NOW if attack.is_control]
