"""A warm run of a small snippet, through the run service and its sandbox, against `python snippet.py`."""

import asyncio
import subprocess
import sys
import tempfile
from collections.abc import Coroutine
from pathlib import Path
from statistics import quantiles
from typing import Any

from inplace_lab.runs.report import Report, Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

from .clock import by_turns, show

SNIPPET = """\
import torch
from torch import nn

net = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(inplace=True))
x = torch.randn(1, 3, 16, 16)
y = net(x)
y.sum().backward()
print(y.shape, net[0].weight.grad.norm())
"""


def main(rounds: int = 5, warm_runs: int = 60) -> None:
    """Print medians, ratios, and the spread of the warm runs."""
    loop = asyncio.new_event_loop()

    def wait(work: Coroutine[object, object, Any]) -> Any:
        return loop.run_until_complete(work)

    service = RunService(Pool(warm_children=4), Settings())
    wait(service.start())
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "snippet.py"
        file.write_text(SNIPPET)

        def run(*, trace: bool) -> Report:
            report = wait(service.run(Snippet(source=SNIPPET, trace=trace), fresh=True))
            assert report.status is Status.OK, report
            return report

        seconds = by_turns(
            {
                "python snippet.py, cold": lambda: subprocess.run(
                    [sys.executable, str(file)], check=True, capture_output=True
                ),
                "Inplace Lab, warm, traced": lambda: run(trace=True),
                "Inplace Lab, warm, untraced": lambda: run(trace=False),
            },
            rounds,
        )
        show("An 8-line snippet: seconds until its result is there", seconds, "python snippet.py, cold")
        warm = []
        for _ in range(warm_runs):
            wait(asyncio.sleep(0.03))  # as readers come: not all in the same millisecond
            warm.append(run(trace=True).timing.wall)
    wait(service.stop())
    p50, p95 = quantiles(warm, n=20)[9], quantiles(warm, n=20)[18]
    print(f"  warm and traced, {warm_runs} runs: 30 ms apart: p50 {p50 * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms")
