"""Whatever is sent to the API, it is answered, and never with a mistake of ours."""

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..web.client import Client

RUNS = "/api/v1/runs"
EXAMPLES = settings(
    max_examples=100,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)

LEAVES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters())  # halves of surrogate pairs too
    | st.sampled_from([2**63, -(2**63), 10**400, "auto", "cuda", "x = 1"])
)
ANYTHING = st.recursive(LEAVES, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8)
ALMOST = st.fixed_dictionaries(
    {"source": st.text(st.characters()) | ANYTHING},
    optional={"device": ANYTHING, "seed": ANYTHING, "trace": ANYTHING, "sead": ANYTHING},
)
TYPES = st.sampled_from(
    ["application/json", "application/json; charset=utf-16", "text/plain", "multipart/form-data", ""]
)


def checked(client: Client, method: str, path: str, **options: Any) -> int:
    """The status of the answer, which is right in itself: a report, or a problem that says so."""
    response = client.request(method, path, **options)
    assert response.status_code < 500 or response.status_code == 503, response.text
    if method != "HEAD" and response.status_code >= 400:
        assert response.headers["content-type"] == "application/problem+json"
        assert response.json()["status"] == response.status_code
    return response.status_code


@EXAMPLES
@given(body=st.binary(max_size=400), kind=TYPES)
def test_no_bytes_are_a_mistake_of_ours(client: Client, body: bytes, kind: str) -> None:
    checked(client, "POST", RUNS, content=body, headers={"Content-Type": kind})


@EXAMPLES
@given(body=ANYTHING | ALMOST, ascii_only=st.booleans())
def test_no_json_is_a_mistake_of_ours(client: Client, body: Any, ascii_only: bool) -> None:
    text = json.dumps(body, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    status = checked(client, "POST", RUNS, content=text, headers={"Content-Type": "application/json"})
    assert status in (200, 422)


@EXAMPLES
@given(
    source=st.text(),
    seed=st.integers(0, 2**63 - 1),
    trace=st.booleans(),
    device=st.sampled_from(["auto", "cpu"]),
    cache=st.text(st.characters(min_codepoint=32, max_codepoint=126)),
)
def test_every_snippet_that_the_description_allows_is_run(client: Client, cache: str, **snippet: Any) -> None:
    response = client.post(RUNS, json=snippet, headers={"Cache-Control": cache})
    assert response.status_code == 200
    assert response.json()["stdout"] == snippet["source"]


@EXAMPLES
@given(
    method=st.sampled_from(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"]),
    path=st.sampled_from([RUNS, "/api/v1/health", "/api/v1/openapi.json"])
    | st.text(st.characters(min_codepoint=33, max_codepoint=126, exclude_characters="?#%\\")).map("/api/v1/".__add__),
)
def test_no_address_and_no_method_is_a_mistake_of_ours(client: Client, method: str, path: str) -> None:
    checked(client, method, path)
