"""Scripts as users have them, explained: many on one host, since loading torch takes longer than any of them."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from inplace_lab.clinic.runner import Run
from inplace_lab.explain.explain import explain
from inplace_lab.explain.explanation import Explanation
from inplace_lab.explain.link import Link
from inplace_lab.explain.order import Order, Result
from inplace_lab.explain.runner import ScriptRunner
from inplace_lab.explain.target import Target

PROGRAMS = Path(__file__).parent / "programs"
TARGETS = (
    *("resnet/main.py", "resnet/alone.py", "gan.py", "checkpointed.py", "correct.py", "other_trouble.py"),
    *("unreadable.txt", "nowhere.py", "-"),
)
STDIN = "import torch\nx = torch.ones(3, requires_grad=True)\ny = x.exp()\ny += 1\ny.sum().backward()\n"
ENDLESS = """\
import torch
x = torch.ones(3, requires_grad=True)
while True:
    y = x.exp()
    y += 1
    y.sum().backward()
"""


@pytest.fixture(scope="session")
def answered() -> subprocess.CompletedProcess[str]:
    """The answer for all targets at once, as JSON. The argument that is passed on is the number of workers."""
    return subprocess.run(
        [sys.executable, "-m", "inplace_lab", "explain", "--no-fixes", "--format", "json", *TARGETS, "--", "2"],
        input=STDIN,
        capture_output=True,
        text=True,
        cwd=PROGRAMS,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="session")
def documents(answered: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The JSON object of each target."""
    every = [json.loads(line) for line in answered.stdout.splitlines()]
    return {each["target"]: each for each in every}


@dataclass(frozen=True)
class Played:
    """What was run on one host in this process."""

    small: Explanation
    """The small script, with its cures."""
    again: dict[str, Run]
    """The same script with other texts."""
    late: Result
    """A script that fails after the recording has ended."""
    endless: tuple[Run, Run]
    """A script that would never end if it did not fail: as it is, and cured."""


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Everything that needs no command line."""
    script = tmp_path_factory.mktemp("endless") / "endless.py"
    script.write_text(ENDLESS)
    return asyncio.run(_play(str(PROGRAMS / "small.py"), str(script)))


async def _play(small: str, endless: str) -> Played:
    async with Link() as link:
        explanation = await explain(link, Target.of(small, ()), fixes=True, aside=True)
        runner = ScriptRunner(link, Target.of(small, ()), aside=True)
        await runner.first()
        (entry,) = (file for file in runner.sources if file.endswith("small.py"))
        (module,) = (file for file in runner.sources if file.endswith("sizes.py"))
        cured = runner.sources[entry].replace("y += 1", "y = y + 1")
        again = {
            "as it is": await runner.run(runner.sources),
            "other module": await runner.run({**runner.sources, module: "SIZE = 5"}),
            "cured": await runner.run({**runner.sources, entry: cured}),
            "oracle": await runner.run(runner.sources, oracle="gradients", trace=False),
        }
        late = await link.run(partial(_short_recording, str(PROGRAMS / "late.py")))
        assert late.result is not None
        loop = ScriptRunner(link, Target.of(endless, ()), aside=True)
        await loop.first()
        (file,) = loop.sources
        rounds = await loop.run(loop.sources), await loop.run({file: ENDLESS.replace("y += 1", "y = y + 1")})
        return Played(explanation, again, late.result, rounds)


def _short_recording(path: str, result: str) -> Order:
    return Order(path=path, name=path, folder=str(PROGRAMS), result=result, quiet=True, max_steps=50)
