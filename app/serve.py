"""Serving: listens, says where, and says what holds the programs that run here.

Whoever may reach the server may run programs on it. So one that others can reach starts its sandbox before it listens,
and does not listen where nothing would hold them; one for this machine alone listens at once and warms up meanwhile.
"""

import asyncio
import errno
import signal
import socket
import sys
from contextlib import suppress

import typer
import uvicorn
from fastapi import FastAPI
from rich.console import Console

from .blackboard import Blackboard
from .errors import NotContained, RoomUnavailable
from .main import create_app, sandbox_of
from .sandbox.gate import Gate
from .sandbox.level import Level
from .sandbox.promise import PROMISES, level_line
from .settings import Settings
from .terminal import plain
from .web import logs
from .web.classroom.addresses import addresses_of, is_of_this_machine_alone, written
from .web.hosts import address_of, is_loopback
from .web.services import Services

_CLASS = {"host": "0.0.0.0", "queue_length": 1000, "anyone_opens_rooms": False}  # noqa: S104 - phones come from outside
_PARTING_SECONDS = 3
"""For the answers to those whose runs were stopped in the end."""
_DESCRIPTORS = 8192
"""Three hundred browsers hold several connections each; many systems begin with 1024."""


class CannotServe(Exception):
    """One sentence why, and what to do."""


class PortTaken(CannotServe):
    """Another program listens there; `offer` is free."""

    def __init__(self, port: int, offer: int) -> None:
        super().__init__(f"Port {port} is taken. {offer} is free")
        self.offer = offer


def for_a_class(settings: Settings) -> Settings:
    """The settings of a server for one class. What somebody has set stays as it is."""
    missing = {name: value for name, value in _CLASS.items() if name not in settings.model_fields_set}
    return settings.model_copy(update=missing)


def until_stopped(settings: Settings, console: Console, *, classroom: bool = False) -> None:
    """Serve until somebody stops it; where the port is taken, on another one that is agreed to. Raises CannotServe."""
    _take_descriptors()
    logs.install(settings.log_format)
    # What stops a service is what Ctrl-C is: it ends in order, and well.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    while True:
        try:
            return asyncio.run(serve(settings, console, classroom=classroom))
        except KeyboardInterrupt:
            return None
        except PortTaken as taken:
            settings = settings.model_copy(update={"port": _agreed(taken)})


async def serve(settings: Settings, console: Console, *, classroom: bool = False) -> None:
    """Serve until somebody stops it; for a class, with a room of the server's own. Raises CannotServe."""
    if classroom:
        settings = for_a_class(settings)
    gate = sandbox_of(settings)
    try:
        if not is_loopback(settings.host):
            with console.status("Trying the walls …"):
                await _require_walls(gate, settings.host)
        app = create_app(settings, gate)
        with listen(settings) as listener:
            port = listener.getsockname()[1]
            if classroom:
                (await _blackboard(app, settings, port)).show(console)
            else:
                _greet(console, addresses_of(settings.host, port)[0])
            await _serve(app, listener, gate, console)
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


async def _blackboard(app: FastAPI, settings: Settings, port: int) -> Blackboard:
    """Open the server's own room, or the one that it had before. A class that could not vote is not let in."""
    services: Services = app.state.services
    try:
        room, claim = await services.rooms.open_own()
    except RoomUnavailable as error:
        raise CannotServe(
            "The room cannot be opened: the database is away, or cannot be written to. The file lies in "
            "INPLACE_LAB_STATE_DIR, unless INPLACE_LAB_DATABASE_URL names another database."
        ) from error
    found = tuple(each for each in addresses_of(settings.host, port) if not is_of_this_machine_alone(each))
    return Blackboard(room.code, claim, _here(settings.host, port), found, settings.trusted_hosts)


def _here(host: str, port: int) -> str:
    """Under which address this machine itself reaches a server that listens there."""
    listening = address_of(host)
    if listening is None or not listening.is_unspecified:
        return written("http", host, port)
    return written("http", "127.0.0.1" if listening.version == 4 else "::1", port)


def _greet(console: Console, address: str) -> None:
    console.print(f"[bold]Inplace Lab[/] is at [link={address}]{address}[/]  (Ctrl+C stops it)")


class _Server(uvicorn.Server):
    """Lets go of those who only listen before it waits for what it has begun."""

    def __init__(self, config: uvicorn.Config, services: Services) -> None:
        super().__init__(config)
        self._services = services

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take nobody any more, and wait for what runs, but not for ever."""
        self._services.drain()
        giving_up = asyncio.create_task(self._give_up())
        try:
            await super().shutdown(sockets)
        finally:
            giving_up.cancel()
            await asyncio.wait({giving_up})

    async def _give_up(self) -> None:
        """Stop what still runs in the end: so whoever waits is told, where to be cut off would tell nothing."""
        await asyncio.sleep(self._services.settings.shutdown_seconds)
        await self._services.runs.stop()


async def _serve(app: FastAPI, listener: socket.socket, gate: Gate, console: Console) -> None:
    services: Services = app.state.services
    server = _Server(_config(app, services.settings), services)
    telling = asyncio.create_task(_tell(gate, server, console))
    try:
        await server.serve(sockets=[listener])
    finally:
        telling.cancel()
    if gate.refused:
        raise CannotServe(f"{PROMISES[Level.D]} {NotContained.hint}")


def _config(app: FastAPI, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=list(settings.trusted_proxies),
        timeout_graceful_shutdown=settings.shutdown_seconds + _PARTING_SECONDS,
    )


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


def _agreed(taken: PortTaken) -> int:
    """The port that was offered, where somebody is there to agree. Raises CannotServe."""
    if not sys.stdin.isatty():
        raise CannotServe(
            f"{taken}: inplace-lab serve --port {taken.offer}, or INPLACE_LAB_PORT={taken.offer} make run"
        )
    if not typer.confirm(f"{taken}. Use that?", default=True):
        raise typer.Exit(1)
    return taken.offer


def _take_descriptors() -> None:
    if sys.platform == "win32":
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _DESCRIPTORS if hard == resource.RLIM_INFINITY else min(_DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
