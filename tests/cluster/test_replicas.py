"""Two servers on one PostgreSQL, before one Ray cluster: a machine and a server are lost under load."""

import asyncio
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg
import pytest

from inplace_lab.client import AsyncLab, Report, Status

from ..classroom.server import Server, Student, Teacher
from ..store.cluster import NAME, programs
from ..store.cluster import Cluster as Database
from .conftest import Served
from .machines import PROCESSORS, Machine, command_of, eventually

RUNS = 40
PROGRAM = "import secrets, time\ntime.sleep({seconds})\nprint({number}, secrets.token_hex(8))"
"""No two runs of it print the same."""
SETTINGS = {"executor": "ray", "client_slots": 8, "client_queue": RUNS, "wall_seconds": 20}
_REPLICA = Path(__file__).with_name("replica.py")


@pytest.fixture
def database() -> Iterator[Database]:
    """An empty PostgreSQL."""
    if (folder := programs()) is None:
        pytest.skip("PostgreSQL is not installed; scripts/postgres installs it")
    database = Database(folder)
    yield database
    database.remove()


@contextmanager
def replica(served: Served, database: Database, folder: Path) -> Iterator[Server]:
    """A server of its own process on the cluster and the database."""
    folder.mkdir()
    server = Server(folder, **SETTINGS, ray_address=served.cluster.address, database_url=database.url)
    server.program = (sys.executable, "-P", str(_REPLICA), *served.cluster.head.prefix, "--")
    try:
        server.start()
        yield server
    finally:
        server.stop()


@dataclass(frozen=True)
class Doomed:
    """A machine of the cluster, with its id there, and a server."""

    machine: Machine
    node: str
    server: Server

    async def lose(self, served: Served) -> None:
        """Kill both as soon as programs of other servers run on all processors of the machine."""
        there = served.sandbox
        await served.until(
            lambda: any(each.node.id == self.node and each.others >= PROCESSORS for each in there.members)
        )
        self.server.kill()
        await asyncio.to_thread(self.machine.kill)


def test_each_key_is_answered_once_though_a_machine_and_a_server_are_lost(
    served: Served, database: Database, tmp_path: Path
) -> None:
    before = _nodes(served)
    (machine,) = served.wait(served.add(1))
    (node,) = _nodes(served) - before
    with replica(served, database, tmp_path / "1") as lost, replica(served, database, tmp_path / "2") as other:
        started = {*lost.children(), *other.children()}
        teacher = Teacher(lost)
        student = Student(other, teacher.code)
        teacher.ask(source="")
        assert student.vote("a").status_code == 303
        served.wait(_run_all(served, Doomed(machine, node, lost), other))
        _reveal(teacher, other)
        jobs, taken_over = _jobs(database)
        assert jobs == RUNS
        assert taken_over > 0
        assert httpx.get(f"{other.url}/readyz", timeout=60).status_code == 200
    assert len(started) >= 2  # the dispatchers
    assert eventually(lambda: not any(map(command_of, started))), [*map(command_of, started)]


async def _run_all(served: Served, doomed: Doomed, other: Server) -> None:
    """Ask both servers for programs, and lose what is doomed while they run."""
    async with AsyncLab(doomed.server.url) as first, AsyncLab(other.url) as second:
        kept = await first.permalink("print('kept')")
        runs = [asyncio.create_task(_run(number, first, second)) for number in range(RUNS)]
        await doomed.lose(served)
        reports = await asyncio.gather(*runs)
        assert [_told(report) for report in reports] == [(Status.OK, number) for number in range(RUNS)]
        again = await asyncio.gather(*(_run(number, second) for number in range(RUNS)))
        assert [report.stdout for report in again] == [report.stdout for report in reports]
        assert (await second.report(kept.id)).stdout == "kept\n"
    await served.until(lambda: not any(member.others for member in served.sandbox.members))


def _jobs(database: Database) -> tuple[int, int]:
    """How many jobs there are, and how many of them a second server took over."""
    counted = "SELECT count(*), count(*) FILTER (WHERE adoptions > 0) FROM jobs"
    with psycopg.connect(host=str(database.folder), user=NAME, dbname="postgres") as connection:
        (found,) = connection.execute(counted).fetchall()
    return int(found[0]), int(found[1])


def _nodes(served: Served) -> set[str]:
    return {member.node.id for member in served.sandbox.members}


async def _run(number: int, *labs: AsyncLab) -> Report:
    """Ask one server; where it is lost, ask the next one for the same, with the same key."""
    program = PROGRAM.format(number=number, seconds=0.5 + number % 4 / 6)
    for lab in labs if number % 2 == 0 else reversed(labs):
        with suppress(httpx.TransportError):
            return await lab.run(program, fresh=True, idempotency_key=f"run {number}")
    raise AssertionError("no server answers")


def _told(report: Report) -> tuple[Status, int]:
    return report.status, int(report.stdout.split()[0])


def _reveal(teacher: Teacher, other: Server) -> None:
    """The room goes on at the other server, with the vote that came before."""
    teacher.http.base_url = httpx.URL(other.url)
    teacher.do("lock")
    teacher.do("reveal")
    assert ",1,It works,1" in teacher.http.get(f"/en/room/{teacher.code}/desk/counts.csv").text
