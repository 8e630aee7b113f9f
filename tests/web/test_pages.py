"""/, /en/, /zh/ and what stands in for them."""

import re

import pytest

from inplace_lab.errors import Busy, NoSuchDevice, RunFailed, TooMuchMemory
from inplace_lab.lab.network.spec import Act, Conv2d, Input
from inplace_lab.main import assemble
from inplace_lab.sentence import sentence
from inplace_lab.settings import Settings
from inplace_lab.web.services import Services

from .client import Client
from .fakes import FakeLab, FakeRuns

HTML = {"Accept": "text/html"}


@pytest.mark.parametrize(
    ("accept", "cookie", "target"),
    [
        ("", "", "/en/"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "", "/zh/"),
        ("zh-Hans-CN", "", "/zh/"),
        ("en;q=0.1, zh;q=0.9", "", "/zh/"),
        ("zh;q=0, de", "", "/en/"),
        ("de, fr;q=x, *", "", "/en/"),
        ("zh", "en", "/en/"),
        ("en", "zh", "/zh/"),
        ("en", "tlh", "/en/"),
    ],
)
def test_the_front_door_knows_the_readers_language(client: Client, accept: str, cookie: str, target: str) -> None:
    response = client.get("/", headers={"Accept-Language": accept, "Cookie": f"lang={cookie}"})
    assert response.status_code == 307
    assert response.headers["location"] == target
    assert {"Accept-Language", "Cookie"} <= set(re.split(", *", response.headers["vary"]))


def test_the_front_door_keeps_what_stands_in_the_address(client: Client) -> None:
    assert client.get("/?batch=2&mode=infer").headers["location"] == "/en/?batch=2&mode=infer"


@pytest.mark.parametrize(("lang", "html"), [("en", "en"), ("zh", "zh-CN")])
def test_each_language_says_which_it_is(client: Client, lang: str, html: str) -> None:
    page = client.get(f"/{lang}/").text
    assert f'<html lang="{html}">' in page
    assert 'hreflang="en" href="/en/"' in page
    assert 'hreflang="zh-CN" href="/zh/"' in page


def test_a_visit_is_remembered_as_the_readers_language(client: Client) -> None:
    assert "lang=zh" in client.get("/zh/").headers["set-cookie"]
    assert client.get("/").headers["location"] == "/zh/"


def test_the_language_switch_keeps_the_state(client: Client) -> None:
    page = client.get("/en/?in=2x3x5x5&net=conv(4)~relu&mode=eval").text
    assert 'href="/zh/?in=2x3x5x5&amp;net=conv(4)~relu&amp;mode=eval"' in page


@pytest.mark.parametrize(("cookie", "found"), [("dark", True), ("light", True), ("", False), ('"><x', False)])
def test_the_theme_of_the_cookie_is_in_the_first_byte(client: Client, cookie: str, found: bool) -> None:
    page = client.get("/en/", headers={"Cookie": f"theme={cookie}"}).text
    assert (f'data-theme="{cookie}"' in page) is found
    assert ("data-theme" in page) is found


def test_the_address_decides_what_is_measured(client: Client, lab: FakeLab) -> None:
    assert client.get("/en/?in=2x3x5x5&net=conv(4)~relu").status_code == 200
    ((spec, _),) = lab.asked
    assert spec.input == Input(batch=2, channels=3, height=5, width=5)
    assert spec.blocks == (Conv2d(out=4), Act())


def test_the_device_is_asked_for_by_name(client: Client, lab: FakeLab, runs: FakeRuns) -> None:
    runs.devices = ("cpu", "cuda")
    client.get("/en/?in=8x64x32x32&net=conv(192)~relu&device=cpu")
    client.get("/en/?in=8x64x32x32&net=conv(192)~relu&device=cuda")
    assert [spec.options.device for spec, _ in lab.asked] == ["cpu", "cuda"]


def test_a_wrong_value_is_told_and_nothing_is_run(client: Client, lab: FakeLab) -> None:
    response = client.get("/en/?in=2x3x5x5&net=conv(many)~relu")
    assert response.status_code == 422
    assert 'value="many"' in response.text
    assert not lab.asked


def test_an_address_that_was_not_written_by_the_lab_leads_to_the_one_that_it_would_write(client: Client) -> None:
    answer = client.get("/en/?net=conv(8)&in=2x3x5x5")
    assert answer.status_code == 303
    assert client.get(answer.headers["location"]).status_code == 200


def test_times_are_measured_by_an_address_of_their_own_and_known_from_then_on(client: Client, lab: FakeLab) -> None:
    query = "in=2x3x5x5&net=conv(4)~relu"
    assert "data-from" in client.get(f"/en/?{query}").text
    assert "medians of" in client.get(f"/en/time?{query}").text
    assert "data-from" not in client.get(f"/en/?{query}").text


