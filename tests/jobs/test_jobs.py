"""Jobs: what one server began another one tells of, cancels and ends."""

import asyncio
import subprocess
import sys

import pytest

from inplace_lab.errors import Busy, KeyReused, NoSuchJob, RunsLocked, SandboxBroken, StoreUnavailable, TooMany
from inplace_lab.jobs.job import Stage
from inplace_lab.runs.client import Client
from inplace_lab.runs.limits import LessThan
from inplace_lab.settings import Settings

from .servers import Server, environment, errand, on, printed, until


def test_what_one_server_ran_another_one_tells(settings: Settings) -> None:
    async def check(one: Server, other: Server) -> None:
        job = await one.jobs.submit("run", errand("print(1)"))
        ended = await other.jobs.ended("run", job.id)
        assert (ended.state, printed(ended)) == (Stage.DONE, ["print(1)"])
        assert other.sandbox.ran == []
        with pytest.raises(NoSuchJob):
            await other.jobs.find("batch", job.id)

    on(settings, check, 2)


def test_a_job_of_a_server_that_was_killed_is_run_by_another_one(settings: Settings) -> None:
    async def check(one: Server) -> None:
        command = [sys.executable, "-m", "tests.jobs.victim"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment(settings)) as victim:
            assert victim.stdout is not None
            id_ = (await asyncio.to_thread(victim.stdout.readline)).strip()
            assert (await one.jobs.find("run", id_)).is_open
            victim.kill()
        assert printed(await one.jobs.ended("run", id_)) == ["print(1)"]
        assert one.sandbox.ran == ["print(1)"]

    on(settings, check)


def test_a_server_that_is_stopped_leaves_its_jobs_to_the_others(settings: Settings) -> None:
    async def check(one: Server, other: Server) -> None:
        one.hold()
        job = await one.jobs.submit("run", errand("print(1)"))
        await until(lambda: one.sandbox.ran == ["print(1)"])
        await one.jobs.stop()
        assert one.sandbox.stopped == ["print(1)"]
        assert printed(await other.jobs.ended("run", job.id)) == ["print(1)"]

    on(settings, check, 2)


def test_a_job_that_goes_on_is_taken_over_by_nobody(settings: Settings) -> None:
    async def check(one: Server, other: Server) -> None:
        one.hold()
        job = await one.jobs.submit("run", errand("print(1)"))
        beats = [one.jobs.find("run", job.id), asyncio.sleep(1.0)]  # longer than what counts as silence
        await asyncio.gather(*beats)
        assert other.sandbox.ran == []
        one.sandbox.gate.set()
        assert printed(await other.jobs.ended("run", job.id)) == ["print(1)"]

    on(settings, check, 2)


def test_any_server_cancels_and_to_cancel_twice_does_no_harm(settings: Settings) -> None:
    async def check(one: Server, other: Server) -> None:
        one.hold()
        job = await one.jobs.submit("run", errand("print(1)"))
        await until(lambda: one.sandbox.ran == ["print(1)"])
        await other.jobs.cancel("run", job.id)
        await other.jobs.cancel("run", job.id)
        await until(lambda: one.sandbox.stopped == ["print(1)"])
        assert (await one.jobs.ended("run", job.id)).state is Stage.CANCELLED
        done = await one.jobs.submit("batch", errand())
        await one.jobs.ended("batch", done.id)
        await one.jobs.cancel("batch", done.id)
        assert (await other.jobs.ended("batch", done.id)).state is Stage.DONE

    on(settings, check, 2)


def test_the_same_key_of_the_same_client_is_the_same_job(settings: Settings) -> None:
    async def check(one: Server, other: Server) -> None:
        first, again = [await each.jobs.submit("run", errand("1"), "key") for each in (one, other)]
        assert first.id == again.id
        await one.jobs.ended("run", first.id)
        assert (await one.jobs.submit("run", errand("1"), "key")).id == first.id
        assert one.sandbox.ran + other.sandbox.ran == ["1"]
        assert (await one.jobs.submit("run", errand("1", line="ben"), "key")).id != first.id
        for kind, other_errand in (("run", errand("2")), ("batch", errand("1"))):
            with pytest.raises(KeyReused):
                await other.jobs.submit(kind, other_errand, "key")

    on(settings, check, 2)


def test_two_that_send_the_same_key_at_once_have_one_job(settings: Settings) -> None:
    async def check(one: Server, other: Server) -> None:
        made = [each.jobs.submit("run", errand("1"), "key") for each in (one, other) * 3]
        assert len({job.id for job in await asyncio.gather(*made)}) == 1

    on(settings, check, 2)


def test_who_only_listens_is_let_go_and_who_waits_is_not(settings: Settings) -> None:
    async def check(one: Server) -> None:
        one.hold()
        job = await one.jobs.submit("run", errand("1"))
        waits = asyncio.create_task(one.jobs.ended("run", job.id))
        one.jobs.dismiss()
        assert [each.is_open async for each in one.jobs.watch("run", job.id, listening=True)] == [True]
        assert not waits.done()
        one.sandbox.gate.set()
        assert printed(await waits) == ["1"]

    on(settings, check)


