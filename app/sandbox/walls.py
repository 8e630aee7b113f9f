"""Walls: the layers that hold a snippet, each of which can be left out so that tests can show what it is for."""

from enum import IntFlag


class Walls(IntFlag):
    """Layers of containment. A real server uses all that its machine offers; only tests leave one out."""

    LIMITS = 1
    """rlimits: memory, processor time, file size, open files."""
    LANDLOCK = 2
    """Which files may be read and written; no signals and no abstract sockets to the outside."""
    SECCOMP = 4
    """Which system calls there are at all."""
    NAMESPACES = 8
    """A network and System V objects of the zygote's own. A bonus: nothing rests on it alone."""
    ALL = LIMITS | LANDLOCK | SECCOMP | NAMESPACES


NO_WALLS = Walls(0)
