"""Each test of the store runs on SQLite and on a real PostgreSQL."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inplace_lab.settings import Settings

from .cluster import Cluster, programs


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """One PostgreSQL for all tests."""
    if (folder := programs()) is None:
        pytest.skip("PostgreSQL is not installed; scripts/postgres installs it")
    cluster = Cluster(folder)
    yield cluster
    cluster.remove()


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings with an empty database."""
    if request.param == "sqlite":
        return Settings(state_dir=tmp_path / "state")
    cluster: Cluster = request.getfixturevalue("cluster")
    cluster.empty()
    return Settings(state_dir=tmp_path / "state", database_url=cluster.url)
