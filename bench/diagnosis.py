"""The diagnosis beside torch's anomaly mode, on the programs of tests/diagnosis: right lines, and cures that help.

`python -m bench.diagnosis` prints the table of docs/diagnosis.md, and every program on which we are wrong.
"""

import asyncio
import contextlib
import io
import re
import sys
import traceback
import warnings
from collections import Counter
from dataclasses import dataclass, field
from itertools import count

import torch
from tests.diagnosis.corpus import Program, programs

from inplace_lab.clinic.model import Examination
from inplace_lab.diagnosis.model import Diagnosis, Place
from inplace_lab.runs.client import Client
from inplace_lab.runs.diagnoses import Clinic
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

_FILE = "program.py"
_LINE = re.compile(rf'File "{_FILE}", line (\d+)')
SETTINGS = Settings(queue_length=400, warm_children=4)


@dataclass
class Score:
    """How one of the two did on a group of programs."""

    counts: Counter[str] = field(default_factory=Counter)
    missed: list[str] = field(default_factory=list)

    def add(self, program: Program, **right: bool) -> None:
        """Count what was right of one program."""
        self.counts["programs"] += 1
        self.counts.update(name for name, is_right in right.items() if is_right)
        if wrong := [name for name, is_right in right.items() if not is_right]:
            self.missed.append(f"{program.group}/{program.name}: {', '.join(wrong)}")

    def share(self, name: str) -> str:
        """So many of so many."""
        whole = self.counts["programs"]
        return f"{self.counts[name]} of {whole} ({self.counts[name] / whole:.0%})" if whole else "–"


def main(groups: tuple[str, ...] = ("backward", "call", "silent", "correct")) -> None:
    """Print the scores of the groups."""
    ours = asyncio.run(_examinations([p for group in groups for p in programs(group)]))
    for group in groups:
        _show(group, [(program, ours[program.path.as_posix()]) for program in programs(group)])


async def _examinations(every: list[Program]) -> dict[str, Examination]:
    """What the clinic finds in each program, two at a time."""
    runs = RunService(Pool(warm_children=SETTINGS.warm_children), SETTINGS)
    await runs.start()
    clinic, turns, names = Clinic(runs, seconds=60), asyncio.Semaphore(2), count()

    async def examine(program: Program) -> tuple[str, Examination]:
        async with turns:
            client = Client(f"client {next(names)}")
            found = await clinic.examine(Snippet(source=program.source, device="cpu"), client=client)
            return program.path.as_posix(), found

    try:
        return dict(await asyncio.gather(*(examine(program) for program in every)))
    finally:
        await runs.stop()


def _show(group: str, examined: list[tuple[Program, Examination]]) -> None:
    we, torch_, cures = Score(), Score(), Score()
    for program, found in examined:
        diagnoses = [each.diagnosis for each in found.diagnoses]
        if group == "correct":
            we.add(program, silent=not diagnoses)
            continue
        we.add(program, **_right(program, diagnoses))
        if group != "silent":
            torch_.add(program, **_anomaly(program))
        if program.curable:
            cures.add(program, cured=_is_cured(found))
    print(f"\n{group}: {we.counts['programs']} programs")
    for name in sorted(set(we.counts) - {"programs"}):
        print(f"  {name:<12} ours {we.share(name):<20} anomaly mode {torch_.share(name)}")
    print(f"  cured by a fix that was run and verified: {cures.share('cured')}")
    print("".join(f"  missed: {line}\n" for line in (*we.missed, *cures.missed)), end="")


def _right(program: Program, diagnoses: list[Diagnosis]) -> dict[str, bool]:
    """Which lines are right; of several findings the best one counts, for a silent hazard has no first one."""
    scores = [_lines_right(program, each) for each in diagnoses if each.code in program.codes] or [
        _lines_right(program, each) for each in diagnoses
    ]
    best = max(
        scores, key=lambda score: sum(score.values()), default=dict.fromkeys(("saved", "overwrote", "raised"), False)
    )
    code = any(each.code in program.codes for each in diagnoses)
    return {**best, "both lines": best["saved"] and best["overwrote"], "class": code}


def _lines_right(program: Program, found: Diagnosis) -> dict[str, bool]:
    raised = {found.raised.line} if found.raised else set()
    exact = program.group == "backward"
    saved, wrote = _lines(found.saved if exact else found.saved + found.made), _lines(found.overwritten)
    return {
        "saved": saved == program.saves if exact else not program.saves or bool(saved & program.saves),
        "overwrote": wrote == program.overwrites if exact else program.overwrites <= wrote,
        "raised": raised == program.raises,
    }


def _lines(places: tuple[Place, ...]) -> set[int | None]:
    return {place.line for place in places}


def _is_cured(found: Examination) -> bool:
    return any(fix.verdict == "verified" and not fix.tempting for each in found.diagnoses for fix in each.fixes)


def _anomaly(program: Program) -> dict[str, bool]:
    """What torch itself says with anomaly mode on: its warning names a line, the traceback another."""
    said, raised = _run_with_anomaly_mode(program.source)
    forward = said.split("Traceback of forward call")[-1] if "Traceback of forward call" in said else ""
    saved = {int(line) for line in _LINE.findall(forward)[-1:]}
    right = {
        "saved": saved == program.saves,
        "overwrote": program.overwrites <= (raised if program.group == "call" else set()),
        "raised": raised == program.raises,
    }
    if program.group == "call":
        right["saved"] = True
    return {**right, "both lines": right["saved"] and right["overwrote"], "class": False}


def _run_with_anomaly_mode(source: str) -> tuple[str, set[int]]:
    torch.manual_seed(0)
    raised: set[int] = set()
    with contextlib.ExitStack() as stack:
        caught = stack.enter_context(warnings.catch_warnings(record=True))
        stack.enter_context(contextlib.redirect_stdout(io.StringIO()))
        stack.enter_context(contextlib.redirect_stderr(io.StringIO()))
        warnings.simplefilter("always")
        stack.enter_context(torch.autograd.set_detect_anomaly(True))
        try:
            exec(compile(source, _FILE, "exec"), {"__name__": "__main__"})
        except Exception as error:
            frames = [each.lineno for each in traceback.extract_tb(error.__traceback__) if each.filename == _FILE]
            raised = {line for line in frames[-1:] if line is not None}
    torch.set_grad_enabled(True)
    return "\n".join(str(each.message) for each in caught), raised


if __name__ == "__main__":
    main(tuple(sys.argv[1:]) or ("backward", "call", "silent", "correct"))
