"""The sweep: its page, its rows one by one, its file, and that it stops when nobody listens."""

import asyncio
import csv
import re
import zlib
from collections.abc import Iterator
from typing import Any

import pytest

from inplace_lab.errors import TooMuchTime
from inplace_lab.lab.measuring.comparison import Comparison, LabResult
from inplace_lab.lab.network.contrast import Contrast
from inplace_lab.lab.network.spec import NetworkSpec
from inplace_lab.lab.service import Lab
from inplace_lab.main import assemble
from inplace_lab.runs.client import Client as RunClient
from inplace_lab.runs.service import RunService
from inplace_lab.settings import Settings
from inplace_lab.web.headers import SECURITY
from inplace_lab.web.services import Services

from ..runs.fakes import FakeSandbox
from .client import Client
from .fakes import FakeLab, FakeRuns
from .test_presence import SCOPE, Sender, running

NETWORK = "in=1x2x16x16&net=conv(3)~relu"
BROWSER = {"Accept": "text/html"}


class SweptLab(FakeLab):
    """Has one comparison for every network; those with a batch of 2 take too long."""

    def __init__(self, result: LabResult) -> None:
        super().__init__(result)
        self.swept: list[tuple[NetworkSpec, RunClient]] = []

    async def compare(self, spec: NetworkSpec, contrast: Contrast, *, client: RunClient) -> Comparison:
        """The one comparison."""
        assert contrast.kind == "inplace"
        self.swept.append((spec, client))
        if spec.input.batch == 2:
            raise TooMuchTime
        return self.result.train if spec.options.mode == "train" else self.result.infer


@pytest.fixture
def lab(result: LabResult) -> SweptLab:
    """A Lab that answers at once."""
    return SweptLab(result)


@pytest.fixture
def client(lab: SweptLab, runs: FakeRuns) -> Iterator[Client]:
    """A client of the whole app, warmed up."""
    app = assemble(Services(Settings(), runs, lab))  # type: ignore[arg-type]
    with Client(app) as client:
        client.warm_up()
        yield client


