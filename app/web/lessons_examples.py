"""Examples of what the API of lessons answers, for the description of the API."""

from typing import Any, Final

from .run_examples import REPORT, answer

BOXES: Final = """\
import torch

boxes = torch.rand(3, 4, requires_grad=True)
scaled = boxes * 8

width = scaled[:, 2].detach()
loss = width.log().sum()
scaled[:, 0] = 0
loss.backward()
print(boxes.grad)
"""
_HEAD: Final[dict[str, Any]] = {
    "slug": "version-counter",
    "number": 5,
    "title": "The version counter",
    "question": "What does autograd compare before it lets backward run?",
    "summary": "Every tensor counts the writes into it. …",
    "minutes": 12,
    "address": "/en/lessons/version-counter",
}
COURSE: Final = answer({"lang": "en", "lessons": [_HEAD]})
LESSON: Final = answer(
    {
        **_HEAD,
        "lang": "en",
        "sections": [
            {
                "id": "part-3",
                "title": "What backward compares",
                "parts": [
                    {"kind": "prose", "html": "<p>When an operation keeps a tensor …</p>", "names": []},
                    {"kind": "predict", "html": "<p>What does backward do?</p>", "names": ["backward"]},
                ],
            }
        ],
        "programs": {"columns": "import torch\n…"},
        "predictions": [
            {
                "name": "backward",
                "program": "columns",
                "html": "<p>What does backward do?</p>",
                "choices": [{"value": "runs", "html": "It runs …"}, {"value": "raises", "html": "It raises an error"}],
            }
        ],
        "exercises": [
            {
                "name": "boxes",
                "html": "<p>Replace <code>____</code> …</p>",
                "start": "import torch\n…",
                "checks": [{"kind": "runs"}, {"kind": "same", "names": ["width", "scaled"]}],
            }
        ],
    }
)
_REPORT: Final[dict[str, Any]] = REPORT["content"]["application/json"]["example"]
_RUN: Final = {name: value for name, value in _REPORT.items() if name != "summary"}
PREDICTION: Final = answer(
    {"choice": "runs", "answer": "raises", "same": False, "reveal": "<p>Line 6 kept <code>left</code> …</p>"}
    | {"report": _RUN}
)
GRADE: Final = answer(
    {
        "passed": False,
        "verdicts": [
            {"kind": "runs", "state": "failed", "message": "Line 9 raised RuntimeError: element 0 of tensors …"},
            {"kind": "same", "state": "not run", "message": "Not looked at yet: the program has to come to its end …"},
        ],
        "refusal": None,
        "report": _RUN,
    }
)
