"""Doctor: what this machine offers, what is missing, and the cure. Everything is tried, nothing is assumed."""

import platform
import shutil
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial

from .errors import LabError
from .resources import folder
from .runs.report import Report, Status
from .runs.service import RunService
from .sandbox.level import Level
from .sandbox.promise import PROMISES
from .selftest import attack
from .settings import Settings
from .trace import Snippet

_PROBE = "import torch\nx = torch.randn(8, requires_grad=True)\ny = torch.relu(x * 1)\ny.sum().backward()\n"
_LOOP = "while True: pass\n"
_ROOM = 256 * 1024 * 1024
_WITHOUT = (Level.C, Level.D)
_BROKEN = "Serve nobody but yourself, and report it as SECURITY.md says."
_CURES = {
    Level.A: "",
    Level.B: "",
    Level.C: "Landlock is missing: use Linux 5.13 or newer with CONFIG_SECURITY_LANDLOCK, or keep nothing else there.",
    Level.D: "Serve on 127.0.0.1 only, with --trust-local-code, and run only programs that you would run yourself.",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at. `good` is None where it works but should be known."""

    name: str
    good: bool | None
    says: str
    cure: str = ""


async def examine(runs: RunService, settings: Settings) -> AsyncIterator[Finding]:
    """Look at the machine, then start the run service and try it."""
    yield _python()
    yield _files()
    yield _disk(settings)
    try:
        await runs.start()
    except LabError as error:
        yield Finding("torch", False, error.detail, "Install inplace-lab again in a fresh virtual environment.")
        return
    try:
        yield Finding("torch", True, runs.torch)
        yield _devices(runs)
        yield await _honest_run(runs)
        yield await _endless_run(runs, settings)
        yield _isolation(runs)
        yield await _self_test(runs)
    finally:
        await runs.stop()


def _python() -> Finding:
    return Finding("Python", True, f"{platform.python_version()} on {platform.system()} {platform.machine()}")


def _files() -> Finding:
    try:
        return Finding("pages", True, ", ".join(str(folder(name)) for name in ("templates", "static")))
    except FileNotFoundError as error:
        return Finding("pages", False, str(error), "pip install --force-reinstall inplace-lab")


def _disk(settings: Settings) -> Finding:
    place = settings.data_dir or tempfile.gettempdir()
    free = shutil.disk_usage(place).free
    cure = "Free some space, or name another folder with INPLACE_LAB_DATA_DIR." if free < _ROOM else ""
    return Finding("disk", not cure, f"{free // 2**20} MiB free in {place}", cure)


def _devices(runs: RunService) -> Finding:
    if "cuda" in runs.devices:
        return Finding("devices", True, ", ".join(runs.devices))
    return Finding("devices", None, "CPU only", "For a GPU install a CUDA build of torch and the NVIDIA driver.")


async def _honest_run(runs: RunService) -> Finding:
    await runs.run(Snippet(source=_PROBE), fresh=True)
    report = await runs.run(Snippet(source=_PROBE), fresh=True)
    good = report.status is Status.OK
    return Finding("run", good, f"{report.message} ({report.timing.wall * 1000:.0f} ms, traced)", _words(report, good))


async def _endless_run(runs: RunService, settings: Settings) -> Finding:
    report = await runs.run(Snippet(source=_LOOP))
    good = report.status is Status.TIMED_OUT
    return Finding("limits", good, f"An endless loop ended like this: {report.message}", _words(report, good))


def _words(report: Report, good: bool) -> str:
    return "" if good else report.stderr[-500:]


def _isolation(runs: RunService) -> Finding:
    """The level that the walls of this machine make."""
    level = runs.machine.level if runs.machine else Level.D
    return Finding("isolation", None if level in _WITHOUT else True, f"level {level}. {PROMISES[level]}", _CURES[level])


async def _self_test(runs: RunService) -> Finding:
    """Attack this machine: what a level promises must hold here and now."""
    results = await attack(partial(runs.run, fresh=True))
    promised = runs.machine is not None and runs.machine.level in (Level.A, Level.B)
    through = [each.name for each, held in results if not held]
    held = [each.name for each, held in results if held]
    says = f"{len(held)} of {len(results)} attacks were held" + (f": {', '.join(held)}." if held else ".")
    if not through:
        return Finding("self-test", True, says)
    cure = f"These got through: {', '.join(through)}."
    return Finding("self-test", False if promised else None, says, f"{cure} {_BROKEN}" if promised else cure)
