"""Pipes between the server and a child: the server's ends never block and never wait for an end of file.

A snippet can leave a process behind that holds its end open for ever; so the end of a run is never read from a pipe.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

READ_BYTES = 1 << 16


class Inlet:
    """The reading end of a pipe: hands on what comes, while `take` answers that it wants more."""

    def __init__(self, descriptor: int, take: Callable[[bytes], bool]) -> None:
        self._descriptor = descriptor
        self._take = take
        self._loop = asyncio.get_running_loop()
        self._open = True
        self._loop.add_reader(descriptor, self._read)

    def drain(self) -> None:
        """Hand on what lies in the pipe already."""
        while self._open and self._read():
            pass

    def close(self) -> None:
        """Hand on nothing more."""
        if self._open:
            self._open = False
            self._loop.remove_reader(self._descriptor)

    def _read(self) -> bool:
        try:
            data = os.read(self._descriptor, READ_BYTES)
        except BlockingIOError:
            return False
        if not data or not self._take(data):
            self.close()
        return True


async def write(descriptor: int, data: bytes) -> None:
    """Write all of the data as the reader makes room; a reader that has gone is no error."""
    rest = memoryview(data)
    with suppress(BrokenPipeError):
        while rest:
            try:
                rest = rest[os.write(descriptor, rest) :]
            except BlockingIOError:
                await _room(descriptor)


async def _room(descriptor: int) -> None:
    loop = asyncio.get_running_loop()
    room = asyncio.Event()
    loop.add_writer(descriptor, room.set)
    try:
        await room.wait()
    finally:
        loop.remove_writer(descriptor)


@dataclass
class Output:
    """What a snippet printed on both streams, up to a number of bytes for the two together."""

    limit: int
    stdout: bytearray = field(default_factory=bytearray)
    stderr: bytearray = field(default_factory=bytearray)
    cut: bool = False

    def keep(self, stream: bytearray, data: bytes) -> None:
        """Keep what fits."""
        room = self.limit - len(self.stdout) - len(self.stderr)
        stream += data[:room]
        self.cut = self.cut or len(data) > room
