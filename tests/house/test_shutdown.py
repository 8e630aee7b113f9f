"""Stopping a server in order: what runs is answered, who only listens is let go, nobody new is taken."""

import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from tests.classroom.server import PATIENCE, Server, Student, Teacher, serving

LONG = "import time\ntime.sleep(3)\nprint('to its end')"


def listen(person: Student, code: str, heard: list[str]) -> None:
    """Hear the events of a room, as its projector does, until the server ends them, in order."""
    with person.http.stream("GET", f"/room/{code}/events?counts", timeout=PATIENCE) as answer:
        heard.extend(answer.iter_lines())


def running(server: Server) -> int:
    """How many runs have a place."""
    return int(httpx.get(f"{server.url}/api/v1/health").json()["running"])


def wait_for(what: Callable[[], object]) -> None:
    """Wait until a function says so."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_server_that_is_told_to_stop_ends_what_it_has_begun(tmp_path: Path) -> None:
    heard: list[str] = []
    with serving(tmp_path, log_format="json") as server, ThreadPoolExecutor(2) as threads:
        code = Teacher(server).code
        student = Student(server, code)
        listening = threads.submit(listen, student, code, heard)
        body = {"source": LONG, "device": "cpu"}
        run = threads.submit(httpx.post, f"{server.url}/api/v1/runs", json=body, timeout=PATIENCE)
        wait_for(lambda: running(server) and heard)
        assert server.process is not None
        server.process.send_signal(signal.SIGTERM)
        listening.result(PATIENCE)
        assert not run.done()
        wait_for(lambda: refuses(server))
        answer = run.result(PATIENCE)
        assert (answer.status_code, answer.json()["stdout"]) == (200, "to its end\n")
        assert server.process.wait(PATIENCE) == 0
        assert '"route": "/api/v1/runs", "status": 200' in server.words
        assert "ERROR" not in server.words.upper(), server.words


def test_whoever_waits_for_a_run_that_takes_too_long_is_told_that_it_was_stopped(tmp_path: Path) -> None:
    with serving(tmp_path, shutdown_seconds=0) as server, ThreadPoolExecutor(1) as threads:
        body = {"source": LONG, "device": "cpu"}
        run = threads.submit(httpx.post, f"{server.url}/api/v1/runs", json=body, timeout=PATIENCE)
        wait_for(lambda: running(server))
        assert server.process is not None
        server.process.send_signal(signal.SIGTERM)
        answer = run.result(PATIENCE)
        assert (answer.status_code, answer.json()["code"]) == (500, "sandbox-broken")
        assert server.process.wait(PATIENCE) == 0


def refuses(server: Server) -> bool:
    """Whether a new connection is turned away."""
    try:
        httpx.get(f"{server.url}/healthz")
    except httpx.ConnectError:
        return True
    return False
