"""Privileges: what a child gives up before it meets a snippet. None of it comes back.

Landlock and seccomp bind whoever has no way to become more; and a server that was started as root would otherwise lend
its children the right to raise limits, to read any file and to signal anybody.
"""

import ctypes
import os
import signal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from .kernel import prctl, syscall
from .syscalls import Architecture

_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_NO_NEW_PRIVS = 1, 4, 38
_CAPABILITIES_V3 = 0x20080522
FIRST_UID, UIDS = 60000, 5000  # no system gives these to people or services
NICENESS = 5


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Sets(ctypes.Structure):
    _fields_ = (("words", ctypes.c_uint32 * 6),)


def first_to_go() -> None:
    """Where the machine itself runs short, let the snippet be slowed down and stopped before the server."""
    with suppress(OSError):
        os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def give_up(architecture: Architecture | None, uid: int | None) -> None:
    """Become the user `uid`, where there is one, who owns nothing else; lose all capabilities; gain none again.

    Not dumpable: no other process may look into this one, not even one of the same user.
    """
    if uid is not None:
        _become(uid)
    if architecture:
        syscall(architecture.capset, _Header(version=_CAPABILITIES_V3), _Sets())
    prctl(_PR_SET_NO_NEW_PRIVS, 1)
    prctl(_PR_SET_DUMPABLE, 0)


def die_with(parent: int) -> None:
    """Have the kernel end this process with its parent. A change of user takes that back, so it comes after one."""
    prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def strangers_can_use(folders: Iterable[str], base: str) -> bool:
    """Whether a user whom this machine does not know could run Python here. Tried in a process that becomes one.

    Where Python lies in a home of its own, nobody but its owner gets there; children then stay who they are.
    """
    if os.geteuid() != 0:
        return False
    there = [folder for folder in folders if os.path.isdir(folder)]
    if pid := os.fork():
        return os.waitpid(pid, 0)[1] == 0
    try:
        _become(FIRST_UID)
        readable = all(os.access(folder, os.R_OK | os.X_OK) for folder in there)
        os._exit(0 if readable and os.access(base, os.X_OK) else 1)
    finally:
        os._exit(2)


def _become(uid: int) -> None:
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)
