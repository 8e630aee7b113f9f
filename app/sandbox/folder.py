"""The folder of one run: made before the child is forked, removed when all its processes have ended."""

import asyncio
import os
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path

REMOVAL_SECONDS = 60


def make_base(parent: Path | None) -> Path:
    """The folder of all runs of one pool; in the system's own place where no parent is given.

    The children of a root server are users of their own: they may pass through, each to its own folder.
    """
    if parent:
        parent.mkdir(parents=True, exist_ok=True)
    base = Path(tempfile.mkdtemp(prefix="inplace-lab-", dir=parent)).absolute()
    if os.geteuid() == 0:
        base.chmod(0o711)
    return base


def make(base: Path) -> Path:
    """A new empty folder that only this user may enter."""
    return Path(tempfile.mkdtemp(dir=base))


async def remove(folder: Path) -> None:
    """Remove the folder, whatever a snippet has made of it. What cannot be removed stays."""
    with suppress(OSError):
        os.rmdir(folder)  # most are empty, and need no other process
        return
    if os.path.lexists(folder):
        await asyncio.to_thread(_remove_tree, folder)


def _remove_tree(folder: Path) -> None:
    # shutil.rmtree recurses, and a snippet can nest folders deeper than Python's stack; rm has no such limit.
    _run("rm", "-rf", "--", str(folder))
    if folder.is_dir() and not folder.is_symlink():
        _run("chmod", "-R", "u+rwx", "--", str(folder))
        _run("rm", "-rf", "--", str(folder))


def _run(*command: str) -> None:
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(command, stderr=subprocess.DEVNULL, timeout=REMOVAL_SECONDS, check=False)  # noqa: S603
