"""Something of ours is killed, cancelled or full in the middle of a load: no answer is lost, and none is a lie."""

import asyncio
import errno
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from inplace_lab.errors import SandboxBroken
from inplace_lab.runs.client import Client
from inplace_lab.runs.report import Report, Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox import folder
from inplace_lab.sandbox.pool import Pool
from inplace_lab.trace import Snippet

from .load import RUNS, Fault, as_ever, ends_of, ends_of_each, reports


def _descendants(pid: int) -> Iterator[int]:
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            yield from _descendants(child)
            yield child


def _cancel(words: str) -> int:
    tasks = [task for task in asyncio.all_tasks() if words in repr(task.get_coro())]
    return sum(task.cancel() for task in tasks)


def test_runs_survive_the_death_of_their_zygote() -> None:
    async def kill(pool: Pool, service: RunService) -> None:
        os.kill(pool.zygote, signal.SIGKILL)

    ends = ends_of(kill)
    assert (len(reports(ends)), as_ever(ends)) == (RUNS, RUNS)


def test_zygotes_that_die_again_and_again_leave_an_answer_for_every_run() -> None:
    async def kill(pool: Pool, service: RunService) -> None:
        for _ in range(3):
            zygote = pool.zygote
            os.kill(zygote, signal.SIGKILL)
            while pool.zygote == zygote and service.queue.running:
                await asyncio.sleep(0.01)

    ends = ends_of(kill)
    assert all(type(end) in (Report, SandboxBroken) for end in ends)
    assert as_ever(ends) >= RUNS // 2


def test_a_killed_child_is_told_of_and_no_other_run_is_touched() -> None:
    async def kill(pool: Pool, service: RunService) -> None:
        for pid in _descendants(pool.zygote):
            with suppress(ProcessLookupError):  # it has ended by itself meanwhile
                os.kill(pid, signal.SIGKILL)

    ends = ends_of(kill)
    assert len(reports(ends)) == RUNS
    assert {report.status for report in reports(ends)} <= {Status.OK, Status.FAILED, Status.KILLED}
    assert as_ever(ends) >= RUNS - 2


def test_a_cancelled_supervisor_ends_no_run_in_silence() -> None:
    def cancelled(supervisor: str) -> Fault:
        async def cancel(pool: Pool, service: RunService) -> None:
            while not _cancel(supervisor):
                await asyncio.sleep(0.001)

        return cancel

    for ends in ends_of_each(cancelled("Supervision._tend"), cancelled("RunService._execute")):
        assert all(type(end) in (Report, SandboxBroken) for end in ends)
        assert as_ever(ends) >= RUNS // 4


def test_cancelled_chores_of_the_pool_cost_no_run() -> None:
    async def cancel(pool: Pool, service: RunService) -> None:
        _cancel("Pool._")

    assert as_ever(ends_of(cancel)) == RUNS


def test_a_disk_that_gives_nothing_for_a_while_is_told_of_and_then_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(number: int) -> Fault:
        def refuse(base: Path) -> Path:
            raise OSError(number, os.strerror(number))

        async def fill(pool: Pool, service: RunService) -> None:
            with monkeypatch.context() as patch:
                patch.setattr(folder, "make", refuse)
                await asyncio.sleep(0.4)

        return fill

    numbers = (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EMFILE)
    for number, ends in zip(numbers, ends_of_each(*map(full, numbers)), strict=True):
        assert all(isinstance(end, Report) or os.strerror(number) in end.detail for end in ends)


def test_a_folder_that_cannot_be_written_to_for_a_while_is_told_of(tmp_path: Path) -> None:
    async def take_away(pool: Pool, service: RunService) -> None:
        (base,) = tmp_path.iterdir()
        away = base.rename(tmp_path.parent / f"{tmp_path.name}-away")
        await asyncio.sleep(0.5)
        away.rename(base)

    ends = ends_of(take_away, data_dir=tmp_path)
    assert all(isinstance(end, Report) or "There was no place to run" in end.detail for end in ends)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own that is soon full."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if mount is None or subprocess.run([mount, "-t", "tmpfs", "-o", "size=1m", "none", place], check=False).returncode:
        pytest.skip("only root can mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def test_a_disk_that_is_really_full_fails_the_program_and_not_the_server(small_disk: Path) -> None:
    async def fill(pool: Pool, service: RunService) -> None:
        filler = small_disk / "filler"
        with suppress(OSError), open(filler, "wb", buffering=0) as file:
            while file.write(bytes(4096)):
                pass
        await asyncio.sleep(0.5)
        filler.unlink()

    ends = ends_of(fill, data_dir=small_disk)
    assert all(isinstance(end, Report) or "No space left" in end.detail for end in ends)
    assert {report.status for report in reports(ends)} <= {Status.OK, Status.FAILED, Status.REFUSED}
    assert as_ever(ends) >= RUNS // 2


def test_programs_that_fill_their_own_folder_end_alone(tmp_path: Path) -> None:
    async def flood(pool: Pool, service: RunService) -> None:
        source = "for i in range(400):\n    open(str(i), 'wb').write(bytes(1_000_000))"
        report = await service.run(Snippet(source=source), client=Client("flood"))
        assert report.status in (Status.REFUSED, Status.KILLED)

    assert as_ever(ends_of(flood, data_dir=tmp_path, file_bytes=200_000)) == RUNS
