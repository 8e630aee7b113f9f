"""The Link: a zygote, seen from the server. It starts the process, asks it for children, hears of their end."""

import asyncio
import os
import signal
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self, TypeVar

from ..errors import SandboxBroken
from . import launch, packet
from .protocol import Machine
from .walls import Walls

START_SECONDS = 120.0
STOP_SECONDS = 5.0
FORKS_AT_ONCE = 8  # so many requests and their descriptors always fit into the socket

T = TypeVar("T")


@dataclass(frozen=True)
class Exit:
    """How a child ended, as the kernel told the zygote."""

    status: int
    cpu_seconds: float
    peak_rss_bytes: int

    @property
    def signal(self) -> int | None:
        """The signal that ended it, where one did."""
        return os.WTERMSIG(self.status) if os.WIFSIGNALED(self.status) else None

    @property
    def code(self) -> int:
        """Its exit status."""
        return os.WEXITSTATUS(self.status)


@dataclass(frozen=True)
class Forked:
    """A child of the zygote. `ended` gets None where the zygote died first."""

    pid: int
    pidfd: int
    ended: asyncio.Future[Exit | None]


class Link:
    """One zygote and the socket to it."""

    machine: Machine

    def __init__(self, walls: Walls, base: Path) -> None:
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = launch.zygote(theirs, walls, base)
        self._control.setblocking(False)
        self._loop = asyncio.get_running_loop()
        self._hello: asyncio.Future[dict[str, Any] | None] = self._loop.create_future()
        self._asked: dict[int, asyncio.Future[Forked | None]] = {}
        self._children: dict[int, asyncio.Future[Exit | None]] = {}
        self._turn = asyncio.Semaphore(FORKS_AT_ONCE)
        self.forks = 0
        self.alive = True
        self._loop.add_reader(self._control, self._hear)

    @classmethod
    async def start(cls, walls: Walls, base: Path) -> Self:
        """Start a zygote and wait until it has loaded torch and tried the walls. Folders of runs are made in `base`."""
        link = cls(walls, base)
        try:
            async with asyncio.timeout(START_SECONDS):
                hello = await link._hello
            link.machine = _checked(hello)
        except BaseException as error:
            await link.close()
            if isinstance(error, TimeoutError):
                raise SandboxBroken(f"The sandbox was not ready within {START_SECONDS:.0f} s.") from None
            raise
        return link

    @property
    def pid(self) -> int:
        """The zygote's process."""
        return self._process.pid

    @property
    def busy(self) -> bool:
        """It has children, or will have."""
        return bool(self._children or self._asked)

    async def fork(self, descriptors: Sequence[int]) -> Forked:
        """Have a child forked that has these descriptors for its seat."""
        async with self._turn:
            if not self.alive:
                raise SandboxBroken
            self.forks += 1
            job = self.forks
            answer: asyncio.Future[Forked | None] = self._loop.create_future()
            self._asked[job] = answer
            self._children[job] = self._loop.create_future()
            with suppress(OSError):  # a broken pipe: the reader of the socket hears of it too
                packet.send(self._control, {"fork": job}, descriptors)
            if (born := await answer) is None:
                raise SandboxBroken
            return born

    async def close(self) -> None:
        """Hang up: the zygote ends, and its children with it."""
        self._lose()
        await asyncio.to_thread(launch.wait_or_kill, self._process, STOP_SECONDS)

    def _hear(self) -> None:
        try:
            while self.alive:
                heard = packet.receive(self._control)
                if heard is None:
                    self._lose()
                else:
                    self._take(*heard)
        except BlockingIOError:
            return

    def _take(self, message: dict[str, Any], descriptors: list[int]) -> None:
        match message:
            case {"forked": int(job), "pid": int(pid)}:
                self._hand_over(job, pid, descriptors[0])
            case {"exited": int(job), "status": int(status), "cpu": cpu, "rss": int(rss)}:
                _settle(self._children.pop(job), Exit(status, float(cpu), rss))
            case {"refused": int(job)}:
                _settle(self._children.pop(job), None)
                _settle(self._asked.pop(job), None)
            case {"hello": dict(hello)}:
                _settle(self._hello, hello)

    def _hand_over(self, job: int, pid: int, pidfd: int) -> None:
        answer = self._asked.pop(job)
        if answer.done():  # whoever asked has gone away
            with suppress(ProcessLookupError):
                signal.pidfd_send_signal(pidfd, signal.SIGKILL)
            os.close(pidfd)
        else:
            answer.set_result(Forked(pid, pidfd, self._children[job]))

    def _lose(self) -> None:
        """The zygote has gone, or shall go; everyone who waits for it is told."""
        if not self.alive:
            return
        self.alive = False
        self._loop.remove_reader(self._control)
        self._control.close()
        _settle(self._hello, None)
        for answer in self._asked.values():
            _settle(answer, None)
        for ended in self._children.values():
            _settle(ended, None)
        self._asked.clear()
        self._children.clear()


def _settle(future: asyncio.Future[T], value: T) -> None:
    if not future.done():
        future.set_result(value)


def _checked(hello: dict[str, Any] | None) -> Machine:
    if hello is None:
        raise SandboxBroken("The sandbox did not start; the server's log says why.")
    if hello["tasks"] != 1:
        raise SandboxBroken(f"The sandbox has {hello['tasks']} threads after loading torch: forking it is not safe.")
    walls, abi = Walls(hello["walls"]), hello["landlock_abi"]
    return Machine(hello["torch"], hello["gpu"], 1, tuple(hello["warnings"]), walls, abi)
