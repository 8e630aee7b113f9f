"""Serving: listens, says where, and says what holds the programs that run here.

Whoever may reach the server may run programs on it. So one that others can reach starts its sandbox before it listens,
and does not listen where nothing would hold them; one for this machine alone listens at once and warms up meanwhile.
"""

import asyncio
import errno
import socket
from contextlib import suppress

import uvicorn
from rich.console import Console

from .errors import NotContained
from .main import create_app, sandbox_of
from .sandbox.gate import Gate
from .sandbox.level import Level
from .sandbox.promise import PROMISES, level_line
from .settings import Settings
from .terminal import plain
from .web.hosts import is_loopback


class CannotServe(Exception):
    """One sentence why, and what to do."""


class PortTaken(CannotServe):
    """Another program listens there; `offer` is free."""

    def __init__(self, port: int, offer: int) -> None:
        super().__init__(f"Port {port} is taken. {offer} is free")
        self.offer = offer


async def serve(settings: Settings, console: Console) -> None:
    """Serve until somebody stops it. Raises CannotServe."""
    gate = sandbox_of(settings)
    try:
        if not is_loopback(settings.host):
            await _require_walls(gate, settings.host)
        await _serve(settings, listen(settings), gate, console)
    finally:
        await gate.stop()


def listen(settings: Settings) -> socket.socket:
    """A listening socket. Raises CannotServe, and PortTaken where that is the reason."""
    try:
        return _bound(settings.host, settings.port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise CannotServe(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.") from None
    with _bound(settings.host, 0) as free:
        raise PortTaken(settings.port, free.getsockname()[1])


async def _require_walls(gate: Gate, host: str) -> None:
    """Walls, and not trust: it would be the trust of whoever owns the machine, in whoever can reach it."""
    with suppress(NotContained):
        await gate.start()
    if gate.machine.level is Level.D:
        raise CannotServe(f"{host} can be reached by others. {PROMISES[Level.D]} {NotContained.hint}")


async def _serve(settings: Settings, listener: socket.socket, gate: Gate, console: Console) -> None:
    address = f"http://{_bracketed(settings.host)}:{listener.getsockname()[1]}"
    console.print(f"[bold]Inplace Lab[/] is at [link={address}]{address}[/]  (Ctrl+C stops it)")
    app = create_app(settings, gate)
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=3, server_header=False))
    telling = asyncio.create_task(_tell(gate, server, console))
    try:
        await server.serve(sockets=[listener])
    finally:
        telling.cancel()
    if gate.refused:
        raise CannotServe(f"{PROMISES[Level.D]} {NotContained.hint}")


async def _tell(gate: Gate, server: uvicorn.Server, console: Console) -> None:
    """Say the level once it is known; where no program may run, end the server."""
    await gate.decided.wait()
    if gate.refused:
        server.should_exit = True
    else:
        console.print(plain(level_line(gate.machine.level)), soft_wrap=True)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=2048)
    listener.setblocking(False)
    return listener


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
