"""The link to the host: starts it, hands it orders, one at a time, and waits for each to end."""

import asyncio
import json
import socket
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Self

from .order import Order, Result

_LIMIT = 2**26
_MODULE = f"{__package__}.host"


class CannotStart(Exception):
    """The process that loads torch did not come up; it has said why on standard error."""


class Ended(NamedTuple):
    """How a run ended, and what it handed in."""

    status: int
    """Exit status; below zero the signal that stopped it."""
    seconds: float
    late: bool
    """It was stopped because it took too long."""
    result: Result | None


class Link:
    """A host, as long as it is entered."""

    def __init__(self) -> None:
        self.torch = ""
        self._folder = tempfile.TemporaryDirectory(prefix="inplace-lab-", ignore_cleanup_errors=True)
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        ours, theirs = socket.socketpair()
        with theirs:
            command = [sys.executable, "-P", "-m", _MODULE, str(theirs.fileno())]
            self._process = await asyncio.create_subprocess_exec(*command, pass_fds=[theirs.fileno()])
        self._reader, self._writer = await asyncio.open_unix_connection(sock=ours, limit=_LIMIT)
        if not (hello := await self._reader.readline()):
            await self.__aexit__()
            raise CannotStart(f"torch could not be loaded: the process ended with status {self._process.returncode}.")
        self.torch = json.loads(hello)["torch"]
        return self

    async def __aexit__(self, *_: object) -> None:
        self._writer.close()
        if self._process is not None:
            await self._process.wait()
        self._folder.cleanup()

    async def run(self, make: Callable[[str], Order], limit: float | None = None) -> Ended:
        """Run an order, which is made for the file that its result goes to; stop it after so many seconds."""
        file = Path(self._folder.name, "result.json")
        file.unlink(missing_ok=True)
        self._writer.write(make(str(file)).model_dump_json().encode() + b"\n")
        ended = asyncio.ensure_future(self._reader.readline())
        try:
            done, _ = await asyncio.wait([ended], timeout=limit)
        except asyncio.CancelledError:
            self.stop()
            await ended
            raise
        if not done:
            self.stop()
        answer = json.loads(await ended or '{"status": -9, "seconds": 0}')
        return Ended(answer["status"], answer["seconds"], not done, _read(file))

    def stop(self) -> None:
        """Stop the run."""
        self._writer.write(b"{}\n")


def _read(file: Path) -> Result | None:
    try:
        return Result.model_validate_json(file.read_bytes())
    except (OSError, ValueError):
        return None
