"""The command line: inplace-lab serve · run · doctor · settings."""

import asyncio
import errno
import ipaddress
import socket
import sys
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console

from .errors import LabError
from .runs.report import Report, Status
from .settings import Settings
from .trace import Device, Snippet

cli = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode="rich", pretty_exceptions_show_locals=False
)
out, err = Console(), Console(stderr=True)

_PATIENCE = 2.0
"""Seconds that the doctor gives an endless loop."""

Host = Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes any free one.", show_default="8000")]


@cli.command()
def serve(host: Host = None, port: Port = None) -> None:
    """Start the server, and say where it is."""
    import uvicorn

    from .main import create_app

    settings = _settings(host=host, port=port)
    _only_loopback(settings.host)
    listener = _listen(settings)
    address = f"http://{settings.host}:{listener.getsockname()[1]}"
    err.print(f"[bold]Inplace Lab[/] is at [link={address}]{address}[/]  (Ctrl+C stops it)")
    config = uvicorn.Config(create_app(settings), log_level="warning", timeout_graceful_shutdown=3, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])


@cli.command()
def run(
    file: Annotated[typer.FileText, typer.Argument(help="The program; - reads standard input.")],
    device: Annotated[Device, typer.Option(help="Where tensors are made by default.")] = "auto",
    seed: Annotated[int, typer.Option(help="Seed of the random numbers.")] = 0,
    trace: Annotated[bool, typer.Option(help="Record what happens.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")] = False,
) -> None:
    """Run a program in the sandbox and show what its tensors did."""
    from .terminal import show_report

    try:
        report = asyncio.run(_run(Snippet(source=file.read(), device=device, seed=seed, trace=trace)))
    except UnicodeDecodeError as error:
        _stop(f"{file.name} is not UTF-8 text: {error.reason}.")
    except LabError as error:
        _stop(f"{error.detail} {error.advice}")
    if as_json:
        typer.echo(report.model_dump_json(indent=2))
    else:
        show_report(out, report)
    raise typer.Exit(0 if report.status is Status.OK else 1)


@cli.command()
def doctor() -> None:
    """Try what this machine offers, and say what is missing and how to mend it."""
    if not asyncio.run(_examine()):
        raise typer.Exit(1)


@cli.command()
def settings(
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the page docs/settings.md.")] = False,
) -> None:
    """List every setting with its value."""
    from .terminal import settings_page, show_settings

    if markdown:
        typer.echo(settings_page(), nl=False)
    else:
        _settings()
        show_settings(out)


def main() -> None:
    """Run the command line."""
    cli(prog_name="inplace-lab")


async def _run(snippet: Snippet) -> Report:
    from .runs.service import RunService
    from .sandbox.pool import Pool

    runs = RunService(Pool(), _settings())
    await runs.start()
    try:
        return await runs.run(snippet)
    finally:
        await runs.stop()


async def _examine() -> bool:
    """Show each finding as soon as it is there; whether all was well."""
    from .doctor import examine
    from .runs.service import RunService
    from .sandbox.pool import Pool
    from .terminal import show_findings

    settings, well = _settings().model_copy(update={"wall_seconds": _PATIENCE}), True
    async for finding in examine(RunService(Pool(), settings), settings):
        show_findings(out, [finding])
        well = well and finding.good is not False
    return well


def _settings(*, host: str | None = None, port: int | None = None) -> Settings:
    given = {name: value for name, value in (("host", host), ("port", port)) if value is not None}
    try:
        return Settings(**given)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(f"INPLACE_LAB_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        _stop(f"A setting cannot be used. {wrong}. `inplace-lab settings` lists them all.")


def _only_loopback(host: str) -> None:
    """Until snippets run behind walls, nobody but this machine's own user may send one."""
    try:
        loopback = ipaddress.ip_address(host).is_loopback
    except ValueError:
        loopback = host == "localhost"
    if not loopback:
        _stop(
            f"{host} can be reached by others, and a snippet can do here whatever you can do. "
            "Serve on 127.0.0.1; `inplace-lab doctor` says what protects this machine."
        )


def _listen(settings: Settings) -> socket.socket:
    """A listening socket; where the port is taken another one is offered."""
    try:
        return _bound(settings.host, settings.port)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            _stop(f"Cannot listen on {settings.host}:{settings.port}: {error.strerror}.")
    with _bound(settings.host, 0) as free:
        offer = free.getsockname()[1]
    question = f"Port {settings.port} is taken. {offer} is free"
    if not sys.stdin.isatty():
        _stop(f"{question}: inplace-lab serve --port {offer}, or INPLACE_LAB_PORT={offer} make run")
    if not typer.confirm(f"{question}. Use that?", default=True):
        raise typer.Exit(1)
    return _bound(settings.host, offer)


def _bound(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, port), family=family, backlog=2048)
    listener.setblocking(False)
    return listener


def _stop(sentence: str) -> NoReturn:
    err.print(f"[red]{sentence}[/]", highlight=False)
    raise typer.Exit(2)


if __name__ == "__main__":
    main()
