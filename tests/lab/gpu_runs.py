"""A run service that answers as a machine with a GPU would, and a snapshot with the structure that torch documents."""

import contextlib
import io
import json
from typing import Any

from inplace_lab.lab.programs.snapshot import PACK
from inplace_lab.runs.client import LOCAL, Client
from inplace_lab.runs.report import Report, Status, Timing
from inplace_lab.sentence import sentence
from inplace_lab.trace import Snippet

MIB = 2**20
HERE, TORCH = "snippet.py", "/usr/lib/python3/dist-packages/torch/nn/modules/conv.py"
_PROGRAM = "class Net:\n    def __init__(self):\n        pass\n"


def moment(phase: str, allocated: int, peak: int, **changes: object) -> dict[str, object]:
    """One look at the allocator; of each figure 512 bytes are rounding of the libraries, 1,536 of the network."""
    rounding = 512 if phase == "libraries" else 2048
    asked = {"requested": allocated - rounding, "requested_peak": peak - rounding}
    return {"phase": phase, "allocated": allocated, "reserved": 20 * MIB, "peak": peak, **asked, **changes}


def printed() -> dict[str, Any]:
    """What the program prints of a training step without an optimizer."""
    moments = [
        moment("libraries", 8 * MIB, 8 * MIB),
        moment("before", 9 * MIB, 9 * MIB),
        moment("forward", 11 * MIB, 12 * MIB),
        moment("backward", 10 * MIB, 13 * MIB),
    ]
    return {"moments": moments, "rounds": [[0.001, 0.002], [0.0012, 0.0024], [0.0011, 0.0022]]}


def report(stdout: str, status: Status = Status.OK) -> Report:
    """A run that printed this."""
    return Report(
        id="0123456789",
        status=status,
        message="It ended.",
        sentence=sentence("The program ran to its end."),
        trace=None,
        timing=Timing(queued=0, wall=0, cpu=0, program=None),
        stdout=stdout,
        stderr="",
        output_cut=False,
    )


class GpuRuns:
    """Answers the programs about the allocator with what a test says that they print."""

    devices = ("cpu", "cuda")

    def __init__(self, figures: str = "", history: str = "") -> None:
        self.figures, self.history = figures, history
        self.asked: list[tuple[Snippet, bool]] = []

    async def run(self, snippet: Snippet, *, client: Client = LOCAL, fresh: bool = False) -> Report:
        """The line of figures, or the packed history."""
        self.asked.append((snippet, fresh))
        return report(self.history if "_snapshot()" in snippet.source else self.figures)


def snapshot(events: int = 3) -> dict[str, Any]:
    """A snapshot as torch.cuda.memory._snapshot describes it, with one segment and so many blocks."""
    frames = [_frame(TORCH, 548, "_conv_forward"), _frame(HERE, 12, "forward"), _frame(HERE, 18, "<module>")]
    base = 0x7F32C0000000
    blocks = [
        {"address": base + 512 * i, "size": 512, "requested_size": 500, "state": "active_allocated", "frames": frames}
        for i in range(events)
    ]
    trace = [
        {"action": "alloc", "addr": b["address"], "size": 512, "stream": 0, "frames": list(frames), "time_us": 7 + i}
        for i, b in enumerate(blocks)
    ]
    segment = {"device": 0, "address": base, "total_size": 512 * events, "stream": 0, "segment_type": "small"}
    sizes = {"allocated_size": 512 * events, "active_size": 512 * events, "segment_pool_id": (0, 0)}
    settings = {"PYTORCH_CUDA_ALLOC_CONF": "", "expandable_segments": False, "garbage_collection_threshold": 0.0}
    segments = [{**segment, **sizes, "frames": [], "blocks": blocks}]
    return {"segments": segments, "device_traces": [trace], "allocator_settings": settings}


def packed(seen: dict[str, Any]) -> str:
    """What the program prints of a snapshot: the packing alone, which needs no GPU."""
    with contextlib.redirect_stdout(io.StringIO()) as out:
        exec(compile(_PROGRAM + PACK, HERE, "exec"), {"snapshot": seen})
    return out.getvalue()


def figures() -> str:
    """The line of JSON."""
    return json.dumps(printed())


def _frame(filename: str, line: int, name: str) -> dict[str, object]:
    return {"filename": filename, "line": line, "name": name}
