"""How many runs go on at the same time follows the machines that are there."""

import asyncio

from inplace_lab.runs.client import Client
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.gate import Gate
from inplace_lab.settings import Settings

from ..runs.fakes import FakeSandbox, asked, served, settled


def test_runs_begin_as_machines_come() -> None:
    async def test(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.places = 2
        sandbox.gate.clear()
        runs = [asked(service, f"print({number})", client=Client(str(number))) for number in range(4)]
        await settled()
        assert len(sandbox.ran) == service.queue.places == 2
        sandbox.places = 5
        runs.append(asked(service, "print(4)", client=Client("4")))
        await settled()
        assert len(sandbox.ran) == 5
        sandbox.gate.set()
        await asyncio.gather(*runs)

    served(test)


def test_what_somebody_has_set_stays() -> None:
    async def test(service: RunService, sandbox: FakeSandbox) -> None:
        sandbox.places = 9
        assert service.queue.places == 3

    served(test, slots=3)


def test_the_gate_before_a_cluster_tells_its_places() -> None:
    sandbox = FakeSandbox()
    sandbox.places = 7
    assert RunService(Gate(sandbox, trusted=False), Settings()).queue.places == 7
