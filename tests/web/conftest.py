"""A real result of the Lab, measured once, and the web around services that answer at once."""

import asyncio
from collections.abc import Iterator

import pytest

from inplace_lab.lab.comparison import LabResult, Layer
from inplace_lab.lab.service import Lab
from inplace_lab.main import assemble
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services

from .client import Client
from .fakes import FakeLab, FakeRuns

SMALL = Layer(batch=1, inputs=2, outputs=3, size=16)


@pytest.fixture(scope="session")
def result() -> LabResult:
    """What the Lab says of a small layer, on this machine."""

    async def measure() -> LabResult:
        return await Lab(RunService(InlineSandbox(), Settings())).measure(SMALL, "cpu")

    return asyncio.run(measure())


@pytest.fixture
def lab(result: LabResult) -> FakeLab:
    """A Lab that has that result for every layer, or raises what a test puts into `error`."""
    return FakeLab(result)


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
