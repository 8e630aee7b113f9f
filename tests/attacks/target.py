"""The server under attack: a process of its own, so that nothing else is hurt where a wall does not hold.

It keeps a pool, a reader whose program runs all the time, and the tripwires. It is told an attack a line, and answers
with one line of JSON: what the run came to, and the alarms, of which there should be none.
"""

import argparse
import asyncio
import dataclasses
import json
import os
import shutil
import sys
import tempfile
import time
from concurrent.futures import Future
from contextlib import suppress
from pathlib import Path
from typing import Any

import inplace_lab
from inplace_lab.errors import SandboxBroken
from inplace_lab.runs.report import Report
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.protocol import Ending, Limits, Machine, Outcome
from inplace_lab.sandbox.walls import Walls
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

from ..sandbox.pools import LIMITS as USUAL
from ..sandbox.pools import Sandboxed, trace_of
from .catalogue import ATTACKS, LIMITS, Attack
from .tripwires import DIARY, EARLIER, SECRETS, Tripwires, descendants, settle

WARM = 2
LATE_SECONDS = 3.0
MIB = 1024 * 1024
NEIGHBOUR = f"""
import os, time
diary = {DIARY!r}
open('diary.txt', 'w').write(diary)
open('pid', 'w').write(str(os.getpid()))
time.sleep(3600)
"""
HONEST = f"""
import torch
said = {EARLIER!r}
x = torch.ones(3)
x.add_(1)
print(x.sum().item())
"""


class Target:
    """A server with its pool, as an attack finds it."""

    def __init__(self, home: Path, walls: Walls) -> None:
        self.runs = home / "runs"
        self.sandboxed = Sandboxed(warm_children=WARM, data_dir=self.runs, walls=walls)
        self.wires = Tripwires(home)
        self.zygote = self.sandboxed.pool.zygote
        self.neighbour: Future[Outcome] = self.sandboxed.start(NEIGHBOUR, wall_seconds=7200.0, cpu_seconds=3600)
        settle(lambda: bool([*self.runs.glob("*/*/pid")]))
        self.folder = next(self.runs.glob("*/*/pid")).parent

    def attempt(self, attack: Attack) -> dict[str, Any]:
        """Run the attack, then an honest program, then look at the tripwires."""
        self.wires.lay()
        (self.folder / "diary.txt").write_text(DIARY)
        started = time.monotonic()
        limits = dataclasses.replace(USUAL, **{name: _like(name, value) for name, value in self._limits(attack)})
        try:
            outcome = self.sandboxed.run(self.source(attack), **dataclasses.asdict(limits))
        except SandboxBroken as error:
            alarms = [f"the sandbox broke: {error}", *self._alarms_of_wires(), *self._alarms_of_server()]
            return {"ending": "broken", "alarms": alarms, "spent": True}
        late = time.monotonic() - started - limits.wall_seconds
        alarms = [
            *(["it ended late"] if late > LATE_SECONDS else []),
            *_alarms_of(outcome, limits),
            *_alarms_of_reading(attack, outcome),
            *self._alarms_of_wires(),
        ]
        harm = self._alarms_of_server()
        said = (outcome.stdout + outcome.stderr)[-2000:]
        return {"ending": outcome.ending.value, "code": outcome.code, "said": said, "alarms": alarms + harm} | {
            "result": outcome.result[-2000:].decode(errors="replace"),
            "seconds": outcome.wall_seconds,
            "spent": bool(harm),
        }

    def source(self, attack: Attack) -> str:
        """The attack as it is run here."""
        names = {
            "SERVER": os.getpid(),
            "ZYGOTE": self.zygote,
            "NEIGHBOUR": int((self.folder / "pid").read_text()),
            "NEIGHBOURS_FOLDER": str(self.folder),
            "PACKAGE": str(Path(inplace_lab.__file__).parent),
            "REPOSITORY": str(Path(__file__).parents[2]),
        }
        return attack.source(names | self.wires.names())

    def stop(self) -> None:
        """Stop the pool."""
        self.sandboxed.stop()
        with suppress(SandboxBroken):
            self.neighbour.result(10)
        self.wires.take_up()

    def _limits(self, attack: Attack) -> Any:
        return (LIMITS | attack.limits).items()

    def _alarms_of_wires(self) -> list[str]:
        alarms = self.wires.alarms()
        diary = self.folder / "diary.txt"
        if not diary.exists() or diary.read_text() != DIARY:
            alarms.append("another reader's file was changed")
        return alarms

    def _alarms_of_server(self) -> list[str]:
        """What is wrong with the server itself: such a one is of no more use."""
        alarms = self._alarms_of_honest_run()
        if self.neighbour.done():
            alarms.append("another reader's program ended")
        if self.sandboxed.pool.zygote != self.zygote:
            alarms.append("the zygote died")
        if not settle(lambda: len(descendants(self.zygote)) <= WARM + 1):
            alarms.append("a process was left")
        if not settle(lambda: len([*self.runs.glob("*/*")]) <= WARM + 1):
            alarms.append("a folder was left")
        return alarms

    def _alarms_of_honest_run(self) -> list[str]:
        try:
            outcome = self.sandboxed.run(HONEST)
            if (outcome.stdout, outcome.stderr) == ("6.0\n", "") and trace_of(outcome).failure is None:
                return []
        except Exception as error:
            return [f"an honest run came to {error!r}"]
        return [f"an honest run came to {outcome}"]


