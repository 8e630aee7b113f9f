"""Pictures: what the READMEs show of the Lab, photographed from a server that runs, with its sandbox. `make pictures`.

Each picture is made in each language, light and dark. They are regenerated when a page that they show has changed; what
they look like depends on the fonts of the machine, so no test compares them.
"""

import tempfile
from base64 import b64encode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from playwright.sync_api import Browser, FloatRect, Page, ViewportSize, expect, sync_playwright

from .chromium import chromium
from .serving import serving

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
MOST_BYTES = 250 * 1024
"""A picture is loaded by whoever opens the README."""
QUESTION = "the-error-and-its-two-lines/outcome"
VOTES = (("at_write",) * 9 + ("runs",) * 9 + ("raises",) * 6, ("raises",) * 21 + ("at_write",) * 3)
"""What each student says at first, and after the class has talked it over; the phones say what the first one says."""
NAME = "lab.example.org"
"""What the class calls the server."""
_PATIENCE = 60_000
"""Milliseconds for a page, and for a run on a busy machine."""
_WIDE: ViewportSize = {"width": 1360, "height": 736}
_DESKTOP: ViewportSize = {"width": 1280, "height": 680}
_WALL: ViewportSize = {"width": 992, "height": 558}
_PHONE: ViewportSize = {"width": 320, "height": 558}
_FRAMES = """
body { display: inline-flex; gap: 20px; margin: 0; }
img { zoom: 0.5; border: 12px solid #30363d; border-radius: 16px; }
.phone { border-radius: 48px; }
"""
"""The photographs have two pixels for each of the page's."""
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars")


@dataclass(frozen=True, slots=True)
class Look:
    """How a reader sees a page."""

    lang: str
    scheme: str


LOOKS = tuple(Look(lang, scheme) for lang in ("en", "zh") for scheme in ("light", "dark"))


