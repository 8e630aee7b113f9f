"""POST /api/v1/diagnoses: what is wrong with a program, which lines did it, and fixes that were run."""

from typing import Any

from fastapi import APIRouter, Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from ..clinic.model import Examination, Examined, Fix, Verdict
from ..diagnosis.model import Place
from ..runs.check import refuse_half_characters
from ..runs.client import Client
from ..runs.report import Report, Status
from ..trace import Device, Failure, Record, Snippet, Trial
from .api import documented
from .clients import client_of
from .presence import while_present
from .services import Given, Services

router = APIRouter(prefix="/api/v1")
_NOBODY_LISTENS = 499

_SOURCE = """\
import torch

x = torch.rand(3, requires_grad=True)
y = x.sigmoid()
y.mul_(2)
y.sum().backward()
"""


class Question(Record):
    """A program to be diagnosed."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"source": _SOURCE, "device": "cpu", "fixes": True}]})

    source: str = Field(description="The program, as Python source.")
    device: Device = Field(
        "auto", description="Where tensors are made by default; auto takes a GPU where there is one."
    )
    seed: int = Field(0, ge=0, lt=2**63, description="Seed of torch's, NumPy's and Python's random numbers.")
    fixes: bool = Field(
        True, description="Run fixes and judge them. Without them the answer is there in a quarter of the time."
    )


class Raised(Record):
    """The exception that ended the program."""

    type: str = Field(description="Class of the exception, such as RuntimeError.")
    message: str = Field(description="What it says.")
    line: int | None = Field(description="The innermost line of the program in its traceback.")


class TriedFix(Record):
    """A changed program, and what came of it when it was run."""

    kind: str = Field(description="What kind of change it is, such as out of place.")
    title: str = Field(description="The change, in a sentence.")
    patch: str = Field(description="A unified diff; `patch -p1` takes it.")
    verdict: Verdict = Field(
        description="verified: it runs, and its numbers are what they should be. wrong: it runs, and one of them is "
        "not. fails: it does not run to its end, or has the same error still."
    )
    reason: str = Field(description="What the verdict rests on, with the numbers.")
    cost: str = Field(description="What the change costs, in a sentence.")
    tempting: bool = Field(description="A cure that people try, and that is wrong.")
    extra_peak_bytes: int | None = Field(
        description="Bytes more at the peak of forward than the program as it was, as far as that came."
    )
    extra_kept_bytes: int | None = Field(description="Bytes more that are kept for backward when it begins.")
    seconds: float | None = Field(description="Time that the changed program took, recorded as it was.")


class Found(Record):
    """One finding: the lines that had a part in it, and what cures it."""

    code: str = Field(description="Stable code of the class of failure, such as IL001; /errors/IL001 explains it.")
    title: str = Field(description="The class, in words.")
    explanation: str = Field(description="What happened, in sentences made from the run.")
    certain: bool = Field(description="A fact of this run; otherwise a warning.")
    name: str = Field(description="What the program calls the tensor in question.")
    made: tuple[Place, ...] = Field(description="Where the view, leaf or alias was made that must not be written.")
    saved: tuple[Place, ...] = Field(description="Where autograd kept something for backward.")
    overwritten: tuple[Place, ...] = Field(description="Every write since, or the one that was refused.")
    raised: Place | None = Field(description="Where the exception came up; null for a hazard.")
    also: tuple[Place, ...] = Field(description="Other saves that are stale too; backward would meet them next.")
    needed: int | None = Field(description="The version that backward needs.")
    found: int | None = Field(description="The version that it found.")
    fixes: tuple[TriedFix, ...] = Field(description="Changes that were run, the best first.")


class Diagnoses(Record):
    """What is wrong with a program; nothing where `diagnoses` is empty."""

    status: Status = Field(description="How its run ended.")
    message: str = Field(description="The same in a sentence, and what to do next where it did not end well.")
    error: Raised | None = Field(description="The exception that ended it; null where none did.")
    diagnoses: tuple[Found, ...] = Field(description="What was found, facts before warnings.")
    fine: tuple[str, ...] = Field(description="Why its in-place operations do no harm, where nothing was found.")
    same: bool | None = Field(
        description="Where nothing was found: whether its gradients and losses are those of a run in which autograd "
        "kept copies of everything; null where that was not compared."
    )
    complete: bool = Field(
        description="The whole run was looked at, and every fix that was thought of was run; otherwise the run was too "
        "long for that, or there was no time for some fixes."
    )


_EXAMPLE: dict[str, Any] = {
    "status": "failed",
    "message": "The program raised RuntimeError in line 6.",
    "error": {"type": "RuntimeError", "message": "one of the variables needed for gradient computation …", "line": 6},
    "diagnoses": [
        {
            "code": "IL001",
            "title": "The result that an operation kept was overwritten",
            "explanation": "Line 4 (sigmoid) kept y at version 0. Then line 5 (mul_) wrote into the same storage …",
            "certain": True,
            "name": "y",
            "made": [],
            "saved": [{"step": 1, "line": 4, "op": "sigmoid", "alias": ["y"], "before": 0}],
            "overwritten": [{"step": 2, "line": 5, "op": "mul_", "alias": ["y"], "before": 0, "after": 1}],
            "raised": {"step": 4, "line": 6, "op": "backward"},
            "also": [],
            "needed": 0,
            "found": 1,
            "fixes": [
                {
                    "kind": "out of place",
                    "title": "Write out of place in line 5.",
                    "patch": "--- a/snippet.py\n+++ b/snippet.py\n@@ -2,5 +2,5 @@\n …",
                    "verdict": "verified",
                    "reason": "It runs to its end, and its gradients and losses are what they should be …",
                    "cost": "One more tensor of its size.",
                    "tempting": False,
                    "extra_peak_bytes": 12,
                    "extra_kept_bytes": 0,
                    "seconds": 0.004,
                }
            ],
        }
    ],
    "fine": [],
    "same": None,
    "complete": True,
}


@router.post(
    "/diagnoses",
    operation_id="createDiagnoses",
    summary="Diagnose a program",
    response_model=Diagnoses,
    response_description="What was found. A program that fails is no error here: see `status` and `error`.",
    responses={**documented(), 200: {"content": {"application/json": {"example": _EXAMPLE}}}},
    tags=["runs"],
)
async def create_diagnoses(question: Question, services: Given, request: Request) -> Response:
    """Run a PyTorch program, say which lines are at fault, and run what would cure it.

    The program is run once more with every tensor copied when autograd saves it: that is what the numbers are compared
    with. Then each fix is run. Whoever hangs up before the answer stops all of that.
    """
    refuse_half_characters(question.source)
    found = await while_present(request, _examined(services, question, await client_of(request)))
    if found is None:
        return Response(status_code=_NOBODY_LISTENS)
    return Response(_answer(*found).model_dump_json(), media_type="application/json")


async def _examined(services: Services, question: Question, client: Client) -> tuple[Report, Examination]:
    """How the program ended, and everything that was found in it."""
    snippet = Snippet(source=question.source, device=question.device, seed=question.seed)
    # The clinic begins with the very same run, and is given the report of this one.
    report = await services.runs.run(Trial(**snippet.model_dump()), client=client)
    if report.trace is None:
        return report, Examination()
    return report, await services.clinic.examine(snippet, client=client, fixes=question.fixes)


def _answer(report: Report, examination: Examination) -> Diagnoses:
    failure = report.trace.failure if report.trace is not None else None
    return Diagnoses(
        status=report.status,
        message=report.message,
        error=_raised(failure) if failure is not None else None,
        diagnoses=tuple(_found(each) for each in examination.diagnoses),
        fine=tuple(str(each) for each in examination.fine),
        same=examination.same,
        complete=not examination.left_out and not examination.cut,
    )


def _raised(failure: Failure) -> Raised:
    return Raised(type=failure.type, message=failure.message, line=failure.line)


def _found(examined: Examined) -> Found:
    of_diagnosis = {name: getattr(examined.diagnosis, name) for name in Found.model_fields if name != "fixes"}
    return Found(**of_diagnosis, fixes=tuple(_fix(each) for each in examined.fixes))


def _fix(fix: Fix) -> TriedFix:
    said = {name: str(getattr(fix, name)) for name in ("title", "reason", "cost")}
    return TriedFix(**{name: getattr(fix, name) for name in TriedFix.model_fields if name not in said}, **said)