def test_nobody_has_more_jobs_open_than_fit_in_their_line(settings: Settings) -> None:
    async def check(one: Server) -> None:
        one.hold()
        for source in "12":
            await one.jobs.submit("run", errand(source))
        with pytest.raises(TooMany):
            await one.jobs.submit("run", errand("3"))
        await one.jobs.submit("run", errand("3", line="ben"))

    on(settings, check)


def test_a_locked_client_gets_no_job(settings: Settings) -> None:
    async def check(one: Server) -> None:
        with pytest.raises(RunsLocked):
            await one.jobs.submit("run", errand("1").model_copy(update={"client": Client("anna", may_run=False)}))

    on(settings, check)


def test_the_oldest_results_make_room_and_what_goes_on_stays(settings: Settings) -> None:
    async def check(one: Server) -> None:
        results = [await _done(one, source) for source in "12"]
        one.hold()
        third = await one.jobs.submit("run", errand("3", line="ben"))
        assert [await _is_known(one, each) for each in results].count(True) == 1
        await one.jobs.submit("run", errand("4", line="cleo"))
        assert not any([await _is_known(one, each) for each in results])
        with pytest.raises(Busy):
            await one.jobs.submit("run", errand("5", line="dora"))
        assert (await one.jobs.find("run", third.id)).is_open

    on(settings.model_copy(update={"results_kept": 2}), check)


def test_a_result_that_is_too_large_to_be_kept_is_told_to_be(settings: Settings) -> None:
    async def check(one: Server) -> None:
        (answer,) = (await one.jobs.find("run", await _done(one, "1"))).answers
        assert answer.trouble is not None
        assert answer.trouble.code == "too-large"

    on(settings.model_copy(update={"results_bytes": 400}), check)


def test_a_result_is_forgotten_when_its_time_is_over(settings: Settings) -> None:
    async def check(one: Server, other: Server) -> None:
        id_ = await _done(one, "1")
        while await _is_known(other, id_):
            await asyncio.sleep(0.05)

    on(settings.model_copy(update={"result_seconds": 1}), check, 2)


def test_a_batch_takes_turns_with_other_clients(settings: Settings) -> None:
    async def check(one: Server) -> None:
        one.hold()
        batch = await one.jobs.submit("batch", errand("a1", "a2", "a3"))
        await until(lambda: one.sandbox.ran == ["a1"])
        run = await one.jobs.submit("run", errand("b1", line="ben"))
        while (await one.jobs.find("run", run.id)).progress.place != 1:
            await asyncio.sleep(0.01)
        assert (await one.jobs.find("batch", batch.id)).state is Stage.RUNNING
        one.sandbox.gate.set()
        assert printed(await one.jobs.ended("batch", batch.id)) == ["a1", "a2", "a3"]
        assert one.sandbox.ran == ["a1", "b1", "a2", "a3"]

    on(settings.model_copy(update={"slots": 1}), check)


def test_each_program_of_a_batch_is_answered_by_itself(settings: Settings) -> None:
    async def check(one: Server) -> None:
        one.sandbox.troubles.extend([SandboxBroken("Broken."), SandboxBroken("Broken."), ZeroDivisionError()])
        wanted = errand("1", "2", "3", "4")
        too_long = wanted.tasks[3].model_copy(update={"limits": LessThan(wall_seconds=1e6)})
        wanted = wanted.model_copy(update={"tasks": (*wanted.tasks[:3], too_long)})
        told = [job async for job in one.jobs.watch("batch", (await one.jobs.submit("batch", wanted)).id)]
        codes = [each.trouble.code if each.trouble else None for each in told[-1].answers]
        assert codes == ["sandbox-broken", "internal-error", None, "bad-request"]
        done = [job.progress.done for job in told]
        assert done == sorted(done)
        assert done[-1] == 4

    on(settings, check)


def test_a_batch_that_is_waited_for_needs_no_database(settings: Settings) -> None:
    async def check(one: Server) -> None:
        answers = await one.jobs.at_once(errand("1", "2"))
        assert [answer.result.stdout for answer in answers] == ["1", "2"]
        with pytest.raises(StoreUnavailable):
            await one.jobs.submit("batch", errand("1", "2"))

    settings.state_dir.parent.joinpath("file").touch()
    away = settings.state_dir.parent / "file" / "state"
    on(Settings(state_dir=away), check)


async def _is_known(one: Server, id_: str) -> bool:
    """Whether a server still has a run."""
    try:
        await one.jobs.find("run", id_)
    except NoSuchJob:
        return False
    return True


async def _done(one: Server, source: str) -> str:
    """A job that is over, and kept."""
    job = await one.jobs.submit("run", errand(source))
    await one.jobs.ended("run", job.id)
    await until(lambda: not one.jobs._works)
    return job.id
