"""Jobs on SQLite and on a real PostgreSQL."""

from tests.store.conftest import cluster, settings

__all__ = ["cluster", "settings"]
