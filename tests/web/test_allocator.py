"""The allocator's figures beside the tracer's on a page, its history as a file. The figures are written by hand."""

import asyncio
import re
from collections.abc import Iterator

import pytest

from inplace_lab.i18n import LANGUAGES
from inplace_lab.lab.measuring.allocation import Allocations
from inplace_lab.lab.measuring.comparison import Comparison
from inplace_lab.lab.network.contrast import Contrast
from inplace_lab.lab.network.spec import Conv2d, Input, NetworkSpec
from inplace_lab.lab.programs.allocator import allocation_of
from inplace_lab.lab.service import Lab
from inplace_lab.main import assemble
from inplace_lab.resources import folder
from inplace_lab.runs.client import LOCAL
from inplace_lab.runs.client import Client as RunClient
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.inline import InlineSandbox
from inplace_lab.settings import Settings
from inplace_lab.web.assets import Assets
from inplace_lab.web.lab.allocations import AllocatorView
from inplace_lab.web.page import Page
from inplace_lab.web.rendering import Renderer
from inplace_lab.web.services import Services

from ..lab.gpu_runs import figures, report
from .client import Client

HELD, ROUNDED = 8 * 2**20, 1536
QUERY = "in=1x1x4x4&net=conv(2)~relu&device=cuda"
TOLD = Allocations(left=allocation_of(report(figures()), "print(1)"), right=None)


class OnGpu(Lab):
    """A Lab that runs on the CPU, and of which a machine with a GPU said what is written down here."""

    def __init__(self) -> None:
        super().__init__(RunService(InlineSandbox(), Settings()))
        self.history: bytes | None = b"\x80\x04}."

    async def warm(self) -> None: ...

    async def allocations(self, spec: NetworkSpec, contrast: Contrast, *, client: RunClient) -> Allocations | None:
        return TOLD if spec.options.device == "cuda" else None

    async def snapshot(self, *_: object, **__: object) -> bytes | None:  # type: ignore[override]
        return self.history

    def _named(self, device: object) -> str:  # type: ignore[override]
        return "cpu"


class Runs(RunService):
    """A run service of a machine with a GPU."""

    devices = ("cpu", "cuda")


@pytest.fixture
def lab() -> OnGpu:
    return OnGpu()


@pytest.fixture
def web(lab: OnGpu) -> Iterator[Client]:
    settings = Settings()
    with Client(assemble(Services(settings, Runs(InlineSandbox(), settings), lab))) as client:
        yield client


@pytest.fixture(scope="module")
def shown() -> Comparison:
    """Both sides of a small network, run on the CPU."""
    spec = NetworkSpec(input=Input(batch=1, channels=1, height=4, width=4), blocks=(Conv2d(out=2),))
    return asyncio.run(OnGpu().measure(spec, Contrast(), client=LOCAL)).shown


def test_what_is_allocated_is_libraries_tracer_rounding_and_a_rest(shown: Comparison) -> None:
    left, right = AllocatorView.of(TOLD, shown).sides
    assert right.rows == ()
    assert [(row.phase, row.highest) for row in left.rows] == [
        ("libraries", False),
        ("before", False),
        *((phase, highest) for phase in ("forward", "backward") for highest in (True, False)),
    ]
    for row in left.rows[2:]:
        assert row.tracer is not None
        assert row.rounding is not None
        assert row.rest is not None
        assert row.allocated == HELD + row.tracer + row.rounding + row.rest
        assert row.rounding == ROUNDED
    assert left.rows[2].tracer == max(bar.peak.total for bar in shown.left.bars if bar.phase == "forward")
    assert left.rows[5].tracer == shown.left.bars[-1].live.total


def test_the_page_shows_the_figures_in_both_languages(web: Client) -> None:
    for tag, title in (("en", "What CUDA’s allocator says"), ("zh", "CUDA 分配器怎么说")):
        answer = web.get(f"/{tag}/allocator?{QUERY}")
        assert answer.status_code == 200, answer.text
        assert title in answer.text
        assert f'<data value="{11 * 2**20}"' in answer.text
        link = re.search(r'href="(/\w+/lab/snapshot\?[^"]+side=left)"', answer.text)
        assert link is not None
        assert web.get(link[1].replace("&amp;", "&")).status_code == 200


def test_on_the_labs_page_it_is_a_link() -> None:
    renderer = Renderer(folder("templates"), Assets(folder("static")))
    words = (
        '{% from "_allocator.html" import allocator_section with context %}{{ allocator_section(None, "net=relu") }}'
    )
    for each in LANGUAGES:
        page = Page(language=each, theme="", path="", query="", version="", level=None, origin="")
        html = renderer.environment(each).from_string(words).render(page=page)
        assert f'href="/{each.tag}/allocator?net=relu"' in html


def test_a_snapshot_is_a_file_and_its_bytes_are_handed_on(web: Client, lab: OnGpu) -> None:
    answer = web.get(f"/en/lab/snapshot?{QUERY}&side=left")
    assert answer.content == lab.history
    assert answer.headers["content-type"] == "application/octet-stream"
    assert re.fullmatch(
        r'attachment; filename="inplace-lab-left-[0-9a-f]{10}\.pickle"', answer.headers["content-disposition"]
    )


def test_where_there_is_no_snapshot_the_page_says_why(web: Client, lab: OnGpu) -> None:
    lab.history = None
    answer = web.get(f"/zh/lab/snapshot?{QUERY}&side=right", headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert "这一侧没有快照。" in answer.text


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/en/allocator?in=1x1x4x4&net=relu&device=cpu", 404),
        ("/en/allocator?in=1x1x4x4&net=nonsense", 404),
        ("/en/lab/snapshot?in=1x1x4x4&net=nonsense&side=left", 404),
        (f"/en/lab/snapshot?{QUERY}&side=middle", 422),
        (f"/en/lab/snapshot?{QUERY}", 422),
        (f"/fr/allocator?{QUERY}", 404),
    ],
)
def test_what_cannot_be_asked_is_refused(web: Client, address: str, status: int) -> None:
    assert web.get(address).status_code == status
