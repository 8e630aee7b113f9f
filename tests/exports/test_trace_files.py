"""The files over HTTP: behind a link and of a run of late, with the names and types that other tools expect."""

from collections.abc import Iterator
from typing import Any

import pytest

from inplace_lab.exports.chrome_trace import chrome_trace
from inplace_lab.exports.dot import dot
from inplace_lab.exports.memory_viewer import memory_viewer
from inplace_lab.exports.timeline_csv import timeline_csv
from inplace_lab.runs.report import Report
from inplace_lab.store.kept import Kept
from inplace_lab.web.run_report import RunReport
from tests.web.client import Client
from tests.web.sharing import FAILING, keep, sharing

from .replayed import unpickled

FILES = {
    "snapshot.pickle": ("memory-viewer", "application/octet-stream", memory_viewer),
    "trace.json": ("chrome-trace", "application/json", chrome_trace),
    "dot": ("dot", "text/vnd.graphviz; charset=utf-8", dot),
    "csv": ("timeline", "text/csv; charset=utf-8", timeline_csv),
}
WORDLESS = "print(6 * 7)"


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """A client of an app of its own."""
    with sharing(state_dir=tmp_path_factory.mktemp("state")) as client:
        yield client


def same(content: bytes, made: str | bytes) -> bool:
    """Whether a file says this. Pickles of the same data may differ in what they write twice."""
    return unpickled(content) == unpickled(made) if isinstance(made, bytes) else content == made.encode()


@pytest.mark.parametrize("ending", FILES)
def test_behind_a_link_is_the_file_of_the_run_that_was_kept(shared: Client, ending: str) -> None:
    id_, (_, media_type, write) = keep(shared), FILES[ending]
    answer = shared.get(f"/p/{id_}.{ending}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["content-disposition"] == f'attachment; filename="inplace-lab-{id_}.{ending}"'
    report = Report.model_validate(shared.get(f"/p/{id_}.json").json()["report"])
    assert same(answer.content, write(report.trace))
    assert shared.request("HEAD", f"/p/{id_}.{ending}").status_code == 200


@pytest.mark.parametrize("ending", FILES)
def test_a_run_of_late_has_the_same_files(shared: Client, ending: str) -> None:
    name, media_type, write = FILES[ending]
    report = RunReport.model_validate(shared.post("/api/v1/runs", json={"source": FAILING}).json())
    answer = shared.get(f"/api/v1/reports/{report.id}/exports/{name}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media_type)
    assert answer.headers["content-disposition"] == f'attachment; filename="inplace-lab-{report.id}.{ending}"'
    assert same(answer.content, write(report.trace))


@pytest.mark.parametrize("ending", FILES)
def test_what_is_not_there_or_recorded_nothing_is_a_problem(shared: Client, ending: str) -> None:
    name, _, _ = FILES[ending]
    nothing = shared.post("/api/v1/runs", json={"source": WORDLESS}).json()["id"]
    gone = {
        "/p/0000000000." + ending: "no-such-link",
        f"/p/{keep(shared, WORDLESS)}.{ending}": "no-such-run",
        f"/api/v1/reports/{nothing}/exports/{name}": "no-such-run",
        f"/api/v1/reports/0000000000/exports/{name}": "no-such-run",
    }
    answers = {address: shared.get(address) for address in gone}
    assert {address: (answer.status_code, answer.json()["code"]) for address, answer in answers.items()} == {
        address: (404, code) for address, code in gone.items()
    }


@pytest.mark.parametrize("ending", FILES)
def test_what_another_version_kept_is_said_to_be_outdated(
    shared: Client, ending: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def outdated(self: Any, id_: str) -> Kept:
        return Kept(id_, snippet=None, report=None, created=None, torch="1.0", days=365)  # type: ignore[arg-type]

    monkeypatch.setattr("inplace_lab.store.store.Store.find", outdated)
    answer = shared.get(f"/p/0123456789.{ending}")
    assert (answer.status_code, answer.json()["code"]) == (410, "outdated-run")


def test_the_description_of_the_api_tells_of_every_file(shared: Client) -> None:
    paths = shared.get("/api/v1/openapi.json").json()["paths"]
    told = {path: methods["get"] for path, methods in paths.items() if "/exports/" in path}
    assert {path: [*operation["responses"]["200"]["content"]] for path, operation in told.items()} == {
        f"/api/v1/reports/{{id}}/exports/{name}": [media_type.split(";")[0]] for name, media_type, _ in FILES.values()
    }
    assert len({operation["operationId"] for operation in told.values()}) == len(FILES)
    types = [media["schema"]["type"] for op in told.values() for media in op["responses"]["200"]["content"].values()]
    assert types == ["string", "object", "string", "string"]
    for operation in told.values():
        assert [parameter["name"] for parameter in operation["parameters"]] == ["id"]
        assert operation["responses"]["404"]["content"]["application/problem+json"]["schema"]


def test_the_playground_offers_them_where_there_is_something_in_them(shared: Client) -> None:
    whole, empty = (shared.get(f"/en/p/{keep(shared, source)}").text for source in (FAILING, WORDLESS))
    for ending in FILES:
        assert f'.{ending}" download' in whole
        assert f'.{ending}" download' not in empty