def _like(name: str, value: float) -> float:
    return type(getattr(USUAL, name))(value)


def _alarms_of(outcome: Outcome, limits: Limits) -> list[str]:
    """What in an outcome cannot be."""
    told = outcome.stdout + outcome.stderr
    result = outcome.result.decode(errors="replace")
    alarms = [f"it learnt the {secret}" for secret in SECRETS if secret in told or secret in result]
    if "BREACH" in outcome.stdout:
        alarms.append(next(line for line in outcome.stdout.splitlines() if "BREACH" in line)[:500])
    if len(told) > limits.output_bytes or len(outcome.result) > limits.result_bytes:
        alarms.append("more came back than may")
    if outcome.cpu_seconds > limits.cpu_seconds + 2:
        alarms.append(f"it had {outcome.cpu_seconds} s of processor time")
    if outcome.peak_rss_bytes > limits.memory_bytes + 768 * MIB:
        alarms.append(f"it had {outcome.peak_rss_bytes // MIB} MiB")
    return alarms


class _Replay:
    """A sandbox in which a run has come to an outcome already."""

    machine = Machine(torch="2", gpu=False, threads=1)
    places = 0

    def __init__(self, outcome: Outcome) -> None:
        self._outcome = outcome

    async def start(self) -> None:
        pass

    async def stop(self) -> None:
        pass

    async def run(self, snippet: Snippet, limits: Limits) -> Outcome:
        return self._outcome


def _alarms_of_reading(attack: Attack, outcome: Outcome) -> list[str]:
    """What goes wrong where the server reads what came back and tells it on, as JSON."""
    started = time.monotonic()
    try:
        report = asyncio.run(_read(attack, outcome))
        json.loads(report.model_dump_json().encode())
    except Exception as error:
        return [f"the server could not read the result: {error!r}"[:500]]
    alarms = []
    if report.trace is not None and outcome.ending is not Ending.RETURNED:
        alarms.append("a trace was believed that nobody handed in")
    if (report.timing.wall, report.timing.cpu) != (outcome.wall_seconds, outcome.cpu_seconds):
        alarms.append("a time was believed")
    if time.monotonic() - started > LATE_SECONDS:
        alarms.append("it took the server long to read the result")
    return alarms


async def _read(attack: Attack, outcome: Outcome) -> Report:
    service = RunService(_Replay(outcome), Settings())
    await service.start()
    try:
        return await service.run(Snippet(source=attack.program))
    finally:
        await service.stop()


def main() -> None:
    """Serve attacks until standard input ends."""
    asked = argparse.ArgumentParser()
    asked.add_argument("walls", type=int)
    walls = Walls(asked.parse_args().walls)
    home = Path(tempfile.mkdtemp(prefix="inplace-lab-target-"))
    os.environ["HOME"] = str(home)
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    target = None
    try:
        target = Target(home, walls)
        print(json.dumps({"uid": os.getuid()}), file=answers, flush=True)
        for line in sys.stdin:
            print(json.dumps(target.attempt(ATTACKS[line.strip()])), file=answers, flush=True)
    finally:
        if target:
            target.stop()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    main()
