"""A snapshot of the memory viewer, followed event by event as the viewer follows it."""

import io
import pickle
import pickletools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from inplace_lab.lab.programs.snapshot import _PLAIN


class _Plain(pickle.Unpickler):
    """Knows no class at all."""

    def find_class(self, module: str, name: str) -> Any:
        raise AssertionError(f"{module}.{name} is no plain data")


def unpickled(data: bytes) -> dict[str, Any]:
    """What is in the file, which is made of nothing but what the viewer's own reader knows."""
    assert data[:2] == b"\x80\x04"
    assert {opcode.name for opcode, _, _ in pickletools.genops(data)} <= _PLAIN
    return _Plain(io.BytesIO(data)).load()


@dataclass
class Device:
    """The blocks of one device that are alive, by address."""

    blocks: dict[int, int] = field(default_factory=dict)
    requested: set[int] = field(default_factory=set)

    def take(self, event: dict[str, Any]) -> None:
        """Let an event happen; nothing may overlap, and nothing be freed that is not there."""
        address, size = event["addr"], event["size"]
        match event["action"]:
            case "alloc":
                assert size > 0
                assert all(address + size <= a or a + n <= address for a, n in self.blocks.items())
                self.blocks[address] = size
            case "free_requested":
                assert self.blocks[address] == size
                self.requested.add(address)
            case "free_completed":
                self.requested.remove(address)
                assert self.blocks.pop(address) == size
            case "snapshot":
                assert event["category"] == "unknown"
            case action:
                raise AssertionError(action)


def levels(snapshot: dict[str, Any]) -> Iterator[tuple[int, int]]:
    """The index of the step of each event, and the bytes that are alive on all devices after it."""
    traces = [[event for event in trace if event["action"] != "snapshot"] for trace in snapshot["device_traces"]]
    events = sorted((e for trace in traces for e in trace), key=lambda e: e["user_metadata"]["step"])
    alive = 0
    for event in events:
        alive += {"alloc": 1, "free_requested": 0, "free_completed": -1}[event["action"]] * event["size"]
        yield event["user_metadata"]["step"], alive
