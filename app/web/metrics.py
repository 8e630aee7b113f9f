"""Metrics: the figures of a server, for Prometheus."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily

from ..errors import LabError
from ..runs.report import Report
from ..sandbox.protocol import Outcome

if TYPE_CHECKING:
    from .services import Services

_SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 60.0)


class Metrics:
    """All figures of one server. It is the Observer of the run service."""

    def __init__(self, services: "Services") -> None:
        self.registry = CollectorRegistry()
        self.registry.register(_Now(services))
        self.requests = self._counter("http_requests", "Requests.", "route", "method", "status")
        self.streams = Gauge("inplace_lab_event_streams", "Event streams that are open.", registry=self.registry)
        self._runs = self._counter("runs", "Runs, by how they ended.", "status")
        self._endings = self._counter("sandbox_endings", "Runs, by what the sandbox saw end them.", "ending")
        self._refused = self._counter("refusals", "Askings for a run that came to none, by the problem.", "code")
        self._known = self._counter("cache_hits", "Results that were given again.")
        self._wall = self._histogram("run_seconds", "From handing a program over to its result.")
        self._queued = self._histogram("queue_seconds", "From asking for a run to its place.")

    def known(self) -> None:
        """A result was given out of the cache."""
        self._known.inc()

    def ended(self, report: Report, outcome: Outcome) -> None:
        """A run came to its end."""
        self._runs.labels(report.status.value).inc()
        self._endings.labels(outcome.ending.value).inc()
        self._wall.observe(report.timing.wall)
        self._queued.observe(report.timing.queued)

    def refused(self, error: LabError) -> None:
        """Somebody was not given a result."""
        self._refused.labels(error.code).inc()

    def text(self) -> bytes:
        """All of them, as Prometheus reads them."""
        return generate_latest(self.registry)

    def _counter(self, name: str, what: str, *labels: str) -> Counter:
        return Counter(f"inplace_lab_{name}", what, labels, registry=self.registry)

    def _histogram(self, name: str, what: str) -> Histogram:
        return Histogram(f"inplace_lab_{name}", what, buckets=_SECONDS, registry=self.registry)


class _Now:
    """What is the case when somebody looks."""

    def __init__(self, services: "Services") -> None:
        self._services = services

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The figures."""
        services = self._services
        yield GaugeMetricFamily("inplace_lab_runs_running", "Runs that have a place.", services.runs.queue.running)
        yield GaugeMetricFamily("inplace_lab_runs_waiting", "Runs that wait for one.", services.runs.queue.waiting)
        yield GaugeMetricFamily("inplace_lab_rooms", "Classrooms that somebody here watches.", services.rooms.watched)
        yield GaugeMetricFamily("inplace_lab_listeners", "Connections that listen to one.", services.rooms.listeners)
        yield GaugeMetricFamily("inplace_lab_up", "1, or 0 while it shuts down.", not services.draining)
