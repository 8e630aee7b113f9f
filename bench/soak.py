"""Soak: thousands of mixed runs, of which none may be lost and none may hang. `python -m bench.soak 5000`."""

import asyncio
import random
import sys
import time
from collections import Counter

from inplace_lab.runs.client import Client
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

MIX = {
    "import torch\nx = torch.randn(8, requires_grad=True)\ntorch.relu(x * {n}).sum().backward()": "ok",
    "import torch\nnet = torch.nn.Conv2d(3, 4, 3)\nnet(torch.randn(1, 3, 8, 8)).sum().backward()  # {n}": "ok",
    "print({n})": "ok",
    "1 / 0  # {n}": "failed",
    "x = (  # {n}": "failed",
    "import os\nos._exit({n} % 3)": "killed",
    "import torch\nx = torch.empty(25_000_000_000)  # {n}": "out_of_memory",
    "while True: print('again {n}')": "killed",
}
CLIENTS = 8


def main(count: int) -> None:
    """Print how the runs ended, and how many ended otherwise than they should."""
    asyncio.run(_soak(count))


async def _soak(count: int) -> None:
    service = RunService(Pool(warm_children=4), Settings(queue_length=CLIENTS))
    await service.start()
    numbers = iter(range(count))
    ended: Counter[str] = Counter()
    wrong: list[str] = []

    async def client(name: str) -> None:
        for n in numbers:
            source, expected = random.Random(n).choice(list(MIX.items()))
            report = await asyncio.wait_for(service.run(Snippet(source=source.format(n=n)), client=Client(name)), 60)
            ended[report.status.value] += 1
            if report.status != expected:
                wrong.append(f"{expected} became {report.status}: {report.message}")

    start = time.perf_counter()
    await asyncio.gather(*(client(str(i)) for i in range(CLIENTS)))
    seconds = time.perf_counter() - start
    await service.stop()
    print(
        f"\nSoak: {sum(ended.values())} of {count} runs answered in {seconds:.0f} s, {dict(ended)}; wrong: {len(wrong)}"
    )
    print("\n".join(wrong[:10]))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
