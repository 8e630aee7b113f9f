"""The doors: a room is opened, joined and claimed, and what stands on the wall leads into it."""

import asyncio
import ipaddress
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothetically
from hypothesis import strategies as st
from sqlalchemy import update

from inplace_lab.classroom.codes import code_in
from inplace_lab.settings import Settings
from inplace_lab.store import schema
from inplace_lab.store.database import Database
from inplace_lab.web.classroom.addresses import Reached, addresses_of, in_order
from inplace_lab.web.qr import qr_svg
from tests.web.client import Client
from tests.web.sharing import PAGE, sharing

from .house import house


@pytest.fixture
def client(tmp_path: Path) -> Iterator[Client]:
    with sharing(state_dir=tmp_path) as client:
        yield client


def opened(client: Client) -> str:
    """Open a room; its code."""
    answer = client.post("/en/classroom")
    assert answer.status_code == 303, answer.text
    found = re.fullmatch(r"/en/room/(\w{4})/desk", answer.headers["location"])
    assert found
    return found[1]


@pytest.mark.parametrize(("lang", "words"), [("en", ("Join a room", "Open a room")), ("zh", ("加入课堂", "打开课堂"))])
def test_the_page_has_both_doors_in_both_languages(client: Client, lang: str, words: tuple[str, str]) -> None:
    page = client.get(f"/{lang}/classroom").text
    assert all(each in page for each in words)
    assert f'<form method="post" action="/{lang}/classroom">' in page


def test_whoever_opens_a_room_is_its_teacher_and_nobody_else_is(client: Client) -> None:
    code = opened(client)
    assert f'href="/en/room/{code}/desk"' in client.get("/en/classroom").text
    assert client.get(f"/en/room/{code}/desk", headers=PAGE).status_code == 200
    client.forget()
    assert code not in client.get("/en/classroom").text
    assert client.get(f"/en/room/{code}/desk", headers=PAGE).status_code == 403


def test_no_script_sees_the_key_and_over_https_it_is_sent_over_https_only(client: Client) -> None:
    plain = client.post("/en/classroom").headers["set-cookie"]
    secret = client.post("https://127.0.0.1/en/classroom").headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax"} <= set(plain.split("; "))
    assert {"HttpOnly", "SameSite=lax", "Secure"} <= set(secret.split("; "))
    assert "Secure" not in plain


def test_whoever_takes_part_finds_the_way_back(client: Client) -> None:
    code = opened(client)
    client.forget()
    client.get(f"/en/room/{code}")
    page = client.get("/en/classroom").text
    assert f'href="/en/room/{code}"' in page
    assert "you take part" in page


def test_a_key_that_somebody_made_up_leads_nowhere(client: Client) -> None:
    code = opened(client)
    client.forget()
    page = client.get("/en/classroom", headers={"Cookie": f"desk-{code}=made-up; seat-{code}=made-up; desk-ABCD=x"})
    assert page.status_code == 200
    assert code not in page.text


@pytest.mark.parametrize("written", ["{}", " {} ", "{:.2}-{:.2}"])
@pytest.mark.parametrize(("accept", "lang"), [("", "en"), ("zh-CN,zh;q=0.9", "zh")])
def test_a_code_is_taken_however_it_is_typed(client: Client, written: str, accept: str, lang: str) -> None:
    code = opened(client)
    client.forget()
    typed = written.format(code, code[2:]).lower()
    for path in (f"/join?code={quote(typed)}", f"/j/{quote(typed)}"):
        answer = client.get(path, headers={"Accept-Language": accept})
        assert (answer.status_code, answer.headers["location"]) == (303, f"/{lang}/room/{code}")


@pytest.mark.parametrize("path", ["/join?code=", "/j/"])
@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("abcd", "There is no room with the code ABCD."),
        ("KQ0M", "“KQ0M” is no code of a room"),
    ],
)
def test_a_wrong_code_is_told_and_stays_in_its_field(client: Client, path: str, typed: str, says: str) -> None:
    answer = client.get(path + quote(typed, safe=""))
    assert answer.status_code == 404
    assert says in answer.text
    assert f'name="code" value="{typed}"' in answer.text


