"""A real result of the Lab, measured once, and the web around services that answer at once."""

import asyncio
from collections.abc import Iterator

import pytest

from inplace_lab.lab.measuring.comparison import LabResult, Latency
from inplace_lab.lab.network.contrast import Contrast
from inplace_lab.lab.network.spec import Act, Conv2d, Input, NetworkSpec
from inplace_lab.lab.service import Lab
from inplace_lab.main import assemble
from inplace_lab.runs.client import LOCAL
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services

from .client import Client
from .fakes import FakeLab, FakeRuns

SMALL = NetworkSpec(input=Input(batch=1, channels=2, height=16, width=16), blocks=(Conv2d(out=3), Act()))


@pytest.fixture(scope="session")
def measured() -> tuple[LabResult, Latency | None]:
    """What the Lab says of a small network, on this machine, and how long both sides of it take."""

    async def measure() -> tuple[LabResult, Latency | None]:
        lab = Lab(RunService(InlineSandbox(), Settings()))
        result = await lab.measure(SMALL, Contrast(), client=LOCAL)
        return result, await lab.time(SMALL, Contrast(), client=LOCAL)

    return asyncio.run(measure())


@pytest.fixture(scope="session")
def result(measured: tuple[LabResult, Latency | None]) -> LabResult:
    """What the Lab says of that network."""
    return measured[0]


@pytest.fixture(scope="session")
def latency(measured: tuple[LabResult, Latency | None]) -> Latency:
    """How long both sides take."""
    assert measured[1] is not None
    return measured[1]


@pytest.fixture
def lab(measured: tuple[LabResult, Latency | None]) -> FakeLab:
    """A Lab that has that result for every network, or raises what a test puts into `error`."""
    return FakeLab(*measured)


@pytest.fixture
def runs() -> FakeRuns:
    """A run service that echoes, or raises what a test puts into `error`."""
    return FakeRuns()


@pytest.fixture
def client(lab: FakeLab, runs: FakeRuns) -> Iterator[Client]:
    """A client of the whole app, warmed up."""
    app = assemble(Services(Settings(body_bytes=4096), runs, lab))  # type: ignore[arg-type]
    with Client(app) as client:
        client.warm_up()
        yield client
