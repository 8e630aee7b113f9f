"""SweepPage: what the page of a sweep is given, and each of its rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar
from urllib.parse import urlencode

from markupsafe import Markup

from ...lab.address.query import pairs_of, write
from ...lab.programs.program import LEARNS
from ...lab.sweeping.axes import Axes
from ...lab.sweeping.gist import Gist, gist_of
from ...lab.sweeping.outcome import Forecast, Outcome, forecast
from ...lab.sweeping.sweep import MOST_POINTS, MOST_VALUES, Grid
from ..page import Page
from .forms import LabForm
from .sweep_csv import header, line_of

Gists = tuple[Gist, ...]
"""Of the whole step's peak; behind it of forward's, where more than forward is run."""


@dataclass(frozen=True)
class SweepView:
    """A network, the axes that it is swept over, and a place for what is measured."""

    form: LabForm
    axes: Axes | None
    """None where the network itself is wrong."""
    running: bool
    """The rows come with the page, for readers without scripts."""

    # Nobody can type these marks: what is typed is escaped.
    rows: ClassVar[Markup] = Markup("<!--rows-->")
    """Where in the page the rows go."""
    gist: ClassVar[Markup] = Markup("<!--gist-->")
    """Where, behind them, what they come to goes."""
    header: ClassVar[str] = header()
    most: ClassVar[int] = MOST_POINTS
    most_values: ClassVar[int] = MOST_VALUES

    @property
    def grid(self) -> Grid | None:
        """What is measured; None while something is wrong."""
        return self.axes.grid if self.axes else None

    @property
    def network(self) -> str:
        """The network in one line: 8×64×32×32 → conv(192) → relu."""
        pairs = pairs_of(self.form.draft)
        return " → ".join((pairs["in"].replace("x", "×"), *pairs["net"].split("~")))

    @property
    def hidden(self) -> dict[str, str]:
        """What the form sends along: all of the Lab's address but what it has fields for."""
        return {name: value for name, value in pairs_of(self.form.draft).items() if name != "mode"}

    @property
    def query(self) -> str:
        """The query of the network and of the axes."""
        return f"{self.form.canonical}&{urlencode(dict(self.axes.typed if self.axes else {}))}"


@dataclass(frozen=True)
class RowView:
    """One network of a sweep."""

    outcome: Outcome
    gist: Gists
    """What has been measured so far comes to."""

    @property
    def query(self) -> str:
        """The address of this network in the Lab."""
        spec = self.outcome.point.spec
        return write(spec) if spec else ""

    @cached_property
    def forecast(self) -> Forecast | None:
        """What the theory says."""
        return forecast(self.outcome.point)

    @property
    def csv(self) -> str:
        """The row as a line of the file."""
        return line_of(self.outcome, self.forecast)


@dataclass(frozen=True)
class SweepPage:
    """The page of a sweep."""

    template: ClassVar[str] = "sweep.html"
    page: Page
    sweep: SweepView


@dataclass(frozen=True)
class SweepRow:
    """A row of its table."""

    template: ClassVar[str] = "_sweep_row.html"
    page: Page
    row: RowView


@dataclass(frozen=True)
class SweepGist:
    """What a sweep comes to, in words."""

    template: ClassVar[str] = "_sweep_gist.html"
    page: Page
    gist: Gists


def gists_of(seen: Sequence[Outcome]) -> Gists:
    """What some networks come to, all run in one mode."""
    learns = any(each.point.spec is not None and each.point.spec.options.mode in LEARNS for each in seen)
    return tuple(gist_of(seen, figure) for figure in ("step_peak", "forward_peak")[: 2 if learns else 1])
