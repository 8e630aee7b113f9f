"""The page that tells of all attacks: python -m tests.attacks.page > docs/attacks.md."""

import sys
from itertools import groupby

from .catalogue import ATTACKS, WALLS, Attack

THEMES = {
    "resources": "Using the machine up",
    "files": "Reading and writing what is not its own",
    "processes": "Starting, stopping and changing processes",
    "sockets": "Speaking with others",
    "kernel": "The kernel's other doors",
    "forgery": "Results that lie",
    "bombs": "Results that hurt whoever reads them",
    "tampering": "Taking the recorder and the child apart",
    "information": "Learning what others said",
    "text": "Words that hurt whoever shows them",
}
_INTRODUCTION = """\
# Attacks

{count} programs that try to get out of the sandbox, or to hurt the server or other readers. Each is a file in
`tests/attacks/programs`. `python -m pytest tests/attacks` runs all of them as root (where it is started as root) and
as an ordinary user. After each one it looks at tripwires from outside: files, sockets and processes that must not have
been touched, another reader's program that must run on, secrets that must not have been told, processes and folders
that must not be left, and an honest program that must work.

{controls} of them are known to get through where walls are left out, and are run that way too: the walls in the last
column. Without them no test could tell a wall from an attack that never worked.

| Wall | What it is |
|---|---|
{walls}
"""
_HEAD = "| Attack | What it tries | Held by | Bites without |\n|---|---|---|---|"


def attacks_page() -> str:
    """The page, as it should stand in docs/attacks.md."""
    controls = sum(attack.is_control for attack in ATTACKS.values())
    walls = "\n".join(f"| {name} | {what} |" for name, what in WALLS.items())
    by_theme = {theme: [*attacks] for theme, attacks in groupby(ATTACKS.values(), lambda attack: attack.theme)}
    chapters = [_chapter(title, by_theme[theme]) for theme, title in THEMES.items()]
    return "\n".join([_INTRODUCTION.format(count=len(ATTACKS), controls=controls, walls=walls), *chapters])


def _chapter(title: str, attacks: list[Attack]) -> str:
    rows = "\n".join(map(_row, attacks))
    return f"## {title} ({len(attacks)})\n\n{_HEAD}\n{rows}\n"


def _row(attack: Attack) -> str:
    name = attack.id.partition("/")[2]
    link = f"[{name}](../tests/attacks/programs/{attack.id}.py)"
    without = ", ".join(wall.name.lower() for wall in attack.bites_without if wall.name)
    return f"| {link} | {attack.what} | {', '.join(attack.held_by)} | {without} |"


if __name__ == "__main__":
    sys.stdout.write(attacks_page())
