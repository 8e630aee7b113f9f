"""The run service under load, beside what people would use instead: cold python, forkserver, a Jupyter kernel."""

import asyncio
import multiprocessing
import sys
import time
from collections.abc import Awaitable, Callable
from itertools import count

from inplace_lab.runs.client import Client
from inplace_lab.runs.report import Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

from .clock import quantile_line

SNIPPET = "import torch\nx = torch.randn(8, requires_grad=True)\ny = torch.relu(x * 1)\ny.sum().backward()\n"
SETTINGS = Settings(queue_length=400, warm_children=4)
Run = Callable[[], Awaitable[object]]


def main(per_client: int = 40) -> None:
    """Print latencies, throughput, bursts and memory."""
    print("\nA small snippet (relu and backward), milliseconds")
    asyncio.run(_ours(per_client))
    asyncio.run(_clients("python -c, cold", _cold, (1, 2), 3))
    _forkserver()
    _jupyter()


async def _ours(per_client: int) -> None:
    service = RunService(Pool(warm_children=SETTINGS.warm_children), SETTINGS)
    await service.start()

    names = count()  # each run comes from somebody else, so that no share holds it back

    async def run(*, trace: bool = True) -> None:
        client = Client(f"client {next(names)}")
        report = await service.run(Snippet(source=SNIPPET, trace=trace), client=client, fresh=True)
        assert report.status is Status.OK, report

    await _with_gaps("Inplace Lab, traced, 50 ms apart", run, 60)
    await _with_gaps("Inplace Lab, untraced, 50 ms apart", lambda: run(trace=False), 60)
    await _clients("Inplace Lab, traced", run, (1, 2, 8, 32), per_client)
    for size in (30, 100, 300):
        start = time.perf_counter()
        await asyncio.gather(*(run() for _ in range(size)))
        seconds = time.perf_counter() - start
        print(f"  burst of {size:>3}: last result after {seconds * 1000:>7.0f} ms, {size / seconds:>5.0f} runs/s")
    await service.stop()


async def _with_gaps(name: str, run: Run, runs: int) -> None:
    await run()
    seconds = []
    for _ in range(runs):
        await asyncio.sleep(0.05)
        start = time.perf_counter()
        await run()
        seconds.append(time.perf_counter() - start)
    _show(name, seconds, None)


async def _clients(name: str, run: Run, sizes: tuple[int, ...], each: int) -> None:
    """So many clients, each of which sends its next run when the last one has come back."""
    for size in sizes:
        start = time.perf_counter()
        found = await asyncio.gather(*(_one_after_another(run, max(3, each // size)) for _ in range(size)))
        seconds = [second for client in found for second in client]
        _show(f"{name}, {size} clients", seconds, len(seconds) / (time.perf_counter() - start))


async def _one_after_another(run: Run, runs: int) -> list[float]:
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        await run()
        seconds.append(time.perf_counter() - start)
    return seconds


async def _cold() -> None:
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", SNIPPET)
    await process.wait()


def _snippet() -> None:
    exec(SNIPPET, {})


def _forkserver() -> None:
    """multiprocessing's own forkserver with torch preloaded; nothing is limited, traced or contained."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["torch", "bench.service"])

    def run() -> None:
        process = context.Process(target=_snippet)
        process.start()
        process.join()
        assert process.exitcode == 0

    _in_turn("multiprocessing forkserver", run, 20)


def _jupyter() -> None:
    """A Jupyter kernel that lives on: no process of its own for a run, so runs see each other."""
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name="python3")
    try:
        _in_turn("Jupyter kernel that has torch already", lambda: client.execute_interactive(SNIPPET), 20)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    start = time.perf_counter()
    manager, client = start_new_kernel(kernel_name="python3")
    client.execute_interactive(SNIPPET)
    _show("Jupyter kernel, a fresh one for the run", [time.perf_counter() - start] * 2, None)
    client.stop_channels()
    manager.shutdown_kernel(now=True)


def _in_turn(name: str, run: Callable[[], object], runs: int) -> None:
    run()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    _show(name, seconds, None)


def _show(name: str, seconds: list[float], rate: float | None) -> None:
    print(quantile_line(name, seconds, rate))