class Studio:
    """A browser before a server, which it knows by the addresses that readers know."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser = browser
        self._folder = folder

    @contextmanager
    def page(self, look: Look, size: ViewportSize, path: str = "", host: str = "127.0.0.1:8000") -> Iterator[Page]:
        """A page in a browser of its own, twice as sharp as its size; an empty one without a path."""
        context = self._browser.new_context(
            base_url=f"http://{host}",
            viewport=size,
            device_scale_factor=2,
            color_scheme=look.scheme,
            reduced_motion="reduce",
        )
        page = context.new_page()
        page.set_default_timeout(_PATIENCE)
        if path:
            page.goto(f"/{look.lang}/{path}")
        yield page
        context.close()

    def keep(self, name: str, look: Look, picture: bytes) -> None:
        """Write a picture down."""
        file = self._folder / f"{name}.{look.lang}.{look.scheme}.png"
        assert len(picture) <= MOST_BYTES, f"{file.name} has {len(picture):,} bytes"
        file.write_bytes(picture)
        print(f"{file}: {len(picture):,} bytes")


def main(folder: Path = FOLDER) -> None:
    """Take all pictures."""
    folder.mkdir(exist_ok=True)
    settings = {"TRUSTED_HOSTS": NAME}
    with tempfile.TemporaryDirectory() as state, serving(state, settings) as (url, _), browsing(url) as browser:
        take(Studio(browser, folder), url, LOOKS)


def take(studio: Studio, url: str, looks: Sequence[Look]) -> None:
    """All pictures of one server, in some looks."""
    for look in looks:
        tutorial(studio, look)
        reference(studio, look)
    classroom(studio, url, looks)


def tutorial(studio: Studio, look: Look) -> None:
    """The playground as it opens: a program that fails in backward, at the step that tells why."""
    with studio.page(look, _WIDE, "play") as page:
        expect(page.locator("trace-player [data-shown]")).to_be_visible(timeout=_PATIENCE)
        top = page.locator("header.top").evaluate("header => header.getBoundingClientRect().bottom")
        below: FloatRect = {"x": 0, "y": top, "width": _WIDE["width"], "height": _WIDE["height"] - top}
        studio.keep("tutorial", look, page.screenshot(clip=below))


def reference(studio: Studio, look: Look) -> None:
    """The reference of the API from its top."""
    with studio.page(look, _DESKTOP, "api") as page:
        page.wait_for_selector("#reference")
        studio.keep("api", look, page.screenshot())


def classroom(studio: Studio, url: str, looks: Sequence[Look]) -> None:
    """The wall and a phone when the votes are shown, after the class talked it over and voted again."""
    with ExitStack() as open_ones:
        class_ = open_ones.enter_context(Class(url))
        phones = [open_ones.enter_context(studio.page(look, _PHONE, f"room/{class_.code}", NAME)) for look in looks]
        class_.question(phones)
        for look, phone in zip(looks, phones, strict=True):
            expect(phone.locator(".votes")).to_be_visible(timeout=_PATIENCE)
            phone.locator(".compared").evaluate("told => told.scrollIntoView()")
            with studio.page(look, _WALL, f"room/{class_.code}/screen", NAME) as wall:
                wall.wait_for_selector("#screen[data-scene=revealed]")
                studio.keep("classroom", look, _beside(studio, look, wall.screenshot(), phone.screenshot()))


class Class:
    """A teacher and students without browsers, in a room of a server; the phones are students, too."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._teacher = self._person()
        self.code = self._post(self._teacher, "/en/classroom").headers["location"].split("/")[3]
        self._students = [self._person() for _ in VOTES[0]]

    def __enter__(self) -> "Class":
        for each in self._students:
            each.get(f"/en/room/{self.code}").raise_for_status()
        return self

    def __exit__(self, *_: object) -> None:
        for each in (self._teacher, *self._students):
            each.close()

    def question(self, phones: list[Page]) -> None:
        """From Ask to Reveal: two votes, with the run of the program after the second."""
        self._press("ask", pick=QUESTION)
        self._vote(1, phones)
        self._press("lock")
        self._press("again")
        self._vote(2, phones)
        for step in ("lock", "run", "reveal"):
            self._press(step)

    def _vote(self, turn: int, phones: list[Page]) -> None:
        votes = VOTES[turn - 1]
        for student, choice in zip(self._students, votes, strict=True):
            self._post(student, f"/en/room/{self.code}/vote", poll="1", round=str(turn), choice=choice)
        for phone in phones:
            phone.locator(f'#vote [name=round][value="{turn}"]').wait_for(state="attached")
            phone.locator(f'#vote label:has([value="{votes[0]}"])').click()
            expect(phone.locator("#vote-told")).to_contain_text("✓", timeout=_PATIENCE)

    def _press(self, step: str, **form: str) -> None:
        self._post(self._teacher, f"/en/room/{self.code}/desk/{step}", **form)

    def _person(self) -> httpx.Client:
        return httpx.Client(base_url=self._url, headers={"Accept": "text/html"}, timeout=60)

    def _post(self, who: httpx.Client, path: str, **form: str) -> httpx.Response:
        answer = who.post(path, data=form)
        assert answer.status_code == 303, answer.text
        return answer


@contextmanager
def browsing(url: str) -> Iterator[Browser]:
    """A browser that finds a server at the addresses that readers know."""
    address = url.removeprefix("http://")
    rules = f"--host-resolver-rules=MAP {NAME}:80 {address}, MAP 127.0.0.1:8000 {address}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*_FLAGS, rules])
        yield browser
        browser.close()


def _beside(studio: Studio, look: Look, wall: bytes, phone: bytes) -> bytes:
    """Both in one picture, each in a frame."""
    frames = "".join(
        f'<img class="{name}" src="data:image/png;base64,{b64encode(picture).decode()}">'
        for name, picture in (("wall", wall), ("phone", phone))
    )
    with studio.page(look, _WIDE) as page:
        page.set_content(f"<style>{_FRAMES}</style><body>{frames}")
        return page.locator("body").screenshot(omit_background=True)


if __name__ == "__main__":
    main()
