"""Services that answer at once, or fail as they are told to."""

import asyncio

from inplace_lab.lab.comparison import LabResult, Layer
from inplace_lab.runs.queue import Queue
from inplace_lab.runs.report import Report, Status, Timing
from inplace_lab.sandbox.protocol import Machine
from inplace_lab.sentence import Sentence
from inplace_lab.settings import Settings
from inplace_lab.trace import Device, Snippet


class FakeRuns:
    """Echoes the snippet."""

    devices: tuple[str, ...] = ("cpu",)
    torch = "2.13.0"
    error: Exception | None = None
    machine: Machine | None = None

    def __init__(self) -> None:
        self.queue = Queue(Settings())
        self.asked: list[tuple[str, bool]] = []
        self.recalled: dict[str, tuple[Snippet, Report]] = {}

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self) -> None:
        """Nothing to stop."""

    async def run(self, snippet: Snippet, *, client: str = "local", fresh: bool = False) -> Report:
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
    """Has one result for every layer."""

    def __init__(self, result: LabResult) -> None:
        self.result = result
        self.error: Exception | None = None
        self.asked: list[tuple[Layer, Device]] = []
        self.cold = asyncio.Event()
        self.cold.set()

    async def warm(self) -> None:
        """Takes as long as a test keeps `cold` unset."""
        await self.cold.wait()

    async def measure(self, layer: Layer, device: Device) -> LabResult:
        """The one result."""
        self.asked.append((layer, device))
        if self.error:
            raise self.error
        return self.result
