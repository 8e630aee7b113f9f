"""Promises: what each level means for whoever runs or serves programs, in one sentence. SECURITY.md says more."""

from collections.abc import Mapping

from .level import Level

PROMISES: Mapping[Level, str] = {
    Level.A: (
        "Each program runs behind walls: it reads only Python and its libraries, writes only in a folder of its own, "
        "and reaches neither the network nor other processes. Its network is an empty one, besides."
    ),
    Level.B: (
        "Each program runs behind walls: it reads only Python and its libraries, writes only in a folder of its own, "
        "and reaches neither the network nor other processes."
    ),
    Level.C: (
        "A program reaches neither the network nor other processes, but it can open every file that the server can "
        "open. Serve from a machine or a container that holds nothing else."
    ),
    Level.D: "Nothing here contains a program: it can do whatever the user who started the server can do.",
}


def level_line(level: Level) -> str:
    """The level with its promise."""
    return f"Isolation: level {level}. {PROMISES[level]}"
