"""Text: an explanation as a person reads it in a terminal. What a script said is shown letter by letter."""

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.style import StyleType
from rich.syntax import Syntax
from rich.table import Table
from rich.text import Text

from ..clinic.model import Examined, Fix
from ..terminal import plain
from ..visible import visible
from .excerpt import Excerpt
from .explanation import Explanation
from .view import Spot, cures, notes, size, spots, verdict

_COLOURS = {"ok": "green", "found": "red", "failed": "yellow", "cannot_run": "yellow"}
_SAYS = {
    "ok": "nothing wrong here",
    "found": "",
    "failed": "the script failed for another reason",
    "cannot_run": "this cannot be run",
}
_INDENT = 4
_MOST_MESSAGE = 600


def show(console: Console, explanation: Explanation) -> None:
    """Everything that there is to say of a target."""
    console.print(Rule(plain(explanation.target, "bold"), align="left", style="dim"))
    _head(console, explanation)
    for examined in explanation.found:
        _show_finding(console, explanation, examined)
    for sentence in explanation.fine:
        _say(console, f"✓ {sentence}", "green")
    for note in notes(explanation):
        _say(console, note, "dim")


def _head(console: Console, explanation: Explanation) -> None:
    colour, error = _COLOURS[explanation.status], explanation.error
    if _SAYS[explanation.status]:
        _say(console, _SAYS[explanation.status], colour)
    if error is not None:
        where = f" ({error.file}:{error.line})" if error.line is not None else ""
        console.print(
            Text.assemble(plain(error.type, f"bold {colour}"), plain(where, "dim"), plain(_message(error.message)))
        )


def _message(message: str) -> str:
    said = message.split(" Hint: ")[0].strip()
    return f"\n{said[:_MOST_MESSAGE]}{'…' if len(said) > _MOST_MESSAGE else ''}" if said else ""


def _show_finding(console: Console, explanation: Explanation, examined: Examined) -> None:
    found = examined.diagnosis
    console.print()
    certain = "" if found.certain else "  (a warning: this run cannot tell for certain)"
    console.print(
        Text.assemble(plain(f"{found.code} ", "cyan"), plain(str(found.title), "bold"), plain(certain, "yellow"))
    )
    for spot in spots(explanation, examined):
        _show_spot(console, spot)
    console.print()
    _say(console, found.explanation)
    _show_cures(console, cures(found.code))
    _show_fixes(console, examined.fixes)


def _show_spot(console: Console, spot: Spot) -> None:
    console.print()
    console.print(Text.assemble(f"{spot.sign} ", plain(spot.where, "bold"), plain(f"  {spot.says}")))
    if spot.calls:
        console.print(_indented(plain(f"called from {' → '.join(spot.calls)}", "dim")))
    if spot.excerpt is not None:
        console.print(_indented(_lines(spot.excerpt)))


def _lines(excerpt: Excerpt) -> Syntax:
    return Syntax(
        visible("\n".join(excerpt.lines)),
        "python",
        theme="ansi_dark",
        background_color="default",
        line_numbers=True,
        start_line=excerpt.first,
        highlight_lines={excerpt.marked},
        word_wrap=True,
    )


def _show_cures(console: Console, paragraphs: Iterable[str]) -> None:
    for paragraph in paragraphs:
        _say(console, f"→ {paragraph}")


def _show_fixes(console: Console, fixes: tuple[Fix, ...]) -> None:
    if not fixes:
        return
    table = Table("cure", "verdict", "peak", "why", box=None, header_style="bold", pad_edge=False)
    for fix in fixes:
        colour = "green" if fix.verdict == "verified" else "red"
        table.add_row(
            plain(str(fix.title)),
            plain(verdict(fix.verdict), colour),
            plain(size(fix.extra_peak_bytes)),
            plain(str(fix.reason), "dim"),
        )
    console.print()
    console.print(table)
    if fixes[0].verdict == "verified":
        console.print()
        console.print(_indented(_patch(fixes[0].patch)))


def _patch(patch: str) -> Syntax:
    return Syntax(visible(patch.rstrip("\n")), "diff", theme="ansi_dark", background_color="default", word_wrap=True)


def _indented(what: Text | Syntax) -> Padding:
    return Padding(what, (0, 0, 0, _INDENT))


def _say(console: Console, words: str, style: StyleType = "") -> None:
    console.print(plain(words, style))
