"""What every answer carries, and what none may carry."""

import re

import pytest

from inplace_lab.resources import folder
from inplace_lab.web.headers import SECURITY

from .client import Client

INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?! type=.application/json)|<style|\sstyle=|\son\w+=|javascript:")
"""What a policy without "unsafe" would not let through. JSON in a page is data: nothing runs it."""
PATHS = ["/", "/en", "/en/", "/zh/?batch=0", "/nowhere", "/static/css/base.css", "/api/v1/health", "/api/v1/runs"]


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("headers", [{}, {"Accept": "text/html"}, {"Host": "evil.example"}, {"Origin": "null"}])
def test_every_answer_is_hardened(client: Client, path: str, headers: dict[str, str]) -> None:
    answer = client.request("POST" if "Origin" in headers else "GET", path, headers=headers)
    assert {name: answer.headers.get(name) for name in SECURITY} == SECURITY


def test_the_policy_lets_nothing_run_inline_and_nobody_frame_a_page() -> None:
    policy = SECURITY["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert set(re.findall(r" ('?[\w:*.-]+'?)", policy.replace(";", ""))) >= {"'self'", "'none'"}
    assert "http" not in policy


def test_no_template_has_anything_inline() -> None:
    for path in folder("templates").iterdir():
        source = path.read_text()
        assert not INLINE.search(source), path.name


@pytest.mark.parametrize("path", PATHS)
def test_no_cookie_goes_along_from_elsewhere(client: Client, path: str) -> None:
    for cookie in client.get(path).headers.get_list("set-cookie"):
        assert re.search(r"; samesite=(lax|strict)", cookie, re.IGNORECASE)
        assert "; httponly" in cookie.lower()
        assert "; path=/" in cookie.lower()