def rows_of(html: str) -> list[str]:
    """The words of each row."""
    rows = re.findall(r"<tr data-.*?</tr>", html, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_nothing_is_run_before_somebody_asks_for_it(client: Client, lab: SweptLab) -> None:
    for tag, said in (("en", "Nothing is measured yet. 6 networks"), ("zh", "尚未测量。将运行 6 个网络")):
        answer = client.get(f"/{tag}/sweep?{NETWORK}")
        assert answer.status_code == 200
        assert said in answer.text
    assert client.request("HEAD", f"/en/sweep?{NETWORK}&run=1").status_code == 200
    assert lab.swept == []


def test_the_front_door_speaks_the_readers_language(client: Client) -> None:
    answer = client.get("/sweep?net=relu", headers={"Accept-Language": "zh"}, follow_redirects=False)
    assert answer.headers["location"] == "/zh/sweep?net=relu"


def test_without_a_script_the_rows_come_within_the_page(client: Client, lab: SweptLab) -> None:
    html = client.get(f"/en/sweep?{NETWORK}&depths=1,2&batches=1,2&run=1").text
    rows = rows_of(html)
    assert [row[:13] for row in rows] == ["1 as built 1 ", "1 as built 2 ", "2 as built 1 ", "2 as built 2 "]
    assert "This network needs more time than one run may take" in rows[1]
    gist = re.search(r'<p class="gist">(.*?)</p>', html, re.DOTALL)
    assert gist
    assert "In all 2 networks the whole step’s peak is the same with inplace off and on." in gist[1]
    assert "2 networks could not be compared; their rows say why." in gist[1]
    assert html.rstrip().endswith("</html>")
    assert {client for _, client in lab.swept} == {RunClient("127.0.0.1")}


def test_the_mode_of_the_address_is_the_one_that_is_run(client: Client, lab: SweptLab) -> None:
    html = client.get(f"/zh/sweep/rows?{NETWORK}&mode=no_grad&depths=1").text
    assert [spec.options.mode for spec, _ in lab.swept] == ["no_grad"]
    assert "开启 inplace 后整步峰值都降低" in html


@pytest.mark.parametrize(
    ("query", "field"),
    [("depths=0", "depths"), ("sizes=8,%3Cb%3E", "sizes"), ("channels=1,2,3,4,5,6,7,8,9", "channels")],
)
def test_a_wrong_axis_is_refused_and_stays_as_typed(client: Client, lab: SweptLab, query: str, field: str) -> None:
    answer = client.get(f"/en/sweep?{NETWORK}&{query}&run=1")
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert re.search(rf'id="{field}"[^>]* aria-invalid="true"', answer.text)
    assert "<b>" not in answer.text
    assert client.get(f"/en/sweep/rows?{NETWORK}&{query}").json()["code"] == "bad-request"
    assert lab.swept == []


def test_a_network_that_is_wrong_is_sent_back_to_the_lab(client: Client) -> None:
    for path in ("/en/sweep", "/en/sweep/rows", "/en/sweep.csv"):
        answer = client.get(f"{path}?net=conv(x)", headers=BROWSER)
        assert answer.status_code == 422
        assert "The network in this address cannot be run" in answer.text


def test_the_file_has_a_line_for_each_network_in_exact_bytes(client: Client, result: LabResult) -> None:
    answer = client.get(f"/zh/sweep.csv?{NETWORK}&batches=1,2")
    assert answer.headers["content-disposition"] == 'attachment; filename="inplace-sweep.csv"'
    good, bad = csv.DictReader(answer.text.splitlines())
    assert good["step_peak_off"] == str(result.train.left.step_peak)
    assert good["forward_peak_on"] == str(result.train.right.forward_peak)
    assert (bad["batch"], bad["step_peak_off"], bad["note"]) == ("2", "", TooMuchTime.title)
    rows = client.get(f"/en/sweep/rows?{NETWORK}&batches=1,2").text
    assert re.findall(r'data-csv="([^"]*)"', rows) == answer.text.splitlines()[1:]


def test_only_its_page_may_show_images_that_a_script_made(client: Client) -> None:
    def policy(path: str) -> str:
        return client.get(path).headers["content-security-policy"]

    assert "img-src 'self' blob:;" in policy(f"/en/sweep?{NETWORK}")
    assert policy(f"/en/sweep?{NETWORK}") == SECURITY["Content-Security-Policy"].replace(
        "img-src 'self'", "img-src 'self' blob:"
    )
    for path in ("/en/sweep/rows", "/en/sweep.csv", "/sweep", "/en/errors", "/en/sweep/"):
        assert policy(path) == SECURITY["Content-Security-Policy"]


def scope(path: str, query: str) -> dict[str, Any]:
    """A request of a browser that takes compressed answers."""
    headers = [(b"host", b"127.0.0.1"), (b"accept-encoding", b"gzip")]
    return {**SCOPE, "method": "GET", "path": path, "query_string": query.encode(), "headers": headers}


class Reader(Sender):
    """One that sends nothing, and unpacks what it hears."""

    def __init__(self) -> None:
        super().__init__("")
        self.body = [b""]
        self._unpacked = zlib.decompressobj(16 + zlib.MAX_WBITS)
        self.read: list[str] = []

    async def send(self, message: Any) -> None:
        """Each part, as far as it can be unpacked at once."""
        await super().send(message)
        if message["type"] == "http.response.body":
            self.read.append(self._unpacked.decompress(message["body"]).decode())


def test_each_row_is_there_as_soon_as_it_is_measured_however_the_answer_is_packed(
    result: LabResult, runs: FakeRuns
) -> None:
    async def check() -> None:
        lab, reader = SweptLab(result), Reader()
        app = assemble(Services(Settings(), runs, lab))  # type: ignore[arg-type]
        await app(scope("/en/sweep/rows", f"{NETWORK}&depths=1,2,3"), reader.receive, reader.send)
        assert dict(reader.heard[0]["headers"])[b"content-encoding"] == b"gzip"
        assert [len(rows_of(text)) for text in reader.read if text] == [1, 1, 1]

    asyncio.run(check())


def test_a_reader_who_hangs_up_stops_the_sweep() -> None:
    async def check() -> None:
        sandbox, reader = FakeSandbox(), Reader()
        sandbox.gate.clear()
        service = RunService(sandbox, Settings(slots=1))
        app = assemble(Services(Settings(), service, Lab(service)))
        request = scope("/en/sweep/rows", f"{NETWORK}&depths=1,2,3")
        answer = asyncio.create_task(app(request, reader.receive, reader.send))
        await running(service, 1)
        reader.hangs_up.set()
        await asyncio.wait_for(answer, 5)
        await running(service, 0)
        assert len(sandbox.ran) == len(sandbox.stopped) == 1

    asyncio.run(check())
