"""Terminal: a Report, the settings and the doctor's findings, as a person reads them in a terminal."""

from collections.abc import Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from .doctor import Finding
from .runs.report import Report, Status
from .settings import Settings
from .trace import Step, Trace

_SETTINGS_HEAD = """\
# Settings

Each is an environment variable. `inplace-lab settings` lists them with the values in force; `make settings` writes
this page.

| Variable | Default | What it is |
|---|---|---|
"""
_MARKS = {True: "[green]✓[/]", False: "[red]✕[/]", None: "[yellow]![/]"}


def show_report(console: Console, report: Report) -> None:
    """How the run ended, what the program printed, what was found, and what each step did."""
    if report.stdout:
        console.print(report.stdout, end="", markup=False, highlight=False)
    if report.stderr:
        console.print(report.stderr, end="", markup=False, highlight=False, style="dim")
    colour = "green" if report.status is Status.OK else "red"
    console.print(f"[{colour}]{report.status}[/] {escape(report.message)}", soft_wrap=True)
    if report.trace is None:
        return
    if report.trace.failure is not None:
        console.print(report.trace.failure.traceback, markup=False, highlight=False, soft_wrap=True)
    for diagnosis in report.diagnoses:
        console.print(
            f"[bold]{diagnosis.code} {escape(diagnosis.title)}[/]\n{escape(diagnosis.explanation)}", soft_wrap=True
        )
    if report.trace.steps:
        console.print(_steps(report.trace))


def show_settings(console: Console) -> None:
    """Every setting with its environment variable, its value and its sentence."""
    table = Table("Environment variable", "Value", "What it is", box=None, header_style="bold")
    values = Settings()
    for name, field in Settings.model_fields.items():
        table.add_row(variable(name), str(getattr(values, name)), escape(field.description or ""))
    console.print(table)


def settings_page() -> str:
    """The page docs/settings.md: every setting with its default."""
    rows = (
        f"| `{variable(name)}` | `{field.default}` | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    )
    return _SETTINGS_HEAD + "".join(rows)


def show_findings(console: Console, findings: Iterable[Finding]) -> None:
    """What the doctor found, with the cure where something is missing."""
    for finding in findings:
        says = f"{_MARKS[finding.good]} [bold]{finding.name}[/]: {escape(finding.says)}"
        console.print(says, highlight=False, soft_wrap=True)
        if finding.cure:
            console.print(f"  → {escape(finding.cure)}", highlight=False, soft_wrap=True)


def variable(setting: str) -> str:
    """The environment variable of a setting."""
    return f"{Settings.model_config['env_prefix']}{setting}".upper()


def _steps(trace: Trace) -> Table:
    table = Table("step", "line", "phase", "operation", "writes", "keeps", "live", "peak", header_style="bold")
    for step in trace.steps:
        table.add_row(
            str(step.index),
            str(step.line or ""),
            step.phase,
            escape(step.op) + (" [red]✕[/]" if step.failed else ""),
            ", ".join(_writes(step)),
            ", ".join(f"{save.storage or '?'} v{save.version}" for save in step.saves),
            _size(step.live.total),
            _size(step.peak.total),
        )
    return table


def _size(nbytes: int) -> str:
    """Bytes in the largest unit that leaves a number of at least one."""
    for unit, name in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if nbytes >= unit:
            return f"{nbytes / unit:.2f} {name}"
    return f"{nbytes} B"


def _writes(step: Step) -> Iterable[str]:
    return (f"{write.storage} v{write.before}→v{write.after}" for write in step.writes)
