"""Terminal: a Report, the settings and the doctor's findings, as a person reads them in a terminal.

What a snippet said is shown by `plain`: rich would read markup, emoji and links into it, and a terminal its escapes.
"""

from collections.abc import Iterable

from pydantic.fields import FieldInfo
from rich.console import Console
from rich.style import StyleType
from rich.table import Table
from rich.text import Text

from .doctor import Finding
from .runs.report import Report, Status
from .settings import Settings
from .trace import Step, Trace
from .visible import visible, visible_json

_SETTINGS_HEAD = """\
# Settings

Each is an environment variable. `inplace-lab settings` lists them with the values in force; `make settings` writes
this page.

| Variable | Default | What it is |
|---|---|---|
"""
_MARKS = {True: ("✓", "green"), False: ("✕", "red"), None: ("!", "yellow")}


def plain(words: str, style: StyleType = "") -> Text:
    """Words of anybody, to be shown letter by letter."""
    return Text(visible(words), style)


def show_report(console: Console, report: Report) -> None:
    """How the run ended, what the program printed, what was found, and what each step did."""
    console.print(plain(report.stdout), end="", soft_wrap=True)
    console.print(plain(report.stderr, "dim"), end="", soft_wrap=True)
    colour = "green" if report.status is Status.OK else "red"
    _say(console, (report.status, colour), f" {report.message}")
    if report.trace is None:
        return
    if report.trace.failure is not None:
        _say(console, report.trace.failure.traceback)
    for diagnosis in report.diagnoses:
        _say(console, (f"{diagnosis.code} {diagnosis.title}", "bold"), f"\n{diagnosis.explanation}")
    if report.trace.steps:
        console.print(_steps(report.trace))


def show_json(report: Report) -> str:
    """The whole report as JSON that is safe to look at in a terminal."""
    return visible_json(report.model_dump_json(indent=2))


def show_settings(console: Console) -> None:
    """Every setting with its environment variable, its value and its sentence."""
    table = Table("Environment variable", "Value", "What it is", box=None, header_style="bold")
    values = Settings()
    for name, field in Settings.model_fields.items():
        table.add_row(variable(name), plain(_value(getattr(values, name))), field.description or "")
    console.print(table)


def settings_page() -> str:
    """The page docs/settings.md: every setting with its default."""
    rows = (
        f"| `{variable(name)}` | {_default(field)} | {field.description} |\n"
        for name, field in Settings.model_fields.items()
    )
    return _SETTINGS_HEAD + "".join(rows)


def _default(field: FieldInfo) -> str:
    return "by machine" if field.default_factory is not None else f"`{_value(field.default)}`"


def show_findings(console: Console, findings: Iterable[Finding]) -> None:
    """What the doctor found, with the cure where something is missing."""
    for finding in findings:
        _say(console, _MARKS[finding.good], " ", (finding.name, "bold"), f": {finding.says}")
        if finding.cure:
            _say(console, f"  → {finding.cure}")


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
            Text.assemble(plain(step.op), (" ✕", "red") if step.failed else ""),
            plain(", ".join(_writes(step))),
            plain(", ".join(f"{save.storage or '?'} v{save.version}" for save in step.saves)),
            _size(step.live.total),
            _size(step.peak.total),
        )
    return table


def _say(console: Console, *parts: str | tuple[str, str]) -> None:
    """One paragraph of anybody's words, some of them in a style."""
    styled = (plain(part) if isinstance(part, str) else plain(*part) for part in parts)
    console.print(Text.assemble(*styled), soft_wrap=True)


def _value(setting: object) -> str:
    """The value of a setting, as it would stand in the environment."""
    return ",".join(setting) or "none" if isinstance(setting, tuple) else str(setting)


def _size(nbytes: int) -> str:
    """Bytes in the largest unit that leaves a number of at least one."""
    for unit, name in ((2**30, "GiB"), (2**20, "MiB"), (2**10, "KiB")):
        if nbytes >= unit:
            return f"{nbytes / unit:.2f} {name}"
    return f"{nbytes} B"


def _writes(step: Step) -> Iterable[str]:
    return (f"{write.storage} v{write.before}→v{write.after}" for write in step.writes)