@pytest.mark.parametrize("side", ["left", "right"])
def test_programs_can_be_taken_away(client: Client, side: str) -> None:
    query = "in=2x3x5x5&net=conv(4)~relu"
    python = client.get(f"/en/lab/{side}.py?{query}")
    assert f"nn.ReLU(inplace={side == 'right'})" in python.text
    assert python.headers["content-disposition"].startswith("attachment")
    notebook = client.get(f"/en/lab/{side}.ipynb?{query}").json()
    assert f"nn.ReLU(inplace={side == 'right'})" in "".join(notebook["cells"][1]["source"])


def test_a_network_that_cannot_be_read_has_no_programs(client: Client) -> None:
    assert client.get("/en/lab/left.py?net=conv(many)").status_code == 404


@pytest.mark.parametrize(
    "query", ["batch=%00", "batch=%ff", "batch=%ED%A0%80", "batch=" + "9" * 5000, "&=&&", "batch=1&batch=2"]
)
def test_no_address_makes_the_page_fail(client: Client, query: str) -> None:
    assert client.get(f"/en/?{query}").status_code in (200, 303, 422)


@pytest.mark.parametrize(
    ("error", "status"), [(Busy("Full."), 503), (RunFailed("It broke."), 500), (TooMuchMemory(), 422)]
)
def test_a_run_that_fails_leaves_the_form_and_says_why(
    client: Client, lab: FakeLab, error: Exception, status: int
) -> None:
    lab.error = error
    response = client.get("/en/?in=7x64x32x32&net=conv(192)~relu", headers=HTML)
    assert response.status_code == status
    assert ("retry-after" in response.headers) is (status == 503)
    assert 'value="7"' in response.text
    assert str(error) in response.text


def test_problems_are_told_in_the_language_of_the_page(client: Client, lab: FakeLab) -> None:
    lab.error = Busy()
    assert "运行位置已满" in client.get("/zh/").text


@pytest.mark.parametrize(
    ("path", "words"), [("/en/nothing", "There is nothing"), ("/zh/nothing", "什么都没有"), ("/fr/", "nothing")]
)
def test_an_unknown_page_helps_in_its_language(client: Client, path: str, words: str) -> None:
    response = client.get(path, headers=HTML)
    assert response.status_code == 404
    assert words in response.text
    assert re.search(r'class="button" href="/(en|zh)/"', response.text)


def test_what_happened_is_told_in_the_language_of_the_page_and_strangers_words_stay_text(
    client: Client, lab: FakeLab
) -> None:
    lab.error = NoSuchDevice(
        sentence("This machine offers %(devices)s, not %(device)s.", devices="cpu", device="<b>%(x)s")
    )
    assert "本机提供的设备是 cpu，没有 &lt;b&gt;%(x)s。" in client.get("/zh/").text
    assert "This machine offers cpu, not &lt;b&gt;%(x)s." in client.get("/en/").text


def test_an_unforeseen_error_is_a_page_that_tells_nothing_about_itself(client: Client, lab: FakeLab) -> None:
    lab.error = ZeroDivisionError("secret")
    response = client.get("/en/", headers=HTML)
    assert response.status_code == 500
    assert "Go to the Lab" in response.text
    assert "secret" not in response.text


def test_a_program_gets_a_problem_where_a_browser_gets_a_page(client: Client) -> None:
    assert client.get("/en/nothing").headers["content-type"] == "application/problem+json"


def test_until_the_first_result_the_page_says_so_and_turns_itself(lab: FakeLab, runs: FakeRuns) -> None:
    lab.cold.clear()
    with Client(assemble(Services(Settings(), runs, lab))) as client:  # type: ignore[arg-type]
        response = client.get("/en/")
        assert client.get("/api/v1/health").json()["status"] == "warming"
    assert response.status_code == 200
    assert "Warming up" in response.text
    assert 'http-equiv="refresh"' in response.text
    assert response.headers["cache-control"] == "no-store"


def test_after_a_failed_warm_up_the_page_says_what_is_wrong(lab: FakeLab, runs: FakeRuns) -> None:
    async def broken() -> None:
        raise RunFailed("It was too large.")

    lab.warm = broken  # type: ignore[method-assign]
    lab.error = RunFailed("It was too large.")
    with Client(assemble(Services(Settings(), runs, lab))) as client:  # type: ignore[arg-type]
        client.warm_up()
        assert "It was too large." in client.get("/en/").text


def test_heads_are_answered(client: Client) -> None:
    assert client.request("HEAD", "/en/").status_code == 200
    assert client.request("HEAD", "/").status_code == 307


def test_an_address_without_its_slash_leads_to_the_page(client: Client) -> None:
    answer = client.get("/zh?batch=2")
    assert (answer.status_code, answer.headers["location"]) == (307, "/zh/?batch=2")


def test_an_unknown_address_is_not_sent_elsewhere(client: Client) -> None:
    answer = client.get("/nope")
    assert answer.status_code == 404
    assert "location" not in answer.headers
