"""Services that answer at once, or fail as they are told to."""

import asyncio

from inplace_lab.lab.measuring.comparison import LabResult, Latency
from inplace_lab.lab.network.contrast import Contrast
from inplace_lab.lab.network.spec import NetworkSpec
from inplace_lab.runs.client import LOCAL, Client
from inplace_lab.runs.queue import Queue
from inplace_lab.runs.report import Report, Status, Timing
from inplace_lab.sandbox.protocol import Machine
from inplace_lab.sentence import Sentence
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet


class FakeRuns:
    """Echoes the snippet."""

    devices: tuple[str, ...] = ("cpu",)
    torch = "2.13.0"
    error: Exception | None = None
    machine: Machine | None = None

    def __init__(self) -> None:
        self.queue = Queue(Settings())
        self.asked: list[tuple[Client, bool]] = []
        self.recalled: dict[str, tuple[Snippet, Report]] = {}

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Nothing to stop."""

    async def run(self, snippet: Snippet, *, client: Client = LOCAL, fresh: bool = False, **_: object) -> Report:
        """The source comes back as what was printed."""
        self.asked.append((client, fresh))
        if self.error:
            raise self.error
        return Report(
            id="0123456789",
            status=Status.OK,
            message="The program ran to its end.",
            sentence=Sentence(text="The program ran to its end."),
            trace=None,
            timing=Timing(queued=0, wall=0, cpu=0, program=None),
            stdout=snippet.source,
            stderr="",
            output_cut=False,
        )

    def recall(self, id_: str) -> tuple[Snippet, Report] | None:
        """What a test put there."""
        return self.recalled.get(id_)


class FakeLab:
    """Has one result, and one time, for every network."""

    def __init__(self, result: LabResult, latency: Latency | None = None) -> None:
        self.result = result
        self.latency = latency
        self.error: Exception | None = None
        self.asked: list[tuple[NetworkSpec, Contrast]] = []
        self.timed: list[NetworkSpec] = []
        self.cold = asyncio.Event()
        self.cold.set()

    async def warm(self) -> None:
        """Takes as long as a test keeps `cold` unset."""
        await self.cold.wait()

    async def measure(self, spec: NetworkSpec, contrast: Contrast, *, client: Client) -> LabResult:
        """The one result."""
        self.asked.append((spec, contrast))
        if self.error:
            raise self.error
        return self.result

    async def time(self, spec: NetworkSpec, contrast: Contrast, *, client: Client) -> Latency | None:
        """The one time."""
        self.timed.append(spec)
        return self.latency

    def known_time(self, spec: NetworkSpec, contrast: Contrast) -> Latency | None:
        """Known once it has been asked for."""
        return self.latency if spec in self.timed else None
