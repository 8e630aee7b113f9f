"""A real server with a real Lab, and a real Chromium.

The browser lives only as long as this package's tests: Playwright keeps an event loop running in the main thread, and
tests elsewhere start their own.
"""

import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from bench.chromium import chromium
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from inplace_lab.main import create_app
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings

SMALL = "in=1x2x16x16&net=conv(3)~relu"
_THERE = (
    "#answer, .plain:not([role]), #problem, #ending, trace-player, .predict, .film, .paste, .study, #lesson, #course, "
    ".sheet, .search-page, #doors, #room, #desk, #screen"
)
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--renderer-process-limit=1",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
]


@pytest.fixture(scope="package")
def server() -> Iterator[str]:
    """The address of the app on a free port."""
    config = uvicorn.Config(create_app(Settings(), InlineSandbox()), port=0, log_level="warning")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        assert thread.is_alive()
    port = running.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    running.should_exit = True
    thread.join()


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Chromium as the system has it, or the one that Playwright installed."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Opens a path in a fresh context of given options; fails the test for whatever the console complains about."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_(path: str, **options: object) -> Page:
        contexts.append(browser.new_context(base_url=server, **options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda message: _note(complaints, message.type, message.text))
        page.goto(path)
        page.wait_for_selector(_THERE)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert not complaints


def _note(complaints: list[str], kind: str, text: str) -> None:
    # Chromium reports every answer of 4xx as an error; some tests ask for one.
    if kind in ("error", "warning") and "Failed to load resource" not in text:
        complaints.append(text)
