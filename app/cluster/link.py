"""The Link: the dispatcher, seen from the server. It starts the process, asks it, and hears of its end."""

import asyncio
import logging
import socket
import subprocess
import sys
from itertools import count

from ..errors import ClusterAway, SandboxBroken
from ..sandbox import launch
from ..sentence import sentence
from . import channel
from .channel import Lost, Message

CONNECT_SECONDS = 60.0
STOP_SECONDS = 5.0

_COMMAND = (sys.executable, "-P", "-m", f"{__package__}.dispatcher")
_log = logging.getLogger(__name__)


class Link:
    """The dispatcher for a cluster, and the socket to it. After `close` it can be opened again."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._numbers = count()
        self._asked: dict[int, asyncio.Future[Message]] = {}
        self.alive = False

    async def open(self) -> None:
        """Start a dispatcher and wait until it is part of the cluster. Raises ClusterAway."""
        hello: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        await self._start()
        self._hearing = asyncio.create_task(self._hear(hello))
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                refusal = await hello
        except TimeoutError:
            refusal = "it does not answer"
        finally:
            if not self.alive:
                await self.close()
        if refusal:
            _log.warning("The Ray cluster at %s cannot be reached: %s", self._address, refusal)
            raise ClusterAway(sentence("The cluster cannot be reached; the server's log says why."))

    async def ask(self, what: str, node: object = None, *arguments: object, data: bytes = b"") -> Message:
        """What the dispatcher answers. Cancel it, and what was asked for is stopped. Raises Lost, SandboxBroken."""
        if not self.alive:
            raise Lost("the dispatcher has ended")
        number = next(self._numbers)
        answer = self._asked[number] = asyncio.get_running_loop().create_future()
        channel.send(self._writer, Message({"ask": number, "do": what, "node": node, "with": arguments}, data))
        try:
            return _read(await answer)
        except asyncio.CancelledError:
            if self.alive:
                channel.send(self._writer, Message({"stop": number}))
            raise
        finally:
            del self._asked[number]

    async def close(self) -> None:
        """Hang up: the dispatcher stops what it was asked for, and ends."""
        self._writer.close()
        await self._hearing

    async def _start(self) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
                [*_COMMAND, str(theirs.fileno()), self._address],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,  # Ray prints the last words of machines that it has lost
                pass_fds=[theirs.fileno()],
                start_new_session=True,  # Ctrl+C is for the server, which then hangs up
            )
        self._reader, self._writer = await asyncio.open_unix_connection(sock=ours)

    async def _hear(self, hello: asyncio.Future[str]) -> None:
        """Pass on what the dispatcher says, until it ends."""
        first = await channel.receive(self._reader)
        self.alive = first is not None and "connected" in first.words
        if not hello.done():
            hello.set_result("" if self.alive else first.words["refused"] if first else "the dispatcher has ended")
        while self.alive and (message := await channel.receive(self._reader)) is not None:
            self._settle(message)
        self._lose()
        await asyncio.to_thread(launch.wait_or_kill, self._process, STOP_SECONDS)

    def _settle(self, message: Message) -> None:
        asked = self._asked.get(message.words["told"])
        if asked is not None and not asked.done():
            asked.set_result(message)

    def _lose(self) -> None:
        """It has ended, or shall end; whoever waits for an answer is told."""
        self.alive = False
        self._writer.close()
        for asked in self._asked.values():
            if not asked.done():
                asked.set_exception(Lost("the dispatcher has ended"))


def _read(told: Message) -> Message:
    match told.words:
        case {"answer": {"broken": str(reason)}} | {"broken": str(reason)}:
            raise SandboxBroken(reason)
        case {"answer": dict(answer)}:
            return Message(answer, told.data)
        case {"lost": str(reason)}:
            raise Lost(reason)
    raise SandboxBroken
