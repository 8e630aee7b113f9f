"""Behind a real nginx: events come at once, votes count, and everybody is who they are."""

import signal
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from inplace_lab.web.qr import qr_svg

from .nginx import Nginx, program
from .server import PATIENCE, Person, Server, Student, Teacher, events, serving

pytestmark = pytest.mark.skipif(program() is None, reason="nginx is not installed; scripts/nginx installs it")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that answers to the name of the proxy."""
    with serving(tmp_path_factory.mktemp("server"), trusted_hosts="lab.example.org") as server:
        yield server


@pytest.fixture
def nginx(server: Server) -> Iterator[Nginx]:
    """A proxy before it."""
    proxy = Nginx(server.port)
    proxy.start()
    yield proxy
    proxy.remove()


def told(stream: Iterator[tuple[str, Any]], name: str, **wanted: object) -> dict[str, Any]:
    """The next event that says so. Pings keep the time-out of the connection off, so there is one of our own."""
    signal.signal(signal.SIGALRM, _give_up)
    signal.alarm(int(PATIENCE))
    try:
        return next(dict(data) for event, data in stream if event == name and wanted.items() <= data.items())
    finally:
        signal.alarm(0)


def _give_up(*_: object) -> None:
    raise TimeoutError("no such event came")


def test_each_event_comes_through_as_soon_as_it_is_sent(nginx: Nginx) -> None:
    teacher = Teacher(nginx)
    student, listener = Student(nginx, teacher.code), Student(nginx, teacher.code)
    stream = events(listener, teacher.code)
    told(stream, "signal", poll=None)
    teacher.ask()
    told(stream, "signal", poll=1, phase="asking")
    assert student.vote("a").status_code == 303
    told(stream, "counts", answered=1)
    teacher.do("lock")
    told(stream, "signal", phase="locked")


def test_nobody_keeps_events(nginx: Nginx) -> None:
    teacher = Teacher(nginx)
    with teacher.http.stream("GET", f"/room/{teacher.code}/events") as answer:
        assert "no-store" in answer.headers["cache-control"]
        assert answer.headers["content-type"].startswith("text/event-stream")


def test_the_proxy_says_where_clients_are_and_nobody_else_can(server: Server, nginx: Nginx) -> None:
    teacher = Teacher(nginx)
    teacher.do("switch", name="one_seat_a_device", on="1")
    for way in (nginx, server):
        for address in ("127.0.0.7", "127.0.0.8"):
            for claim in ("203.0.113.1", "203.0.113.2, 127.0.0.1"):
                person = Person(way, address)
                person.http.headers["X-Forwarded-For"] = claim
                assert person.http.get(f"/en/room/{teacher.code}").status_code == 200
    assert told(events(teacher, teacher.code), "counts")["seats"] == 2


def test_a_proxy_that_is_restarted_loses_nothing(server: Server, nginx: Nginx) -> None:
    teacher = Teacher(server)
    student = Student(nginx, teacher.code)
    teacher.ask()
    student.vote("b")
    stream = events(student, teacher.code)
    told(stream, "signal", phase="asking")
    nginx.stop()
    with pytest.raises((httpx.RemoteProtocolError, StopIteration)):
        told(stream, "signal", phase="locked")
    with pytest.raises(httpx.ConnectError):
        student.page()
    teacher.do("lock")
    nginx.start()
    again = events(student, teacher.code)
    told(again, "signal", phase="locked")
    told(again, "counts", answered=1)


def test_the_name_of_the_proxy_is_on_the_wall_and_its_pages_may_send_forms(nginx: Nginx) -> None:
    teacher = Teacher(nginx, "127.0.0.9")  # nobody opens room after room from one address
    teacher.http.headers["Host"] = "lab.example.org"
    drawn = teacher.http.get(f"/room/{teacher.code}/qr.svg")
    assert drawn.content == qr_svg(f"http://lab.example.org/j/{teacher.code}")
    for origin, status in (("http://lab.example.org", 303), ("http://evil.example", 403)):
        assert teacher.http.post("/en/classroom", headers={"Origin": origin}).status_code == status


def test_with_its_lines_for_tls_keys_are_sent_over_https_only(server: Server) -> None:
    proxy = Nginx(server.port, tls=True)
    proxy.start()
    try:
        transport = httpx.HTTPTransport(verify=False, local_address="127.0.0.10")
        with httpx.Client(base_url=proxy.url, transport=transport) as http:
            answer = http.post("/en/classroom", headers={"Host": "lab.example.org"})
            keys = [each for each in answer.headers.get_list("set-cookie") if each.startswith("desk-")]
            assert "Secure" in keys[0].split("; ")
            code = answer.headers["location"].split("/")[3]
            drawn = http.get(f"/room/{code}/qr.svg", headers={"Host": "lab.example.org"})
            assert drawn.content == qr_svg(f"https://lab.example.org/j/{code}")
    finally:
        proxy.remove()
