"""Start a program as an ordinary user, from root: no capabilities, no groups, a uid that owns nothing.

Where Python itself or this checkout lies in a folder that only root may enter (a pyenv under /root does), the program
gets a view of the disk of its own, a mount namespace, in which that folder holds nothing else and may be entered.
"""

import ctypes
import os
import subprocess
import sys
from pathlib import Path

UID = 65534
ROOT = Path(__file__).parents[2]
_CLONE_NEWNS = 0x20000
_MS_BIND, _MS_REC, _MS_PRIVATE, _MS_REMOUNT, _MS_RDONLY = 0x1000, 0x4000, 0x40000, 0x20, 1
_MAY_ENTER = 0o001
_libc = ctypes.CDLL(None, use_errno=True)


def command(*arguments: str) -> list[str]:
    """The command that starts Python with these arguments as an ordinary user, where this process is root's."""
    python = [sys.executable, *arguments]
    return [sys.executable, __file__, *python] if os.getuid() == 0 else python


def why_not() -> str:
    """Why a program cannot be started as an ordinary user here; empty where it can."""
    tried = subprocess.run(
        command("-c", "import torch, inplace_lab"), cwd=ROOT, capture_output=True, text=True, check=False
    )
    return tried.stderr.strip().rpartition("\n")[2] if tried.returncode else ""


def _needed() -> list[Path]:
    """The folders without which there is no Python, no torch and no Inplace Lab."""
    given = [sys.base_prefix, sys.prefix, *filter(os.path.isdir, sys.path), ROOT]
    return sorted({Path(folder).resolve() for folder in given})


def _hidden(folder: Path) -> Path | None:
    """The outermost folder on the way that others may not enter."""
    return next((each for each in [*folder.parents][::-1] if not each.stat().st_mode & _MAY_ENTER), None)


def _make_way() -> None:
    behind: dict[Path, list[Path]] = {}
    for folder in _needed():
        if hidden := _hidden(folder):
            behind.setdefault(hidden, []).append(folder)
    if not behind:
        return
    _check(_libc.unshare(_CLONE_NEWNS))
    _mount("none", "/", None, _MS_REC | _MS_PRIVATE)
    for hidden, folders in behind.items():
        before = {folder: os.open(folder, os.O_PATH | os.O_DIRECTORY) for folder in folders}
        _mount("none", str(hidden), "tmpfs", 0, "mode=755")
        for folder, descriptor in before.items():
            folder.mkdir(parents=True, exist_ok=True)
            _mount(f"/proc/self/fd/{descriptor}", str(folder), None, _MS_BIND | _MS_REC)
            os.close(descriptor)
        _mount("none", str(hidden), None, _MS_REMOUNT | _MS_RDONLY, "mode=755")


def _mount(what: str, where: str, kind: str | None, flags: int, options: str | None = None) -> None:
    words = [None if word is None else word.encode() for word in (what, where, kind)]
    _check(_libc.mount(*words, ctypes.c_ulong(flags), None if options is None else options.encode()))


def _check(result: int) -> None:
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def _main() -> None:
    _make_way()
    os.setgroups([])
    os.setresgid(UID, UID, UID)
    os.setresuid(UID, UID, UID)
    os.execv(sys.argv[1], sys.argv[1:])


if __name__ == "__main__":
    _main()
