"""What the tests of the tracer share."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def _collections_look_at_this_module_only() -> Iterator[None]:
    """These tests collect garbage time and again; what other tests have left in memory would be looked through, too."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
