"""Run request: a program as whoever writes to the API asks for it, and what goes with it in the headers."""

from collections.abc import Iterable
from typing import Annotated

from fastapi import Header
from pydantic import ConfigDict, Field, StrictBool

from ..jobs.task import Detail, Errand, Task
from ..runs.check import refuse_half_characters
from ..runs.client import Client
from ..runs.limits import LessThan
from ..trace import Device, Record, Snippet

_SOURCE = "import torch\n\nx = torch.rand(3, requires_grad=True)\ny = x.sigmoid()\ny.mul_(2)\ny.sum().backward()\n"

CacheControl = Annotated[
    str, Header(description="`no-cache` has the program run now, even if the same one was run before.")
]
Prefer = Annotated[
    str, Header(description="`respond-async`: answer 202 at once, with the address at which the result will be.")
]
IdempotencyKey = Annotated[
    str,
    Header(
        max_length=255,
        description="The same key with the same body is the same run, however often it is sent; it is known for as "
        "long as the result is kept. Such a run goes on when its sender hangs up.",
    ),
]


class RunRequest(Record):
    """A program, and how to run it."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"source": _SOURCE, "device": "cpu", "trace": "full"}]})

    source: str = Field(description="The program, as Python source.")
    device: Device = Field(
        "auto", description="Where tensors are made by default; auto takes a GPU where there is one."
    )
    seed: int = Field(0, ge=0, lt=2**63, description="Seed of torch's, NumPy's and Python's random numbers.")
    trace: StrictBool | Detail = Field(
        "full",
        description="What to record: `none`, `summary` (storages, the peak, the failure and the diagnoses, without "
        "steps) or `full`. true and false are full and none.",
    )
    limits: LessThan = Field(LessThan(), description="Limits of this run, each up to the server's own.")

    @property
    def detail(self) -> Detail:
        """How much is told."""
        if isinstance(self.trace, bool):
            return "full" if self.trace else "none"
        return self.trace

    def task(self, *, fresh: bool = False) -> Task:
        """The same as a task. Raises BadRequest for a source that no answer could repeat."""
        refuse_half_characters(self.source)
        snippet = Snippet(source=self.source, device=self.device, seed=self.seed, trace=self.detail != "none")
        return Task(snippet=snippet, limits=self.limits, detail=self.detail, fresh=fresh)


def errand_of(requests: Iterable[RunRequest], client: Client, cache_control: str) -> Errand:
    """What a client wants to have run."""
    fresh = "no-cache" in cache_control.lower()
    return Errand(client=client, tasks=tuple(each.task(fresh=fresh) for each in requests))


def wants_no_wait(prefer: str) -> bool:
    """Whether the sender would rather come back for the answer (RFC 7240)."""
    return any(each.partition(";")[0].strip().lower() == "respond-async" for each in prefer.split(","))
