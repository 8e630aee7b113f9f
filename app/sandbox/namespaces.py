"""Namespaces: the zygote and all its children have a network without a way out, and their own System V objects.

Entered once, by the zygote, before it has threads or children: one for each run is slow, as the kernel makes and ends
networks one after the other. Nothing rests on them alone; seccomp allows no sockets anyway. They also change what
/proc/net shows. Many systems refuse them to ordinary users (Ubuntu since 24.04, Docker), so they are a bonus.
"""

import ctypes
import os
from pathlib import Path

_NEW_UTS, _NEW_IPC, _NEW_USER, _NEW_NET = 0x04000000, 0x08000000, 0x10000000, 0x40000000


def enter() -> bool:
    """Leave the network, IPC and host name that we were started in. False where this machine does not allow that."""
    apart = _NEW_NET | _NEW_IPC | _NEW_UTS
    return _unshare(apart) if os.geteuid() == 0 else _as_user(apart)


def _as_user(apart: int) -> bool:
    """An ordinary user may do so inside a user namespace, in which we stay who we are."""
    user, group = os.geteuid(), os.getegid()
    if pid := os.fork():  # try it first: half of it could not be taken back
        if os.waitpid(pid, 0)[1] != 0:
            return False
        _leave_as(user, group, apart)
        return True
    try:
        _leave_as(user, group, apart)
        os._exit(0)
    finally:
        os._exit(1)


def _leave_as(user: int, group: int, apart: int) -> None:
    if not _unshare(apart | _NEW_USER):
        raise PermissionError
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{group} {group} 1")


def _unshare(flags: int) -> bool:
    return bool(ctypes.CDLL(None).unshare(flags) == 0)
