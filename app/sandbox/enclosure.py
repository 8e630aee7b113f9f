"""The Enclosure: all walls around a child, made ready once by the zygote and raised by every child.

NOTE [What each wall holds]
Neither Landlock nor seccomp suffices. Without Landlock a snippet reads every file of the server's user and, through
/proc, its secrets; without seccomp it forks, outlives its run, signals its neighbours, opens sockets and changes modes.
Where one refuses what the other would have refused too, that is meant: a hole in one is not a hole in the sandbox.

NOTE [When the walls go up]
A child raises them before it waits, so it costs no reader any time, and long before it reads a byte of a snippet. Only
the limits that come with the order follow later; seccomp lets a process set its own limits, and without capabilities
those only ever get tighter. A child that cannot raise a wall which the zygote has tried ends there: nothing runs in a
sandbox that is less than what the server was told.

Where there is a GPU, nobody knows before the order whether the run wants it, and CUDA must start outside seccomp: there
the walls go up after the order, which is a row of our own numbers, and still before the snippet. Landlock comes before
CUDA's first call, as it would not hold threads that are there already; seccomp takes them in. The driver's ioctl calls
are then inside what has to be trusted. UNTESTED: no machine with a GPU has run this.
"""

import errno
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass

from . import landlock, paths, privileges, seccomp, syscalls
from .walls import Walls


@dataclass(frozen=True)
class Enclosure:
    """What a child of this zygote puts around itself."""

    walls: Walls
    landlock_abi: int
    python: tuple[str, ...]
    """Folders that an import reads."""
    strangers: bool
    """Whether a child can be a user of its own."""

    @classmethod
    def survey(cls, wanted: Walls, base: str) -> "Enclosure":
        """Try each wall on a process that is thrown away, and keep those that hold."""
        abi, python = landlock.abi(), paths.of_python()
        raised = wanted & (Walls.LIMITS | Walls.NAMESPACES)
        for wall, refused in ((Walls.LANDLOCK, _file_is_refused), (Walls.SECCOMP, _socket_is_refused)):
            if wall in wanted and _holds(cls(wall, abi, python, strangers=False), base, refused):
                raised |= wall
        return cls(raised, abi, python, privileges.strangers_can_use(python, base))

    @property
    def warnings(self) -> list[str]:
        """What the operator should know of how this server was started."""
        if os.geteuid() != 0 or self.strangers:
            return []
        return [
            "Runs keep the user root, without its capabilities, as other users cannot read Python or the folder of "
            "runs. Start the server as an ordinary user, or install Python where everybody can read it."
        ]

    def uid(self, job: int) -> int | None:
        """The user that the child of this job becomes."""
        return privileges.FIRST_UID + job % privileges.UIDS if self.strangers else None

    def shut_files(self, *, gpu: bool = False) -> None:
        """Raise Landlock. From here on files are those that paths.py names."""
        if Walls.LANDLOCK in self.walls:
            landlock.restrict(paths.rules(self.python, gpu=gpu), self.landlock_abi)

    def shut_kernel(self, *, gpu: bool = False) -> None:
        """Raise seccomp, the last wall: the others need calls that it refuses."""
        if Walls.SECCOMP in self.walls and (architecture := syscalls.here()):
            seccomp.install(architecture, gpu=gpu)


def _holds(enclosure: Enclosure, base: str, refused: Callable[[], bool]) -> bool:
    if pid := os.fork():
        return os.waitpid(pid, 0)[1] == 0
    try:
        os.chdir(base)  # what we stand in may be written to
        privileges.give_up(syscalls.here(), None)
        enclosure.shut_files()
        enclosure.shut_kernel()
        os._exit(0 if refused() else 1)
    finally:
        os._exit(2)


def _file_is_refused() -> bool:
    try:
        os.close(os.open("/", os.O_RDONLY))
    except PermissionError as error:
        return error.errno == errno.EACCES
    return False


def _socket_is_refused() -> bool:
    try:
        socket.socket(socket.AF_UNIX).close()
    except PermissionError:
        return True
    return False
