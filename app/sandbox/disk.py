"""What a run has written into its folder, measured from outside while it runs.

RLIMIT_FSIZE holds each file, and nothing holds their number. The snippet may turn everything around while we look, so
we never follow a link, never build a path from its names, and never go deeper than a few levels: a tree of thousands
would otherwise take us as long as it wants. A file that has no name any more is not seen; descriptors and RLIMIT_FSIZE
bound those.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

DEEPEST = 32
_BLOCK = 512  # stat counts in these, whatever the disk does


def fits(folder: Path, most_bytes: int, most_files: int) -> bool:
    """Whether all of it is within the limits. A folder that cannot be looked into is not."""
    files = nbytes = 0
    try:
        for size in _sizes(folder):
            files, nbytes = files + 1, nbytes + size
            if files > most_files or nbytes > most_bytes:
                return False
    except (_TooDeep, PermissionError):
        return False
    return True


class _TooDeep(Exception):
    pass


def _sizes(folder: Path) -> Iterator[int]:
    """The size of each thing in the folder, folders too. Depth first, so that few descriptors are open at a time."""
    open_ones: list[int] = []
    unseen = [(0, str(folder))]
    try:
        while unseen:
            depth, name = unseen.pop()
            while len(open_ones) > depth:
                os.close(open_ones.pop())
            if depth > DEEPEST:
                raise _TooDeep
            if (descriptor := _enter(name, open_ones[-1] if open_ones else None)) is None:
                continue
            open_ones.append(descriptor)
            for size, subfolder in _entries(descriptor):
                yield size
                if subfolder:
                    unseen.append((depth + 1, subfolder))
    finally:
        for descriptor in open_ones:
            os.close(descriptor)


def _enter(name: str, parent: int | None) -> int | None:
    """Open a folder; None where it is gone, or is none any more."""
    with suppress(FileNotFoundError, NotADirectoryError):
        return os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=parent)
    return None


def _entries(descriptor: int) -> Iterator[tuple[int, str]]:
    """The size of each entry, and its name where it is a folder."""
    with os.scandir(descriptor) as entries:
        for entry in entries:
            with suppress(FileNotFoundError):
                blocks = entry.stat(follow_symlinks=False).st_blocks
                yield blocks * _BLOCK, entry.name if entry.is_dir(follow_symlinks=False) else ""
