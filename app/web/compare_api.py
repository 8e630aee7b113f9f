"""POST /api/v1/comparisons: two programs, or the two sides of a network of the Lab, beside each other."""

from typing import Any, Final

from fastapi import APIRouter, Request
from pydantic import ConfigDict, Field
from starlette.responses import Response

from ..errors import BadRequest
from ..jobs.task import Errand, Task
from ..lab.address.query import read
from ..lab.address.reading import Reading, judged
from ..runs.check import no_such_device
from ..runs.client import Client
from ..trace import Record, Trial
from .api import documented
from .clients import client_of
from .comparing import ComparisonAnswer, of_lab, of_programs
from .presence import while_present
from .run_examples import answer
from .run_request import RunRequest
from .services import Given, Services

router = APIRouter(prefix="/api/v1")
_NOBODY_LISTENS = 499
_NETWORK: Final[dict[str, Any]] = {"in": "8x64x32x32", "net": "conv(192)~relu", "mode": "train", "vs": "inplace"}


class NetworkWords(Record):
    """A network in the words that stand in the Lab's address; what is left out is as the Lab has it."""

    model_config = ConfigDict(json_schema_extra={"examples": [_NETWORK]}, validate_by_alias=True)

    in_: str | None = Field(None, alias="in", description="Batch, channels, height and width, such as 8x64x32x32.")
    net: str | None = Field(None, description="The blocks, such as conv(192)~bn~relu.")
    mode: str | None = Field(None, description="train, eval, no_grad or inference_mode.")
    vs: str | None = Field(
        None, description="What differs on the right: inplace, order, an activation, a form, pinned."
    )
    flag: str | None = Field(None, description="What in-place switches are set to where they do not differ: on, off.")
    pin: str | None = Field(None, description="The blocks on the left, where `vs` is pinned.")
    dtype: str | None = Field(None, description="float32, bfloat16, float16 or float64.")
    layout: str | None = Field(None, description="contiguous or channels_last.")
    opt: str | None = Field(None, description="none, sgd, momentum or adam.")
    ckpt: str | None = Field(None, description="1 for checkpointed stages.")
    compile: str | None = Field(None, description="The backend of torch.compile: none, eager or aot_eager.")
    device: str | None = Field(None, description="auto, cpu or cuda.")
    threads: str | None = Field(None, description="Threads of torch; 0 leaves them as they are.")
    seed: str | None = Field(None, description="Seed of random numbers.")

    @property
    def query(self) -> dict[str, str]:
        """The words as an address has them."""
        return {name: str(word) for name, word in self.model_dump(by_alias=True, exclude_none=True).items()}


class ComparisonRequest(Record):
    """Either two programs or one network."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"network": _NETWORK},
                {
                    "left": {"source": "import torch\nx = torch.ones(4)\ny = x + 1\n"},
                    "right": {"source": "import torch\nx = torch.ones(4)\ny = x.add_(1)\n"},
                },
            ]
        }
    )

    left: RunRequest | None = Field(None, description="A program; `trace` has no say here.")
    right: RunRequest | None = Field(None, description="The program that is compared with it.")
    network: NetworkWords | None = Field(None, description="A network of the Lab.")


_SIDE: Final[dict[str, Any]] = {
    "label": "inplace=False",
    "report": "5f0c1d9a3e",
    "status": "ok",
    "message": "The program ran to its end.",
    "raised": "",
    "peak_bytes": 14683140,
    "forward_peak_bytes": 14683136,
    "kept_bytes": 6291456,
    "diagnoses": [],
}
_EXAMPLE: Final[dict[str, Any]] = {
    "left": _SIDE,
    "right": _SIDE | {"label": "inplace=True", "peak_bytes": 14683140, "forward_peak_bytes": 8391680},
    "outputs_equal": True,
    "gradients_equal": True,
    "values": [{"name": "y", "part": "output", "equal": True}],
    "verdict": "The peak of forward is 6,291,456 bytes less on the right: 14,683,136, then 8,391,680. …",
}


@router.post(
    "/comparisons",
    operation_id="createComparison",
    summary="Compare two programs, or a network in place and not",
    response_model=ComparisonAnswer,
    response_description="Bytes, values and diagnoses of both. A side that fails is no error here: see its `status`.",
    responses={**documented(), 200: answer(_EXAMPLE)},
    tags=["comparisons"],
)
async def create_comparison(body: ComparisonRequest, services: Given, request: Request) -> Response:
    """Run both sides and say what differs: bytes at the peak, bytes kept for backward, outputs, gradients, diagnoses.

    Whoever hangs up before the answer stops the runs.
    """
    compared = await while_present(request, _compared(services, body, await client_of(request)))
    if compared is None:
        return Response(status_code=_NOBODY_LISTENS)
    return Response(compared.model_dump_json(), media_type="application/json")


async def _compared(services: Services, body: ComparisonRequest, client: Client) -> ComparisonAnswer:
    match body.left, body.right, body.network:
        case None, None, NetworkWords() as words:
            reading = _reading(services, words)
            assert reading.spec is not None  # noqa: S101
            return of_lab(await services.lab.compare(reading.spec, reading.contrast, client=client))
        case RunRequest() as left, RunRequest() as right, None:
            tasks = tuple(_trial(each.task()) for each in (left, right))
            answers = await services.jobs.at_once(Errand(client=client.beside("compared"), tasks=tasks))
            return of_programs(*(each.result for each in answers))
    raise BadRequest('Send either "left" and "right", or "network".')


def _trial(task: Task) -> Task:
    """The same, with the numbers that training depends on written down."""
    snippet = task.snippet
    return task.model_copy(update={"snippet": Trial(source=snippet.source, device=snippet.device, seed=snippet.seed)})


def _reading(services: Services, words: NetworkWords) -> Reading:
    """What the words mean. Raises BadRequest, NoSuchDevice."""
    reading = judged(read(words.query))
    if reading.complaints:
        said = " ".join(f"{name}: {complaint}" for name, complaint in reading.complaints.items())
        raise BadRequest(f"The network cannot be run. {said}")
    if (spec := reading.spec) is not None and spec.options.device not in ("auto", *services.devices):
        raise no_such_device(spec.options.device, services.devices)
    return reading
