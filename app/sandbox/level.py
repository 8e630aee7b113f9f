"""Level: what a machine's walls amount to, in one letter. Every promise to readers and operators goes by it."""

from enum import StrEnum

from .walls import Walls

_TRUNCATION_MEDIATED = 3


class Level(StrEnum):
    """How well a snippet is contained. None of them holds against a bug of the kernel."""

    A = "A"
    """Landlock from version 3 on, seccomp and namespaces. A snippet reads Python and its libraries, writes in its own
    folder, starts no program, reaches no network and no other process, and each of that is refused twice."""
    B = "B"
    """Landlock and seccomp. The same, refused once for some of it: what the host lets an ordinary user have in Docker,
    on Ubuntu, in WSL 2."""
    C = "C"
    """seccomp only. No programs, no network, no other processes; but a snippet reads whatever file the server's user
    reads, and writes where it writes. Only for a machine or a container in which there is nothing else."""
    D = "D"
    """No walls. Limits of time and memory at most: a snippet does whatever the server's user can do."""

    @classmethod
    def of(cls, raised: Walls, landlock_abi: int) -> "Level":
        """The level that these walls make, whatever was hoped for."""
        if Walls.SECCOMP not in raised:
            return cls.D  # without it a snippet forks, and what it leaves behind outlives it
        if Walls.LANDLOCK not in raised:
            return cls.C
        whole = Walls.NAMESPACES in raised and landlock_abi >= _TRUNCATION_MEDIATED
        return cls.A if whole else cls.B
