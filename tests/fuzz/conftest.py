"""The whole app, with the real run service, in front of a sandbox that echoes at once."""

from collections.abc import Iterator

import pytest
from fastapi import FastAPI

from inplace_lab.errors import DoesNotFit
from inplace_lab.main import assemble
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.protocol import Machine
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services

from ..runs.fakes import FakeSandbox, outcome
from ..web.client import Client


class _NoLab:
    """Measures nothing."""

    async def warm(self) -> None:
        """At once."""

    async def compare(self, *_: object, **__: object) -> None:
        """No network fits here."""
        raise DoesNotFit


def _settings() -> Settings:
    many = 1_000_000  # a stranger that asks this often would be told to wait
    return Settings(body_bytes=16384, source_bytes=8192, trusted_hosts=("testserver",), anonymous_runs_per_minute=many)


@pytest.fixture
def app() -> FastAPI:
    """The app; its sandbox prints the source."""
    sandbox, settings = FakeSandbox(), _settings()
    sandbox.machine = Machine(torch="2.13.0", gpu=True, threads=1)  # every device of the description
    sandbox.answer = lambda snippet: outcome(stdout=snippet.source)
    return assemble(Services(settings, RunService(sandbox, settings), _NoLab()))  # type: ignore[arg-type]


@pytest.fixture
def client(app: FastAPI) -> Iterator[Client]:
    """A client of it."""
    with Client(app) as client:
        yield client
