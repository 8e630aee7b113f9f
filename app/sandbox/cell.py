"""The Cell: one forked child, seen from the server, with its pipes and its folder. It holds one snippet, once."""

import asyncio
import os
import signal
from collections.abc import Iterable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Self

from ..errors import SandboxBroken
from . import disk, folder, pipes
from .child import Seat
from .link import Exit, Forked, Link
from .usage import Usage

BURIAL_SECONDS = 30.0


class Cell:
    """The server's ends of the pipes, `source` to `result`, are open until the burial."""

    def __init__(self, child: Forked, ends: Seat, home: Path) -> None:
        self.stdout, self.stderr, self.result = ends.stdout, ends.stderr, ends.result
        self._source = ends.source
        self._open = {ends.source, ends.stdout, ends.stderr, ends.result, child.pidfd}
        self._child = child
        self._folder = home

    @classmethod
    async def open(cls, link: Link, base: Path) -> Self:
        """Have a child forked. It sits and waits for a snippet."""
        with ExitStack() as undo:
            try:
                home = folder.make(base)
                undo.callback(home.rmdir)
                ours, theirs = _pipes(home, undo)
                child = await link.fork(theirs)
            except OSError as error:
                raise SandboxBroken(f"There was no place to run: {error.strerror}.") from error
            undo.pop_all()
        _close(theirs)
        return cls(child, ours, home)

    @property
    def alive(self) -> bool:
        """The child has not ended, as far as is known."""
        return not self._child.ended.done()

    @property
    def end(self) -> asyncio.Future[Exit | None]:
        """How the child ended; None where the zygote died first. Do not cancel it."""
        return self._child.ended

    def usage(self, *, enough_tasks: int) -> Usage | None:
        """What its processes use now, or None where the child has ended."""
        return Usage.of(self._child.pid, enough_tasks=enough_tasks) if self.alive else None

    def fits(self, most_bytes: int, most_files: int) -> bool:
        """What lies in its folder is within these limits."""
        return disk.fits(self._folder, most_bytes, most_files)

    async def feed(self, data: bytes) -> None:
        """Give the child what it waits for: the order and the snippet."""
        await pipes.write(self._source, data)
        self._open.remove(self._source)
        os.close(self._source)

    def kill(self) -> None:
        """Stop the child and its group. Orphans in groups of their own are the zygote's to find."""
        with suppress(ProcessLookupError, PermissionError):
            signal.pidfd_send_signal(self._child.pidfd, signal.SIGKILL)
            # No error, so the child has not been reaped: its number is still its own.
            os.killpg(self._child.pid, signal.SIGKILL)

    async def bury(self) -> None:
        """Stop what is left and, once the child has ended, close the pipes and remove its folder."""
        self.kill()
        await asyncio.wait([self._child.ended], timeout=BURIAL_SECONDS)
        _close(self._open)
        await folder.remove(self._folder)


def _pipes(home: Path, undo: ExitStack) -> tuple[Seat, Seat]:
    """Our ends and the child's ends of all pipes; the child has its folder too, and we have nothing in its place."""
    source, stdout, stderr, result = (_pipe(undo) for _ in range(4))
    room = os.open(home, os.O_RDONLY | os.O_DIRECTORY)
    undo.callback(os.close, room)
    ours = Seat(source[1], stdout[0], stderr[0], result[0], folder=-1)
    theirs = Seat(source[0], stdout[1], stderr[1], result[1], folder=room)
    for descriptor in ours[:-1]:
        os.set_blocking(descriptor, False)
    return ours, theirs


def _pipe(undo: ExitStack) -> tuple[int, int]:
    pair = os.pipe()
    undo.callback(_close, pair)
    return pair


def _close(descriptors: Iterable[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)
