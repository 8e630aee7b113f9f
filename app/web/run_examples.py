"""Examples of what the API of runs answers, and the headers that go with it, for the description of the API."""

from typing import Any, Final

_TAG: Final = {"description": "Changes when the document does.", "schema": {"type": "string"}}
_CACHE_STATUS: Final = {
    "description": "Whether an earlier run of the same program is given again (RFC 9211): `inplace-lab; hit`.",
    "schema": {"type": "string"},
}
_LOCATION: Final = {"description": "Where its state is, and later its result.", "schema": {"type": "string"}}
_APPLIED: Final = {"description": "respond-async (RFC 7240).", "schema": {"type": "string"}}

_REPORT: Final[dict[str, Any]] = {
    "id": "5f0c1d9a3e",
    "status": "ok",
    "message": "The program ran to its end.",
    "sentence": {"text": "The program ran to its end.", "values": {}},
    "trace": None,
    "diagnoses": [],
    "timing": {"queued": 0.0004, "wall": 0.021, "cpu": 0.018, "program": 0.0003},
    "stdout": "tensor([2.])\n",
    "stderr": "",
    "output_cut": False,
    "cached": False,
    "summary": {
        "torch": "2.13.0",
        "device": "cpu",
        "threads": 1,
        "steps": 2,
        "storages": [
            {
                "id": "s0",
                "nbytes": 4,
                "device": "cpu",
                "category": "inputs",
                "born": 0,
                "freed": None,
                "version": 1,
            }
        ],
        "peak_bytes": 4,
        "forward_peak_bytes": 4,
        "failure": None,
        "cuts": [],
        "seconds": 0.0003,
    },
}
_JOB: Final[dict[str, Any]] = {
    "id": "0b7c2f5ad1e84c6c9d30f1a2b3c4d5e6",
    "state": "waiting",
    "place": 3,
    "estimate": 1.5,
    "created": "2026-01-05T09:30:00Z",
    "expires": "2026-01-05T10:30:00Z",
}
RUN_STATE: Final = {**_JOB, "report": None, "problem": None}
RUN_DONE: Final = {**_JOB, "state": "done", "place": None, "estimate": None, "report": _REPORT, "problem": None}
_RESULTS: Final = [{"report": _REPORT, "problem": None}]
BATCH: Final = {"total": 1, "done": 1, "results": _RESULTS}
BATCH_STATE: Final = {**_JOB, "total": 1, "done": 0, "results": [], "problem": None}
BATCH_DONE: Final = {**_JOB, "state": "done", "place": None, "estimate": None, **BATCH, "problem": None}


QUEUE: Final = {"running": 2, "waiting": 3, "place": 3, "estimate": 1.5}
HEALTH: Final = {
    "status": "ok",
    "version": "0.1.0",
    "torch": "2.13.0",
    "devices": ["cpu"],
    "level": "A",
    "slots": 2,
    "running": 2,
    "waiting": 3,
}
PERMALINK: Final = {
    "id": "5f0c1d9a3e",
    "url": "http://127.0.0.1:8000/p/5f0c1d9a3e",
    "created": "2026-01-05T09:30:00Z",
    "torch": "2.13.0",
}
FOUND: Final = {
    "query": "version counter",
    "lang": "en",
    "hits": [
        {
            "kind": "lesson",
            "address": "/en/lessons/version-counter",
            "title": "The version counter",
            "passage": "Every tensor counts the writes into it. …",
        }
    ],
    "message": "",
    "near": [],
}


def answer(example: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A JSON document of which this is an example."""
    return {"content": {"application/json": {"example": example}}, **more}


REPORT: Final = answer(_REPORT, headers={"ETag": _TAG, "Cache-Status": _CACHE_STATUS})
KEPT_REPORT: Final = answer(_REPORT, headers={"ETag": _TAG})
NOT_MODIFIED: Final = {"description": "It is what you have already.", "headers": {"ETag": _TAG}}


def accepted(example: dict[str, Any]) -> dict[str, Any]:
    """An answer that comes before the result."""
    headers = {"Location": _LOCATION, "Preference-Applied": _APPLIED}
    return answer(example, headers=headers, description="It was taken in, and goes on while nobody waits for it.")


def state(example: dict[str, Any]) -> dict[str, Any]:
    """How far something is."""
    return answer(example, headers={"ETag": _TAG})
