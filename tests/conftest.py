"""What all tests share."""

import atexit
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from functools import cache
from unittest.mock import patch

import httpx
import pytest

from inplace_lab import main
from inplace_lab.lessons.shelf import Shelf, course

# Chromium and the run service are busy enough; torch must not compete with them on small machines.
os.environ.setdefault("OMP_NUM_THREADS", "1")

# Links that tests make lie in a folder of their own, never in the home of whoever runs them.
_state = tempfile.mkdtemp(prefix="inplace-lab-tests-")
atexit.register(shutil.rmtree, _state, ignore_errors=True)
os.environ["INPLACE_LAB_STATE_DIR"] = _state
os.environ.pop("INPLACE_LAB_DATABASE_URL", None)


@pytest.fixture(scope="session", autouse=True)
def course_read_once() -> Iterator[None]:
    """Our own course is read once a process: most of a second for each app that shows lessons, and always the same."""
    ours = cache(Shelf.of)
    read = Shelf.of
    with patch.object(Shelf, "of", lambda folder: (ours if folder == course(None) else read)(folder)):
        yield


@pytest.fixture(scope="session", autouse=True)
def certificates_read_once() -> Iterator[None]:
    """httpx reads the certificates of all authorities for each client, for 30 ms, though ours speak plain HTTP."""
    transports = httpx._transports.default
    with patch.object(transports, "create_ssl_context", cache(transports.create_ssl_context)):
        yield


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once() -> Iterator[None]:
    """Apps with the same templates share what shows them: each would compile them anew, for 20 ms a template."""
    with patch.object(main, "Renderer", cache(main.Renderer)), patch.object(main, "Assets", cache(main.Assets)):
        yield


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end, and is not looked through for garbage again and again."""
    gc.freeze()
