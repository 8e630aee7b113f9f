"""A page of another site, open in a reader's browser, gets nothing from the Lab and can make it do nothing."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import product
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page

from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.sandbox.protocol import Limits, Outcome
from inplace_lab.trace import Snippet

pytestmark = pytest.mark.browser

SOURCE = "print('from elsewhere')"
BODY = json.dumps({"source": SOURCE})
CONTENTS = ("text/plain", "application/x-www-form-urlencoded", "application/json")
NETWORK, LAYER = "in=1x1x8x8&net=conv(13)", "Conv2d(1, 13,"
PAGE = b"<!doctype html><title>elsewhere</title><p>another site"


class Elsewhere(BaseHTTPRequestHandler):
    """Another server on another port of this machine."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server(server: str) -> str:
    """The same server, once it measures what a page asks for: until its first result is there, it measures nothing."""
    for _ in range(600):
        with urlopen(f"{server}/api/v1/health") as answer:
            if json.load(answer)["status"] == "ok":
                return server
        time.sleep(0.1)
    raise AssertionError("its first result never came")


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """The port of another site."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture(params=["127.0.0.1", "localhost"])
def stranger(request: pytest.FixtureRequest, browser: Browser, elsewhere: int) -> Iterator[Page]:
    """Its page: of the same site by the browser's reckoning where it has our name, and of another where it has not."""
    page = browser.new_page()
    page.goto(f"http://{request.param}:{elsewhere}/")
    yield page
    page.close()


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The programs that the Lab runs meanwhile, those that an earlier test left to it as well."""
    sources: list[str] = []
    run = InlineSandbox.run

    async def note(sandbox: InlineSandbox, snippet: Snippet, limits: Limits) -> Outcome:
        sources.append(snippet.source)
        return await run(sandbox, snippet, limits)

    monkeypatch.setattr(InlineSandbox, "run", note)
    return sources


def test_its_script_cannot_post_a_run(stranger: Page, server: str, ran: list[str]) -> None:
    fetch = """([url, body, content, mode]) =>
        fetch(url, {method: 'POST', body, mode, headers: {'Content-Type': content}})
            .then(answer => answer.type === 'opaque' ? 'opaque' : 'read', () => 'failed')"""
    for content, mode in product(CONTENTS, ("cors", "no-cors")):
        told = stranger.evaluate(fetch, [f"{server}/api/v1/runs", BODY, content, mode])
        assert told in ("failed", "opaque"), (content, mode)
        assert SOURCE not in ran, (content, mode)


def test_its_form_cannot_post_a_run(stranger: Page, server: str) -> None:
    form = """url => { const form = document.createElement('form'), field = document.createElement('input');
        form.method = 'post'; form.enctype = 'text/plain'; form.action = url;
        field.name = '{"source": "print(1)//'; field.value = '"}'; form.append(field);
        document.body.append(form); form.submit() }"""
    with stranger.expect_navigation() as navigation:
        stranger.evaluate(form, f"{server}/api/v1/runs")
    assert navigation.value.status == 403
    assert "cross-site" in (stranger.text_content("body") or "")


def test_it_cannot_frame_us(stranger: Page, server: str) -> None:
    complaints: list[str] = []
    stranger.on("console", lambda message: complaints.append(message.text))
    for number, path in enumerate(("/en/", "/api/v1/health", "/static/css/base.css", "/en/nothing"), 1):
        stranger.evaluate(
            "url => new Promise(done => { const frame = document.createElement('iframe');"
            " frame.onload = done; frame.src = url; document.body.append(frame) })",
            server + path,
        )
        stranger.frames[-1].wait_for_url("chrome-error:**")
        assert sum("frame-ancestors" in text or "X-Frame-Options" in text for text in complaints) >= number, path


def test_it_cannot_have_anything_measured(stranger: Page, server: str, ran: list[str]) -> None:
    load = """([name, url]) => new Promise(done => { const element = document.createElement(name);
        element.onload = element.onerror = done; element.rel = 'stylesheet';
        element.src = element.href = element.data = url; document.body.append(element) })"""
    for element in ("img", "script", "link", "object", "embed", "iframe"):
        stranger.evaluate(load, [element, f"{server}/en/?{NETWORK}"])
        assert not any(LAYER in source for source in ran), element


def test_it_has_no_hold_on_a_page_that_it_opens(stranger: Page, server: str) -> None:
    with stranger.expect_popup() as popup:
        stranger.evaluate("url => { window.ours = window.open(url) }", f"{server}/en/nothing")
    popup.value.wait_for_load_state()
    assert stranger.evaluate("window.ours.closed") is True
    assert popup.value.evaluate("window.opener") is None


def test_a_name_that_was_bent_to_this_machine_gets_nothing(browser: Browser, server: str) -> None:
    port = server.rpartition(":")[2]
    page = browser.new_page()
    # Chromium sends every name below localhost to this machine: a rebound name, without a name server.
    answer = page.goto(f"http://evil.localhost:{port}/en/")
    assert answer
    assert answer.status == 400
    page.close()


def test_our_own_page_may_run(browser: Browser, server: str, ran: list[str]) -> None:
    page = browser.new_page()
    page.goto(f"{server}/en/nothing")
    status = page.evaluate(
        "body => fetch('/api/v1/runs', {method: 'POST', body, headers: {'Content-Type': 'application/json'}})"
        ".then(answer => answer.status)",
        BODY,
    )
    assert (status, SOURCE in ran) == (200, True)
    page.goto(f"{server}/en/?{NETWORK}")
    assert any(LAYER in source for source in ran)
    page.close()
