"""The app in front of a real run service and a real store, and programs that end in each way."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from inplace_lab.main import assemble
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services

from .client import Client
from .fakes import FakeLab

FAILING = """\
import torch

x = torch.linspace(-1.0, 1.0, 4, requires_grad=True)
y = x.sigmoid()
y.mul_(2)
y.sum().backward()
"""
PAGE = {"Accept": "text/html"}


@contextmanager
def sharing(**settings: Any) -> Iterator[Client]:
    """A client of an app of its own."""
    chosen = Settings(**settings)
    with Client(assemble(Services(chosen, RunService(InlineSandbox(), chosen), FakeLab(None)))) as client:  # type: ignore[arg-type]
        client.warm_up()
        yield client


def keep(client: Client, source: str = FAILING) -> str:
    """The id of the link to a program."""
    answer = client.post("/api/v1/permalinks", json={"source": source})
    assert answer.status_code == 200, answer.text
    return str(answer.json()["id"])
