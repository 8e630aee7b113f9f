"""Landlock: the kernel lets the process open only what is named here, for ever.

Without it a snippet reads what the server's user can read: keys, other runs, the environment of every process through
/proc. It takes no privilege. What it never mediates (stat, chmod, chown, times, locks, UDP and netlink sockets) is
seccomp's: see NOTE [What each wall holds] in enclosure.py. It holds the calling thread and those it starts later.
"""

import ctypes
import errno
import os
from collections.abc import Iterable
from contextlib import suppress

from .kernel import syscall

_CREATE, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every processor
_ASK_VERSION = 1
_PATH_BENEATH = 1

WRITE_FILE, READ_FILE, READ_DIR = 1 << 1, 1 << 2, 1 << 3
REMOVE_DIR, REMOVE_FILE, MAKE_DIR, MAKE_REG = 1 << 4, 1 << 5, 1 << 7, 1 << 8
REFER, TRUNCATE, IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15

READ = READ_FILE | READ_DIR
# No sockets, pipes, links or devices, and nothing is executed.
OWN = READ | WRITE_FILE | TRUNCATE | REMOVE_DIR | REMOVE_FILE | MAKE_DIR | MAKE_REG | REFER
DEVICE = READ_FILE | WRITE_FILE | IOCTL_DEV
_ON_FILES = WRITE_FILE | READ_FILE | TRUNCATE | IOCTL_DEV
# Files from ABI 1; moving between folders from 2; truncating from 3; controls of devices from 5.
_FILE_RIGHTS = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 5: (1 << 16) - 1}
_TCP_FROM, _SCOPES_FROM = 4, 6
_TCP_BIND_AND_CONNECT = _ABSTRACT_SOCKETS_AND_SIGNALS = 0b11


class _Ruleset(ctypes.Structure):
    _fields_ = (("files", ctypes.c_uint64), ("net", ctypes.c_uint64), ("scoped", ctypes.c_uint64))


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def abi() -> int:
    """The version of Landlock that this kernel has; 0 for none. Asked of the kernel itself: /sys may not tell."""
    try:
        return syscall(_CREATE, None, 0, _ASK_VERSION)
    except OSError as error:
        if error.errno in (errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM):
            return 0
        raise


def handled(version: int) -> int:
    """All rights over files that this version can deny."""
    return _FILE_RIGHTS[max(known for known in _FILE_RIGHTS if known <= version)]


def restrict(rules: Iterable[tuple[str, int]], version: int) -> None:
    """Allow this thread what the rules name, and nothing else. It must have `no_new_privs`. No way back."""
    ruleset = _create(version)
    try:
        for path, rights in rules:
            with suppress(FileNotFoundError, PermissionError):  # what is not there, or closed to us, needs no rule
                _allow(ruleset, path, rights & handled(version))
        syscall(_RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _create(version: int) -> int:
    rules = _Ruleset(files=handled(version))
    if version >= _TCP_FROM:
        rules.net = _TCP_BIND_AND_CONNECT
    if version >= _SCOPES_FROM:
        rules.scoped = _ABSTRACT_SOCKETS_AND_SIGNALS
    # An older kernel knows the beginning of the structure only, and takes the rest where it is zero.
    return syscall(_CREATE, rules, ctypes.sizeof(rules), 0)


def _allow(ruleset: int, path: str, rights: int) -> None:
    descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        if not os.path.isdir(path):
            rights &= _ON_FILES
        syscall(_ADD_RULE, ruleset, _PATH_BENEATH, _Beneath(allowed=rights, parent=descriptor), 0)
    finally:
        os.close(descriptor)
