"""Static files, compression and the headers of every answer."""

import re
from pathlib import Path

import pytest

from inplace_lab.resources import folder

from .client import Client


def linked(client: Client) -> list[str]:
    """Every address that the page loads by itself."""
    page = client.get("/en/").text
    return re.findall(r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]* (?:href|src)="([^"]+)"', page)


def test_a_linked_file_may_be_kept_for_ever(client: Client) -> None:
    for url in linked(client):
        response = client.get(url)
        assert response.status_code == 200
        assert "immutable" in response.headers["cache-control"]


def test_a_file_without_or_with_an_old_digest_is_asked_for_again(client: Client) -> None:
    for url in ("/static/css/base.css", "/static/~000000000000/css/base.css"):
        response = client.get(url)
        assert response.status_code == 200
        assert "immutable" not in response.headers["cache-control"]


@pytest.mark.parametrize("path", ["..%2fpyproject.toml", "~../../app/main.py", "css", "", "no.css", "%00"])
def test_nothing_else_is_served(client: Client, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404


def test_pages_and_styles_travel_compressed(client: Client) -> None:
    for url in ("/en/", linked(client)[1]):
        assert client.get(url).headers["content-encoding"] == "gzip"


@pytest.mark.parametrize("path", ["/en/", "/", "/nothing", "/api/v1/health", "/static/css/base.css"])
def test_every_answer_forbids_what_comes_from_elsewhere(client: Client, path: str) -> None:
    policy = client.get(path).headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_pages_have_no_inline_script_or_style(client: Client) -> None:
    for path in ("/en/", "/en/?in=0x1x1x1&net=relu", "/en/?in=8x64x32x32&net=conv(192)~relu&mode=no_grad"):
        page = client.get(path).text
        assert not re.search(r"<script(?![^>]* (?:src=|type=\"application/json\"))|<style|\sstyle=|\son\w+=", page)


@pytest.mark.parametrize("path", sorted(folder("static").rglob("*.*")), ids=lambda path: path.name)
def test_static_files_name_no_other_host(path: Path) -> None:
    text = path.read_text().replace("http://www.w3.org/2000/svg", "")
    assert "//" not in re.sub(r"^\s*//.*$", "", text, flags=re.MULTILINE)
