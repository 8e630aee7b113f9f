"""One real pool for all tests of the sandbox, and an honest run after every one of them."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inplace_lab.sandbox.protocol import Ending
from inplace_lab.sandbox.walls import Walls

from .pools import Sandboxed, trace_of

HONEST = "import torch\nx = torch.ones(3)\nx.add_(1)\nprint(x.sum().item())"


@pytest.fixture(scope="session")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the pool keeps the folders of its runs."""
    return tmp_path_factory.mktemp("runs")


@pytest.fixture(scope="session")
def shared_pool(folders: Path) -> Iterator[Sandboxed]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("INPLACE_LAB_SECRET", "do-not-tell")
        sandboxed = Sandboxed(warm_children=2, data_dir=folders)
    yield sandboxed
    sandboxed.stop()


@pytest.fixture
def sandbox(shared_pool: Sandboxed) -> Iterator[Sandboxed]:
    """The pool; whatever the test did to it, an honest run must work afterwards."""
    yield shared_pool
    outcome = shared_pool.run(HONEST)
    assert (outcome.ending, outcome.stdout) == (Ending.RETURNED, "6.0\n")
    assert trace_of(outcome).failure is None


@pytest.fixture(scope="session")
def unwalled_pool(folders: Path) -> Iterator[Sandboxed]:
    sandboxed = Sandboxed(data_dir=folders, walls=Walls.LIMITS)
    yield sandboxed
    sandboxed.stop()


@pytest.fixture
def unwalled(unwalled_pool: Sandboxed) -> Iterator[Sandboxed]:
    """A pool without walls: what the supervisor does about processes and files that walls would refuse."""
    yield unwalled_pool
    assert unwalled_pool.run(HONEST).stdout == "6.0\n"


@pytest.fixture
def make_sandbox(folders: Path) -> Iterator[Callable[..., Sandboxed]]:
    """Make pools that a test may break."""
    made: list[Sandboxed] = []

    def make(**options: Any) -> Sandboxed:
        made.append(Sandboxed(**{"data_dir": folders, **options}))
        return made[-1]

    yield make
    for sandboxed in made:
        sandboxed.stop()
