"""The step player in Chromium: one step after another on a slow processor, and how long a long trace takes to open."""

import json
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles
from urllib.request import Request, urlopen

import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from inplace_lab.main import create_app
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings

from .chromium import chromium

FORTY = """import torch
from torch import nn

net = nn.Sequential(nn.Linear(4, 4), nn.ReLU(inplace=True), nn.Linear(4, 3), nn.ReLU(inplace=True))
for _ in range(2):
    x = torch.randn(2, 4)
    y = net(x)
    z = y.view(6)
    w = z[1:].detach().clone()
    w += 1
    y.pow(2).sum().backward()
"""
LONG = "import torch\nx = torch.ones(4)\nfor _ in range(700):\n    x = x * 2\n    x += 1\n    y = x[1:]\n"
_SWAP = """async step => {
  const player = document.querySelector('trace-player');
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  const start = performance.now();
  await player.show(step);
  document.body.offsetHeight;
  const laid = performance.now() - start;
  await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
  return [laid, performance.now() - start];
}"""
_OPENED = """() => [performance.getEntriesByType('navigation')[0].responseEnd,
               performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd]"""


def main() -> None:
    """Print how long a step takes at a quarter of the speed, and how long 2,000 steps take to open."""
    with _server() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox", "--disable-gpu"])
        print("\nThe step player in Chromium, milliseconds")
        _swaps(browser, address)
        _openings(browser, address)
        browser.close()


def _swaps(browser: Browser, address: str) -> None:
    page = _page(browser, _link(address, FORTY), slowdown=4)
    steps = page.evaluate("document.querySelector('trace-player').steps.length")
    order = [step for _ in range(3) for step in (*range(steps), *range(steps - 1, 0, -5))]
    laid, painted = zip(*(page.evaluate(_SWAP, step) for step in order), strict=True)
    print(f"  a step of {steps}, 4 times slower: laid out  p50 {median(laid):>6.1f}   p95 {_p95(laid):>6.1f}")
    print(f"  a step of {steps}, 4 times slower: painted   p50 {median(painted):>6.1f}   p95 {_p95(painted):>6.1f}")
    page.close()


def _openings(browser: Browser, address: str) -> None:
    link = _link(address, LONG)
    times = []
    for _ in range(7):
        page = _page(browser, link)
        times.append(page.evaluate(_OPENED))
        page.close()
    answered, ready = (median(each) for each in zip(*times, strict=True))
    print(f"  2,000 steps: answered after {answered:.0f}, ready after {ready:.0f}")


def _page(browser: Browser, url: str, slowdown: int = 1) -> Page:
    page = browser.new_page()
    page.goto(url)
    page.wait_for_selector("trace-player[data-ready]")
    page.context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowdown})
    return page


def _p95(values: tuple[float, ...]) -> float:
    return quantiles(values, n=20)[-1]


def _link(address: str, source: str) -> str:
    body = json.dumps({"source": source}).encode()
    request = Request(f"{address}/api/v1/permalinks", body, {"Content-Type": "application/json"})
    with urlopen(request) as answer:
        return f"{address}/en/p/{json.load(answer)['id']}"


@contextmanager
def _server() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(state_dir=folder), InlineSandbox())  # type: ignore[arg-type]
        server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            pass
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
        server.should_exit = True
        thread.join()


if __name__ == "__main__":
    main()
