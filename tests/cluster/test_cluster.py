"""Runs on the machines of a real Ray cluster, whatever becomes of the machines."""

import asyncio
import os
import signal
from typing import Any

from inplace_lab.cluster.sandbox import RaySandbox
from inplace_lab.runs.client import Client
from inplace_lab.runs.report import Report, Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings
from inplace_lab.trace import Snippet

from .conftest import Served
from .machines import PROCESSORS, command_of

PROGRAMS = (
    "import torch\nx = torch.ones(3, requires_grad=True)\ny = x.exp()\ny += 1\ny.sum().backward()",
    "import sys\nprint('wörld')\nprint('oh', file=sys.stderr)",
    "import os\nos._exit(3)",
    "while True: print('x' * 1000)",
)
SLEEP = "import time\ntime.sleep({seconds})  # {number}"


def told(report: Report) -> dict[str, Any]:
    """What a report says, without what differs from one run to the next."""
    return report.model_dump(exclude={"timing": True, "trace": {"seconds"}})


def test_runs_give_the_same_reports_as_on_this_machine_alone(served: Served) -> None:
    async def reports(runs: RunService) -> list[dict[str, Any]]:
        return [told(await runs.run(Snippet(source=program))) for program in PROGRAMS]

    async def alone() -> list[dict[str, Any]]:
        runs = RunService(Pool(), Settings(wall_seconds=20))
        await runs.start()
        try:
            return await reports(runs)
        finally:
            await runs.stop()

    assert served.wait(reports(served.runs)) == served.wait(alone())


def test_runs_are_spread_over_all_machines(served: Served) -> None:
    async def spread() -> list[int]:
        runs = [asyncio.create_task(_sleep(served, number, 1)) for number in range(served.sandbox.places)]
        await served.until(lambda: sum(member.running for member in served.sandbox.members) == len(runs))
        found = [member.running for member in served.sandbox.members]
        await asyncio.gather(*runs)
        return found

    assert served.wait(spread()) == [PROCESSORS] * 3


def test_a_program_reaches_neither_the_ports_nor_the_token_of_ray(served: Served) -> None:
    host, _, port = served.cluster.address.partition(":")
    source = f"""
import os, socket
for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
    try:
        socket.socket(type=kind).connect(({host!r}, {port}))
        print("reached")
    except OSError as error:
        print(type(error).__name__)
print([name for name in os.environ if "RAY" in name])
"""
    report = served.wait(served.runs.run(Snippet(source=source)))
    assert report.stdout == "PermissionError\nPermissionError\n[]\n"


def test_machines_are_shared_by_servers_and_a_cancelled_run_is_stopped_there(served: Served) -> None:
    async def shared() -> None:
        other = RaySandbox(served.cluster.address, trusted=False)
        await other.start()
        run = asyncio.create_task(_sleep(served, 0, 60))
        await served.until(lambda: sum(member.others for member in other.members) == 1)
        run.cancel()
        await served.until(lambda: not any(member.others for member in other.members))
        await other.stop()

    served.wait(shared())
    assert served.wait(_sleep(served, 0, 0)).status is Status.OK


def test_a_machine_that_comes_later_is_used_and_may_be_lost_under_load(served: Served) -> None:
    async def lose() -> list[Report]:
        before = {member.node.id for member in served.sandbox.members}
        (machine,) = await served.add(1)
        runs = [asyncio.create_task(_sleep(served, number, 1)) for number in range(24)]
        (new,) = (member for member in served.sandbox.members if member.node.id not in before)
        await served.until(lambda: new.running == PROCESSORS)
        await asyncio.to_thread(machine.kill)
        reports = await asyncio.gather(*runs)
        assert new not in served.sandbox.members
        return reports

    assert [report.status for report in served.wait(lose())] == [Status.OK] * 24


def test_runs_outlive_the_process_that_speaks_to_ray(served: Served) -> None:
    async def kill() -> Report:
        run = asyncio.create_task(_sleep(served, 0, 2))
        await served.until(lambda: sum(member.running for member in served.sandbox.members) == 1)
        os.kill(served.sandbox._link._process.pid, signal.SIGKILL)
        return await run

    assert served.wait(kill()).status is Status.OK


def test_the_last_server_to_leave_ends_the_runners_and_all_that_they_forked(served: Served) -> None:
    async def leave() -> None:
        # A runner, a zygote and a child that waits: the last run's place may not have been taken by another one yet.
        await served.until(lambda: len(_all_ours(served)) >= 3 * 3)
        ours = _all_ours(served)
        await served.runs.stop()
        await served.until(lambda: not any(map(_is_ours, ours)))
        await served.runs.start()

    served.wait(leave())
    assert served.wait(_sleep(served, 0, 0)).status is Status.OK


def _all_ours(served: Served) -> set[int]:
    """The processes on the machines that were there from the beginning."""
    return {pid for machine in served.cluster.machines[:3] for pid in machine.processes() if _is_ours(pid)}


def _is_ours(pid: int) -> bool:
    """It is a runner, or has to do with one."""
    return command_of(pid).startswith("ray::Runner") or "inplace_lab" in command_of(pid)


def _sleep(served: Served, number: int, seconds: float) -> Any:
    snippet = Snippet(source=SLEEP.format(number=number, seconds=seconds))
    return served.runs.run(snippet, client=Client(str(number)), fresh=True)
