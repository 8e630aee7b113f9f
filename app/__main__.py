"""The command line: inplace-lab serve · run · explain · lessons · keys · doctor · settings."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, TypeVar

import typer
from pydantic import ValidationError
from rich.console import Console
from typer.core import TyperCommand

from .access.keys import line_of
from .errors import LabError
from .explain.formats import Format
from .runs.report import Report, Status
from .settings import Settings
from .trace import Device, Snippet

if TYPE_CHECKING:
    from .access.keychain import Keychain
    from .runs.service import RunService

T = TypeVar("T")

cli = typer.Typer(
    no_args_is_help=True, add_completion=False, rich_markup_mode="rich", pretty_exceptions_show_locals=False
)
lessons = typer.Typer(no_args_is_help=True, help="Check, begin, preview and record lessons: docs/adding-a-lesson.md.")
cli.add_typer(lessons, name="lessons")
keys = typer.Typer(no_args_is_help=True, help="Give out keys for the API, and take them back: docs/access.md.")
cli.add_typer(keys, name="keys")
out, err = Console(), Console(stderr=True)

_PATIENCE = 2.0
"""Seconds that the doctor gives an endless loop."""

Host = Annotated[str | None, typer.Option(help="Address to listen on.", show_default="127.0.0.1")]
Port = Annotated[int | None, typer.Option(help="Port to listen on; 0 takes any free one.", show_default="8000")]
Course = Annotated[
    Path | None, typer.Argument(metavar="[FOLDER]", help="A course, or one lesson.", show_default="the course")
]
Trust = Annotated[
    bool, typer.Option("--trust-local-code", help="Run programs where nothing contains them, for this machine alone.")
]

Classroom = Annotated[
    bool,
    typer.Option("--classroom", help="Open a room for one class, on every address of this machine: docs/classroom.md."),
]


@cli.command()
def serve(host: Host = None, port: Port = None, trust_local_code: Trust = False, classroom: Classroom = False) -> None:
    """Start the server; say where it is, and what holds the programs that it runs."""
    _serve(_settings(host=host, port=port, trust_local_code=trust_local_code or None), classroom=classroom)


@cli.command()
def run(
    file: Annotated[typer.FileText, typer.Argument(help="The program; - reads standard input.")],
    device: Annotated[Device, typer.Option(help="Where tensors are made by default.")] = "auto",
    seed: Annotated[int, typer.Option(help="Seed of the random numbers.")] = 0,
    trace: Annotated[bool, typer.Option(help="Record what happens.")] = True,
    as_json: Annotated[bool, typer.Option("--json", help="Print the whole report as JSON.")] = False,
) -> None:
    """Run a program in the sandbox and show what its tensors did."""
    from .terminal import show_json, show_report

    try:
        source = file.read()
    except UnicodeDecodeError as error:
        _stop(f"{file.name} is not UTF-8 text: {error.reason}.")
    report = _awaited(_run(Snippet(source=source, device=device, seed=seed, trace=trace)))
    if as_json:
        typer.echo(show_json(report))
    else:
        show_report(out, report)
    raise typer.Exit(0 if report.status is Status.OK else 1)


class _TakesArguments(TyperCommand):
    """What stands behind -- is for the script: neither an option of ours nor a target."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Keep it apart before the rest is read."""
        cut = args.index("--") if "--" in args else len(args)
        ctx.obj = tuple(args[cut + 1 :])
        return super().parse_args(ctx, args[:cut])


@cli.command(cls=_TakesArguments, epilog="What stands behind -- is passed on to the script.")
def explain(
    context: typer.Context,
    targets: Annotated[list[str], typer.Argument(metavar="TARGET", help="A script; - reads standard input.")],
    told: Annotated[Format, typer.Option("--format", help="How to tell.")] = Format.TEXT,
    fixes: Annotated[
        bool | None,
        typer.Option(
            "--fixes/--no-fixes",
            help="Try cures, each in a run of its own.",
            show_default="where the script took less than a minute",
        ),
    ] = None,
) -> None:
    """Run your own script as it is, outside the sandbox, and show the lines that broke its backward pass.

    Exit status: 0 nothing wrong, 1 something found, 2 a script could not run or failed for another reason.
    """
    from .explain.command import explain_all
    from .explain.link import CannotStart

    if not hasattr(os, "fork"):
        _stop("explain forks processes, which this system cannot; `inplace-lab run` takes a program of one file.")
    try:
        status = asyncio.run(explain_all(targets, context.obj, told, fixes))
    except CannotStart as why:
        _stop(str(why))
    raise typer.Exit(status)


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


