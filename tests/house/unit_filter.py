"""Start a program behind the system call filter of a systemd unit: python unit_filter.py UNIT PROGRAM …

systemd reads the names and sets of names from the unit; here systemd-analyze says what is in a set, and libseccomp,
which systemd uses, too, makes the filter.
"""

import ctypes
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_EPERM, _ALLOW = 0x00050001, 0x7FFF0000
_PR_SET_NO_NEW_PRIVS = 38
_UNKNOWN = -1


def allowed(unit: Path) -> set[str]:
    """The names of all system calls that a unit allows."""
    lines = [line.partition("=") for line in unit.read_text().splitlines()]
    words = [word for name, _, value in lines if name == "SystemCallFilter" for word in value.split()]
    return {name for word in words for name in _names(word)}


def _names(word: str) -> Iterator[str]:
    """The system calls of a set, and of the sets within it; a name stands for itself."""
    if not word.startswith("@"):
        yield word
        return
    listed = subprocess.run(["systemd-analyze", "syscall-filter", word], capture_output=True, text=True, check=True)
    for line in listed.stdout.splitlines()[1:]:
        if line.strip() and not line.strip().startswith("#"):
            yield from _names(line.strip())


def install(names: set[str]) -> None:
    """Allow this process, and all that it starts, these calls. What this machine does not know is left out."""
    library = ctypes.CDLL("libseccomp.so.2")
    library.seccomp_init.restype = ctypes.c_void_p
    context = ctypes.c_void_p(library.seccomp_init(_EPERM))
    for name in names:
        number = library.seccomp_syscall_resolve_name(name.encode())
        if number != _UNKNOWN:
            library.seccomp_rule_add(context, _ALLOW, number, 0)
    ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    if library.seccomp_load(context):
        raise OSError("the filter was not taken")


if __name__ == "__main__":
    install(allowed(Path(sys.argv[1])))
    os.execv(sys.argv[2], sys.argv[2:])
