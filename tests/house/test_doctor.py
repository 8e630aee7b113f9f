"""The doctor attacks the machine, and says what was held."""

import asyncio
from pathlib import Path

import pytest

from inplace_lab.doctor import Finding, examine
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.level import Level
from inplace_lab.sandbox.pool import Pool
from inplace_lab.sandbox.walls import Walls
from inplace_lab.selftest import ATTACKS
from inplace_lab.settings import Settings

from .test_command_line import lab

SETTINGS = Settings(wall_seconds=2)
HELD_BY_OTHERS = {
    "lift its own limits",  # rlimits themselves, unless the doctor has every right of root
    "read another process's environment",  # the zygote is not dumpable
    "trace another process",
}


async def examined(walls: Walls) -> dict[str, Finding]:
    """All findings, by name, with these walls."""
    return {finding.name: finding async for finding in examine(RunService(Pool(walls=walls), SETTINGS), SETTINGS)}


def test_the_command_tells_the_level_and_what_was_held() -> None:
    done = lab("doctor")
    assert done.returncode == 0, done.stdout
    assert "An endless loop ended like this: The program was stopped after 2 s" in done.stdout
    assert "isolation: level " in done.stdout
    assert "self-test: " in done.stdout


def test_every_attack_is_held_behind_walls() -> None:
    found = asyncio.run(examined(Walls.ALL))
    if not found["isolation"].says.startswith(("level A", "level B")):
        pytest.skip("this machine has no Landlock")
    assert found["self-test"].good is True, found["self-test"].cure
    assert f"{len(ATTACKS)} of {len(ATTACKS)} attacks were held" in found["self-test"].says


def test_every_attack_bites_without_walls() -> None:
    """The control: what is held above is held by the walls. Nothing stays behind where an attack gets through."""
    shared = set(Path("/dev/shm").iterdir())
    found = asyncio.run(examined(Walls.LIMITS))
    assert found["isolation"].good is None
    assert f"level {Level.D}" in found["isolation"].says
    assert "--trust-local-code" in found["isolation"].cure
    got_through = found["self-test"].cure
    assert {each.name for each in ATTACKS if each.name not in got_through} <= HELD_BY_OTHERS
    assert set(Path("/dev/shm").iterdir()) <= shared