@lessons.command("check")
def check_lessons(folder: Course = None) -> None:
    """Run every program of the lessons; say what is wrong with their words and numbers, with file and line."""
    from .lessons.checking import check
    from .lessons.shelf import Shelf, course

    shelf = Shelf.of(folder or course(_settings().lessons_dir))

    async def checked() -> list[str]:
        async with _runs() as runs:
            return [str(trouble) for trouble in await check(shelf, runs.run)]

    if troubles := _awaited(checked()):
        typer.echo("\n".join(troubles))
        raise typer.Exit(1)
    err.print(f"Lessons checked: {len(shelf.lessons)}. Nothing is wrong.")


@lessons.command("new")
def new_lesson(
    name: Annotated[str, typer.Argument(help="What stands in its address: version-counter.")],
    into: Annotated[Path, typer.Option(help="The course that it is added to.")] = Path(),
) -> None:
    """Make the folder of a lesson that passes the check, to be rewritten."""
    from .lessons.making import make
    from .lessons.trouble import Trouble

    try:
        typer.echo(make(name, into))
    except Trouble as trouble:
        _stop(str(trouble))


@lessons.command("preview")
def preview_lessons(
    folder: Annotated[Path, typer.Argument(help="A course, or one lesson.")], host: Host = None, port: Port = None
) -> None:
    """Start the server with the lessons of a folder in place of ours."""
    _serve(_settings(host=host, port=port, lessons_dir=str(folder.resolve())))


@lessons.command("record")
def record_lessons(folder: Course = None) -> None:
    """Write down what each program came to: shown before a reader runs it, and held against later versions."""
    from .lessons.recording import record
    from .lessons.shelf import Shelf, course

    async def recorded() -> None:
        async with _runs() as runs:
            for lesson in Shelf.of(folder or course(_settings().lessons_dir)).lessons:
                typer.echo(await record(lesson, runs.run))

    _awaited(recorded())


@keys.command("create")
def create_key(
    name: Annotated[str, typer.Argument(help="Whose it is.")],
    per_minute: Annotated[int, typer.Option(min=1, help="New runs that its holder may have in a minute.")] = 600,
) -> None:
    """Give out a key. It is shown this once: the database has its digest only."""
    typer.echo(_with_keys(lambda chain: chain.create(name, per_minute)))


@keys.command("list")
def list_keys() -> None:
    """List every key that was ever given out, by its first letters."""
    for key in _with_keys(lambda chain: chain.every()):
        typer.echo(line_of(key))


@keys.command("revoke")
def revoke_key(name: Annotated[str, typer.Argument(metavar="NAME|PREFIX", help="Its name or first letters.")]) -> None:
    """Take back a key; every server refuses it from now on."""
    typer.echo(line_of(_with_keys(lambda chain: chain.revoke(name))))


def main() -> None:
    """Run the command line."""
    cli(prog_name="inplace-lab")


def _with_keys(work: "Callable[[Keychain], T]") -> T:
    """What comes of working with the keys of the database."""
    from .access.keychain import CannotDo, Keychain
    from .store.database import Database

    database = Database(_settings())
    try:
        return work(Keychain(database))
    except CannotDo as why:
        _stop(str(why))
    except LabError as error:
        _stop(f"{error.detail} {error.advice}")
    finally:
        database.close()


def _serve(settings: Settings, *, classroom: bool = False) -> None:
    """Serve until somebody stops it."""
    from . import serve as serving

    try:
        serving.until_stopped(settings, err, classroom=classroom)
    except serving.CannotServe as why:
        _stop(str(why))
    except LabError as error:
        _stop(f"{error.detail} {error.advice}")


async def _run(snippet: Snippet) -> Report:
    async with _runs() as runs:
        return await runs.run(snippet)


def _awaited(what: Coroutine[Any, Any, T]) -> T:
    """What it comes to; an error of the Lab ends the command."""
    try:
        return asyncio.run(what)
    except LabError as error:
        _stop(f"{error.detail} {error.advice}")


@asynccontextmanager
async def _runs() -> AsyncIterator["RunService"]:
    """The run service with the real sandbox; where nothing contains programs, that is said."""
    from .runs.service import RunService
    from .sandbox.level import Level
    from .sandbox.pool import Pool
    from .sandbox.promise import level_line

    runs = RunService(Pool(), _settings())
    await runs.start()
    if runs.machine and runs.machine.level is Level.D:
        err.print(level_line(Level.D), style="yellow", soft_wrap=True)
    try:
        yield runs
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


def _settings(**given: str | int | None) -> Settings:
    """The settings, with what was given on the command line in place of the environment's."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = "; ".join(f"INPLACE_LAB_{str(e['loc'][0]).upper()}: {e['msg']}" for e in error.errors())
        _stop(f"A setting cannot be used. {wrong}. `inplace-lab settings` lists them all.")


def _stop(sentence: str) -> NoReturn:
    from .terminal import plain

    err.print(plain(sentence, "red"), soft_wrap=True)
    raise typer.Exit(2)


if __name__ == "__main__":
    main()
