"""The file of a sweep: a line a network, in bytes, for spreadsheets and programs. It is English in every language."""

import csv
from io import StringIO

from ...lab.measuring.comparison import Side
from ...lab.sweeping.outcome import Forecast, Outcome, forecast

_FIGURES = ("step_peak", "forward_peak", "kept")
COLUMNS = (
    "depth",
    "channels",
    "batch",
    "height",
    "width",
    *(f"{figure}_{side}" for figure in _FIGURES for side in ("off", "on")),
    "step_peak_saved_share",
    "predicted_step_peak_off",
    "predicted_step_peak_on",
    "note",
)


def header() -> str:
    """The first line."""
    return _written(COLUMNS)


def line_of(outcome: Outcome, theory: Forecast | None) -> str:
    """The line of one network. What is as built, or was not measured, is empty."""
    point, share = outcome.point, outcome.share()
    figures = [_of(side, figure) for figure in _FIGURES for side in (outcome.off, outcome.on)]
    predicted = (theory.off, theory.on) if theory else ("", "")
    where = (point.depth, point.channels or "", point.batch, point.height, point.width)
    return _written((*where, *figures, "" if share is None else round(share, 6), *predicted, _note(outcome)))


def csv_line(outcome: Outcome) -> str:
    """The same, with what the theory says."""
    return line_of(outcome, forecast(outcome.point))


def _of(side: Side | None, figure: str) -> object:
    return getattr(side, figure) if side else ""


def _note(outcome: Outcome) -> str:
    place = f"{outcome.point.place}: " if outcome.point.place else ""
    return f"{place}{outcome.trouble}" if outcome.trouble else outcome.title


def _written(values: tuple[object, ...]) -> str:
    text = StringIO()
    csv.writer(text, lineterminator="").writerow(values)
    return text.getvalue()
