"""Links: the same code has the same link, on every way in; what is behind it is shown as it was."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from inplace_lab.store.content import digest_of
from inplace_lab.trace import Snippet

from .client import Client
from .sharing import FAILING, PAGE, keep, sharing

ID = digest_of(Snippet(source=FAILING))[:10]


@pytest.fixture(scope="module")
def state(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the links of this module lie."""
    return tmp_path_factory.mktemp("state")


@pytest.fixture(scope="module")
def shared(state: Path) -> Iterator[Client]:
    """A client of an app that has kept one program."""
    with sharing(state_dir=state) as client:
        keep(client)
        yield client


def test_a_link_is_made_by_the_api_and_by_the_form_alike(shared: Client) -> None:
    made = shared.post("/api/v1/permalinks", json={"source": FAILING})
    typed = shared.post("/zh/p", data={"source": FAILING.replace("\n", "\r\n"), "device": "auto", "seed": "0"})
    assert made.json()["id"] == ID
    assert made.json()["url"] == f"http://127.0.0.1/p/{ID}"
    assert made.json()["torch"]
    assert (typed.status_code, typed.headers["location"]) == (303, f"/zh/p/{ID}#link")


def test_a_link_opens_in_the_language_of_its_reader(shared: Client) -> None:
    chinese = {"Accept-Language": "zh-CN"}
    assert shared.get(f"/p/{ID}?step=2", headers=chinese).headers["location"] == f"/zh/p/{ID}?step=2"
    asked = shared.get(f"/p/{ID}?step=2&lang=en", headers=chinese)
    assert asked.headers["location"] == f"/en/p/{ID}?step=2&lang=en"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_link_shows_program_picture_and_every_way_to_hand_it_on(shared: Client, lang: str) -> None:
    page = shared.get(f"/{lang}/p/{ID}?step=2&theme=dark").text
    assert "y.mul_(2)\n" in page
    assert 'data-theme="dark"' in page
    assert f'data-step="1" data-total="8" data-more="/{lang}/steps/{ID}"' in page
    assert f"http://127.0.0.1/p/{ID}?step=2" in page
    assert f"&lt;iframe src=&#34;http://127.0.0.1/embed/{ID}?lang={lang}&amp;ask=1&#34;" in page
    for kind in ("py", "ipynb", "json", "html", "svg"):
        assert f'"/p/{ID}.{kind}' in page


@pytest.mark.parametrize("query", ["step=0", "step=-1", "step=x", "step=99999999999", "theme=red", "hide=%00,moon"])
def test_a_wish_that_makes_no_sense_is_passed_over(shared: Client, query: str) -> None:
    assert shared.get(f"/en/p/{ID}?{query}").status_code == 200


@pytest.mark.parametrize("path", ["/en/p/0000000000", "/zh/p/0000000000", "/p/x.py", "/p/0000000000.html", "/embed/1"])
def test_an_unknown_link_says_so(shared: Client, path: str) -> None:
    page, problem = shared.get(path, headers=PAGE), shared.get(path)
    assert (page.status_code, problem.status_code) == (404, 404)
    assert problem.json()["code"] == "no-such-link"
    assert ("这个链接下没有保存程序" if path.startswith("/zh") else "No program is kept under this link") in page.text


@pytest.mark.parametrize(
    ("typed", "status", "words"),
    [
        ({"source": "x = 1", "seed": "soon"}, 422, "whole number"),
        ({"source": "x = 1", "device": "cuda"}, 422, "does not have that device"),
        ({"source": "x\n" * 300}, 413, "has 300 lines"),
    ],
)
def test_a_form_that_is_wrong_comes_back_with_all_that_was_typed(
    shared: Client, typed: dict[str, str], status: int, words: str
) -> None:
    answer = shared.post("/en/p", data=typed)
    assert answer.status_code == status
    assert words in answer.text
    assert typed["source"][:3] in answer.text


def test_a_run_that_is_too_large_for_a_link_is_shown_without_one() -> None:
    with sharing(link_bytes=2000) as client:
        answer = client.post("/en/p", data={"source": FAILING})
    assert answer.status_code == 413
    assert "a link keeps at most 2000" in answer.text
    assert "<trace-player" in answer.text


def test_a_link_outlives_the_server(shared: Client, state: Path) -> None:
    page = shared.get(f"/en/p/{ID}?step=3").text
    with sharing(state_dir=state) as restarted:
        assert restarted.get(f"/en/p/{ID}?step=3").text == page


def test_a_run_of_another_version_leaves_the_program_to_run_again(tmp_path: Path) -> None:
    with sharing(state_dir=tmp_path) as client:
        keep(client)
        with sqlite3.connect(tmp_path / "inplace-lab.db") as database:
            database.execute("UPDATE permalinks SET report = X'00', created = 0")
        page = client.get(f"/zh/p/{ID}")
        assert page.status_code == 200
        assert "这次运行是由另一个版本记录的" in page.text
        assert "y.mul_(2)\n" in page.text
        assert client.get(f"/embed/{ID}?ask=1").status_code == client.get(f"/p/{ID}.html").status_code == 200
        assert client.get(f"/p/{ID}.json").json()["report"] is None
        keep(client)
        assert "<trace-player" in client.get(f"/en/p/{ID}").text


def test_the_rest_of_the_house_stands_while_the_database_is_away() -> None:
    with sharing(database_url="postgresql+psycopg://lab@127.0.0.1:1/none") as client:
        kept = client.post("/api/v1/permalinks", json={"source": "x = 1"})
        typed = client.post("/en/p", data={"source": "x = 1"})
        opened = client.get(f"/en/p/{ID}", headers=PAGE)
        assert [answer.status_code for answer in (kept, typed, opened)] == [503, 503, 503]
        assert kept.json()["code"] == "store-unavailable"
        assert "everything else works" in opened.text
        assert client.get("/api/v1/health").status_code == 200
        assert client.post("/api/v1/runs", json={"source": "print(1)"}).json()["stdout"] == "1\n"


def test_a_reload_after_a_refusal_leads_to_the_playground(shared: Client) -> None:
    assert shared.get("/en/p").headers["location"] == "/en/play"


def test_half_a_character_is_refused(shared: Client) -> None:
    answer = shared.post(
        "/api/v1/permalinks", content=b'{"source": "\\ud800"}', headers={"Content-Type": "application/json"}
    )
    assert answer.json()["code"] == "bad-request"
