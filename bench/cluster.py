"""What a Ray cluster costs and brings: a run with and without it, and runs a second with one machine and with two.

`python -m bench.cluster`. The machines of this bench are processes on one machine: they share its processors, so the
second one brings more only where the first has left some idle. Each lends one processor to Ray.
"""

import asyncio
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

from inplace_lab.cluster.sandbox import RaySandbox
from inplace_lab.errors import ClusterAway
from inplace_lab.runs.limits import limits_of
from inplace_lab.sandbox.pool import Pool
from inplace_lab.sandbox.protocol import Ending, Sandbox
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

from .service import SNIPPET

SLEEPER = "import time\ntime.sleep(0.2)\n"
LIMITS = limits_of(Settings())
PORT = 16380
_RAY = str(Path(sys.executable).with_name("ray"))
_OPTIONS = ("--block", "--num-cpus=1", f"--object-store-memory={80 * 2**20}", "--node-ip-address=127.0.0.1")
_ANY_PORT = ("--node-manager-port=0", "--object-manager-port=0", "--min-worker-port=0", "--max-worker-port=0")
_HEAD = ("--head", f"--port={PORT}", "--include-dashboard=false", "--disable-usage-stats")


def main(rounds: int = 5, runs: int = 40) -> None:
    """Print both."""
    os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": os.urandom(16).hex(), "INPLACE_LAB_WARM_CHILDREN": "4"}
    folder = Path(tempfile.mkdtemp(prefix="lab-ray-"))
    try:
        with _node(folder / "0", *_HEAD):
            asyncio.run(_measure(folder, rounds, runs))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _measure(folder: Path, rounds: int, runs: int) -> None:
    pool, cluster = Pool(warm_children=4), RaySandbox(f"127.0.0.1:{PORT}", trusted=True)
    await pool.start()
    await _join(cluster)
    await _overhead(pool, cluster, rounds, runs)
    await pool.stop()
    one = await _throughputs(cluster, rounds, runs)
    with _node(folder / "1", f"--address=127.0.0.1:{PORT}"):
        while cluster.places < 2:
            await asyncio.sleep(0.1)
        two = await _throughputs(cluster, rounds, runs)
        await cluster.stop()
    print("\nRuns a second with two machines, of one processor each, beside one")
    for name in one:
        print(f"  {name:<44} {one[name]:>8.1f}   {two[name]:>8.1f}   × {two[name] / one[name]:.2f}")


async def _overhead(pool: Sandbox, cluster: Sandbox, rounds: int, runs: int) -> None:
    """One run after the other, by turns with and without Ray."""
    seconds: dict[str, list[float]] = {"without Ray": [], "through Ray": []}
    for _ in range(rounds * runs):
        for name, sandbox in zip(seconds, (pool, cluster), strict=True):
            await asyncio.sleep(0.05)
            start = time.perf_counter()
            await _run(sandbox, SNIPPET)
            seconds[name].append(time.perf_counter() - start)
    without, through = (median(each) * 1000 for each in seconds.values())
    print(f"\nA small snippet (relu and backward), traced, 50 ms apart: p50 {without:.1f} ms without Ray, ", end="")
    print(f"{through:.1f} ms through Ray, × {through / without:.2f}")


async def _throughputs(sandbox: RaySandbox, rounds: int, runs: int) -> dict[str, float]:
    """Runs a second, with as many at a time as there are places: of work for a processor, and of waiting."""
    sources = {"relu and backward, traced": SNIPPET, "sleeping for 200 ms": SLEEPER}
    return {
        name: median([await _throughput(sandbox, source, runs) for _ in range(rounds)])
        for name, source in sources.items()
    }


async def _throughput(sandbox: RaySandbox, source: str, runs: int) -> float:
    left = iter(range(runs))

    async def one_after_another() -> None:
        for _ in left:
            await _run(sandbox, source)

    start = time.perf_counter()
    await asyncio.gather(*(one_after_another() for _ in range(sandbox.places)))
    return runs / (time.perf_counter() - start)


async def _run(sandbox: Sandbox, source: str) -> None:
    outcome = await sandbox.run(Snippet(source=source, device="cpu"), LIMITS)
    assert outcome.ending is Ending.RETURNED, outcome


async def _join(sandbox: RaySandbox) -> None:
    while True:
        with suppress(ClusterAway):
            return await sandbox.start()


@contextmanager
def _node(folder: Path, *options: str) -> Iterator[None]:
    """A machine of the cluster: one more set of Ray's processes here."""
    command = [_RAY, "start", *_OPTIONS, *_ANY_PORT, f"--temp-dir={folder}", *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
