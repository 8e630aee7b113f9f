"""The seam between those who want a snippet run and whatever runs it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from ..trace import Snippet
from .level import Level
from .walls import NO_WALLS, Walls


class Ending(StrEnum):
    """How the process that ran a snippet ended, as its supervisor saw it. The child has no say in it."""

    RETURNED = "returned"
    """It handed in a result; whether the program in it succeeded stands in the result."""
    WALL = "wall"
    """It was stopped at the limit of time by the clock."""
    CPU = "cpu"
    """It was stopped at the limit of processor time."""
    MEMORY = "memory"
    """It was stopped at the limit of memory."""
    OUTPUT = "output"
    """It was stopped because it printed too much."""
    RESULT = "result"
    """It was stopped because its result was too large."""
    PROCESSES = "processes"
    """It was stopped because it had too many threads or processes."""
    DISK = "disk"
    """It was stopped because it wrote too much, too many files, or folders too deep to look into."""
    SIGNAL = "signal"
    """A signal ended it: a crash of its own."""
    EXITED = "exited"
    """It left without a result, as os._exit does."""


@dataclass(frozen=True)
class Limits:
    """What one run may use. Bytes, seconds and counts."""

    wall_seconds: float
    cpu_seconds: int
    memory_bytes: int
    output_bytes: int
    result_bytes: int
    file_bytes: int
    processes: int
    max_steps: int
    max_tensors: int
    disk_bytes: int = 64 * 1024 * 1024
    disk_files: int = 256


@dataclass(frozen=True)
class Outcome:
    """What came back from one run. `result`, `stdout` and `stderr` are the snippet's own words: never trust them."""

    ending: Ending
    result: bytes
    stdout: str
    stderr: str
    output_cut: bool
    code: int
    """Exit status, or the number of the signal where `ending` is SIGNAL."""
    wall_seconds: float
    cpu_seconds: float
    peak_rss_bytes: int


@dataclass(frozen=True)
class Machine:
    """What the sandbox found out about its machine when it started."""

    torch: str
    gpu: bool
    threads: int
    warnings: tuple[str, ...] = ()
    walls: Walls = NO_WALLS
    """The layers that every run is held by, each tried when the sandbox started."""
    landlock_abi: int = 0

    @property
    def level(self) -> Level:
        """What the walls amount to."""
        return Level.of(self.walls, self.landlock_abi)

    @property
    def devices(self) -> tuple[str, ...]:
        """The devices that a snippet may ask for, the fastest last."""
        return ("cpu", "cuda") if self.gpu else ("cpu",)


class Sandbox(Protocol):
    """Runs snippets one by one or side by side. Raises SandboxBroken where the sandbox itself fails."""

    @property
    def machine(self) -> Machine:
        """What is known of the machine. Raises SandboxBroken before the sandbox has started."""
        ...

    @property
    def places(self) -> int:
        """How many runs at a time suit it now; 0 where that is left to whoever sends them."""
        ...

    async def start(self) -> None:
        """Get ready to run; takes the seconds that importing torch takes."""
        ...

    async def stop(self) -> None:
        """Stop every run and clean up."""
        ...

    async def run(self, snippet: Snippet, limits: Limits) -> Outcome:
        """Run the snippet to its end or to a limit, whichever comes first."""
        ...