def test_what_is_typed_is_shown_as_text(client: Client) -> None:
    page = client.get("/join", params={"code": '<b>"\u202e'}).text
    assert "&lt;b&gt;&#34;" in page
    assert re.search("<b>|\u202e", page) is None


@hypothetically(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(typed=st.text(max_size=60))
def test_whatever_is_typed_is_answered(client: Client, typed: str) -> None:
    answer = client.get("/join", params={"code": typed.encode("utf-8", "replace").decode()})
    assert answer.status_code in ((404,) if code_in(typed) is None else (303, 404, 429))
    assert 'name="code"' in answer.text or answer.status_code == 303


def test_whoever_opens_room_after_room_has_to_wait(client: Client) -> None:
    answers = [client.post("/en/classroom") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "That was too often." in answers[-1].text


def test_both_doors_stand_while_the_database_is_away(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with sharing(state_dir=tmp_path / "file" / "none") as client:
        assert client.get("/en/classroom").status_code == 200  # nobody asks for a room that this browser has not
        for answer in (client.post("/en/classroom"), client.get("/join?code=ABCD")):
            assert answer.status_code == 503
            assert "Nothing that was taken down is lost." in answer.text
            assert 'name="code"' in answer.text


def test_a_server_for_one_class_opens_no_other_room_and_says_where_the_link_is(tmp_path: Path) -> None:
    with sharing(state_dir=tmp_path, anyone_opens_rooms=False) as client:
        assert "stands in the terminal" in client.get("/en/classroom").text
        refused = client.post("/en/classroom")
        assert refused.status_code == 403
        assert "stands in the terminal" in refused.text
        assert "set-cookie" not in refused.headers or "desk-" not in refused.headers["set-cookie"]


def own_room(folder: Path) -> tuple[str, str]:
    """What `serve --classroom` does before it listens: code and claim."""

    async def made() -> tuple[str, str]:
        async with house(Settings(state_dir=folder)) as rooms:
            room, claim = await rooms.open_own()
            return room.code, claim

    return asyncio.run(made())


def test_the_link_in_the_terminal_makes_one_browser_the_teachers(tmp_path: Path) -> None:
    code, claim = own_room(tmp_path)
    with sharing(state_dir=tmp_path, anyone_opens_rooms=False) as client:
        first = client.get(f"/classroom/claim/{claim}", headers={"Accept-Language": "zh"})
        assert (first.status_code, first.headers["location"]) == (303, f"/zh/room/{code}/desk")
        assert client.get(f"/zh/room/{code}/desk", headers=PAGE).status_code == 200
        again = client.get(f"/classroom/claim/{claim}")
        assert again.headers["location"].endswith(f"/room/{code}/desk")
        client.forget()
        other = client.get(f"/classroom/claim/{claim}", headers=PAGE)
        assert other.status_code == 403
        assert "This link has been used" in other.text
        assert "desk-" not in other.headers.get("set-cookie", "")


def test_a_server_that_starts_again_takes_up_its_room_and_the_old_link_is_worth_nothing(tmp_path: Path) -> None:
    code, old = own_room(tmp_path)
    again, new = own_room(tmp_path)
    assert (again, new != old) == (code, True)
    with sharing(state_dir=tmp_path) as client:
        assert client.get(f"/classroom/claim/{old}").status_code == 403
        assert client.get(f"/classroom/claim/{new}").status_code == 303


def test_a_room_that_nobody_used_for_a_day_is_not_taken_up_again(tmp_path: Path) -> None:
    code, _ = own_room(tmp_path)
    database = Database(Settings(state_dir=tmp_path))
    with database.writing() as connection:
        connection.execute(update(schema.rooms).values(used=schema.rooms.c.used - 25 * 3600))
    database.close()
    assert own_room(tmp_path)[0] != code


def test_a_look_ahead_does_not_use_the_link_up(tmp_path: Path) -> None:
    _, claim = own_room(tmp_path)
    with sharing(state_dir=tmp_path) as client:
        assert client.request("HEAD", f"/classroom/claim/{claim}").status_code == 405
        assert client.get(f"/classroom/claim/{claim}").status_code == 303


def test_links_without_a_language_lead_to_the_readers(client: Client) -> None:
    code = opened(client)
    for path, target in (("/classroom", "/zh/classroom"), (f"/room/{code}/screen", f"/zh/room/{code}/screen")):
        answer = client.get(path, headers={"Accept-Language": "zh", "Cookie": ""})
        assert answer.headers["location"] == target
    assert client.get("/room/ABCD").status_code == 404


@pytest.mark.parametrize(
    ("host", "door"),
    [
        ("192.168.1.7:8000", "http://192.168.1.7:8000"),
        ("[fd00::7]:8000", "http://[fd00::7]:8000"),
        ("lab.example.org", "http://lab.example.org"),
        ("LAB.example.org:80", "http://lab.example.org"),
    ],
)
def test_what_the_teachers_browser_uses_comes_first_on_the_wall(tmp_path: Path, host: str, door: str) -> None:
    with sharing(state_dir=tmp_path, host="0.0.0.0", trusted_hosts=("lab.example.org",)) as client:
        code = opened(client)
        drawn = client.get(f"/room/{code}/qr.svg", headers={"Host": host})
        assert drawn.headers["content-type"] == "image/svg+xml"
        assert drawn.content == qr_svg(f"{door}/j/{code}")


def test_of_an_address_that_is_not_ours_no_code_is_drawn(client: Client) -> None:
    code = opened(client)
    ours = "http://127.0.0.1:8000"
    assert client.get(f"/room/{code}/qr.svg?at={quote(f'{ours}/j/{code}')}").status_code == 200
    for other in ("http://evil.example/", f"{ours}/j/ABCD", f"{ours}@evil.example/j/{code}"):
        assert client.get(f"/room/{code}/qr.svg?at={quote(other)}").status_code == 404


def test_a_host_with_somebody_elses_name_behind_it_is_never_on_the_wall(client: Client) -> None:
    code = opened(client)
    drawn = client.get(f"/room/{code}/qr.svg", headers={"Host": "127.0.0.1:x@evil.example"})
    assert drawn.content == qr_svg(f"http://127.0.0.1:8000/j/{code}")


def test_addresses_that_phones_hardly_reach_come_last() -> None:
    found = [
        ("docker0", "172.17.0.1"),
        ("lo", "127.0.0.1"),
        ("wlan1", "169.254.3.4"),
        ("eth0", "10.1.2.3"),
        ("wlan0", "192.168.1.7"),
        ("tun0", "10.8.0.2"),
        ("wlan0", "fe80::1"),
        ("wlan0", "2001:db8::7"),
    ]
    reached = [Reached(ipaddress.ip_address(address), name) for name, address in found]
    ordered = [str(each) for each in in_order(reached, default="192.168.1.7")]
    assert ordered[0] == "192.168.1.7"
    assert set(ordered[1:3]) == {"10.1.2.3", "2001:db8::7"}
    assert ordered[3] == "169.254.3.4"
    assert set(ordered[4:]) == {"172.17.0.1", "10.8.0.2"}


@pytest.mark.parametrize(("host", "version"), [("0.0.0.0", 4), ("::", 6)])
def test_a_server_that_listens_everywhere_is_found_at_what_it_really_listens_on(host: str, version: int) -> None:
    for address in addresses_of(host, 8000):
        name = re.fullmatch(r"http://\[?([^]]+?)\]?:8000", address)
        assert name
        assert ipaddress.ip_address(name[1]).version == version


@pytest.mark.parametrize(
    ("host", "port", "address"), [("10.0.0.5", 80, "http://10.0.0.5"), ("::1", 81, "http://[::1]:81")]
)
def test_a_server_that_listens_on_one_address_is_found_there(host: str, port: int, address: str) -> None:
    assert addresses_of(host, port) == (address,)
