"""Program: what is to be run, and how."""

from dataclasses import dataclass
from typing import Any, Literal

Device = Literal["auto", "cpu", "cuda"]
Detail = Literal["none", "summary", "full"]
_LIMITS = ("wall_seconds", "memory_bytes", "max_steps")


@dataclass(frozen=True)
class Program:
    """A program and its options. Limits that are left out are the server's own."""

    source: str
    device: Device = "auto"
    seed: int = 0
    trace: Detail = "full"
    """What is recorded: nothing, a summary without steps, or everything."""
    wall_seconds: float | None = None
    memory_bytes: int | None = None
    max_steps: int | None = None

    @classmethod
    def of(cls, program: "str | Program", **options: Any) -> "Program":
        """A source with options; a Program has its own already. Raises TypeError for one with both."""
        if isinstance(program, str):
            return cls(program, **options)
        if options:
            raise TypeError(f"a Program has its options already: {', '.join(options)}")
        return program

    @property
    def document(self) -> dict[str, Any]:
        """The program as the server takes it."""
        limits = {name: value for name in _LIMITS if (value := getattr(self, name)) is not None}
        told = {"source": self.source, "device": self.device, "seed": self.seed, "trace": self.trace}
        return told | ({"limits": limits} if limits else {})

    @property
    def snippet(self) -> dict[str, Any]:
        """The program for a link: there it is recorded whole, or not at all."""
        return {"source": self.source, "device": self.device, "seed": self.seed, "trace": self.trace != "none"}
