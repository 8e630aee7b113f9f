"""Rows of jobs: who may take over what, told by its beat and by nothing else."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection

from inplace_lab.jobs import job_rows
from inplace_lab.jobs.desk import Desk
from inplace_lab.jobs.job import Progress, Stage, now
from inplace_lab.jobs.lookout import Lookout
from inplace_lab.settings import Settings
from inplace_lab.store.database import Database

from .servers import errand


@pytest.fixture
def connection(settings: Settings) -> Iterator[Connection]:
    """A transaction on an empty database."""
    database = Database(settings)
    with database.writing() as connection:
        yield connection
    database.close()


@pytest.fixture
def job(settings: Settings, connection: Connection) -> str:
    """A job that the server `a` runs."""
    return Desk(settings).enter(connection, "run", errand("1"), "", "a")[0].id


def beat(connection: Connection, id_: str) -> int:
    """Where its beat is."""
    return job_rows.goes_on(connection)[id_][0]


def test_of_two_that_saw_the_same_silence_one_takes_the_job_over(connection: Connection, job: str) -> None:
    seen = beat(connection, job)
    taken = [job_rows.adopt(connection, job, seen, runner, most=2) for runner in "bc"]
    assert [each is not None for each in taken] == [True, False]
    assert not job_rows.beat(connection, job, "a", Progress(), now() + 60)
    assert job_rows.beat(connection, job, "b", Progress(), now() + 60)


def test_a_job_that_two_more_died_over_is_lost(connection: Connection, job: str) -> None:
    for runner in "bc":
        assert job_rows.adopt(connection, job, beat(connection, job), runner, most=2)
    assert job_rows.adopt(connection, job, beat(connection, job), "d", most=2) is None
    found = job_rows.by_id(connection, "run", job)
    assert found is not None
    assert (found.state, found.answers) == (Stage.LOST, ())
    assert job_rows.goes_on(connection) == {}


def test_to_put_a_job_down_is_not_to_die_over_it(connection: Connection, job: str) -> None:
    for runner, after in zip("bcde", "abcd", strict=True):
        job_rows.put_down(connection, [job], after)
        assert job_rows.adopt(connection, job, beat(connection, job), runner, most=0)


def test_a_job_that_is_over_ends_no_second_time(settings: Settings, connection: Connection, job: str) -> None:
    desk = Desk(settings)
    assert desk.cancel(connection, job)
    assert not desk.cancel(connection, job)
    found = job_rows.by_id(connection, "run", job)
    assert found is not None
    assert not desk.end(connection, found)


def test_silence_is_measured_by_the_clock_of_whoever_listens() -> None:
    time = 0.0
    lookout = Lookout(10.0, lambda: time)
    assert list(lookout.unattended({"x": (7, "a"), "y": (1, job_rows.NOBODY)})) == [("y", 1)]
    time = 9.0
    assert list(lookout.unattended({"x": (8, "a")})) == []
    time = 18.0
    assert list(lookout.unattended({"x": (8, "a")})) == []
    time = 19.5
    assert list(lookout.unattended({"x": (8, "a")})) == [("x", 8)]
