"""GPU: what the Lab asks of CUDA's allocator, and remembers."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Literal, Protocol

from ..errors import DoesNotFit
from ..runs.client import Client
from ..runs.report import Report
from ..trace import Snippet
from .measuring.allocation import Allocation, Allocations
from .network.contrast import Contrast, SideSpec, sides_of
from .network.shapes import Misfit
from .network.spec import NetworkSpec
from .programs.allocator import allocation_of, allocator_program
from .programs.snapshot import snapshot_of, snapshot_program

REMEMBERED = 64


class Run(Protocol):
    """How the Lab runs a snippet."""

    def __call__(self, snippet: Snippet, client: Client, *, fresh: bool = False) -> Awaitable[Report]: ...


class Gpu:
    """Asks about networks that are placed on the GPU; of any other there is nothing to tell."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._known: OrderedDict[tuple[NetworkSpec, Contrast], Allocations] = OrderedDict()

    async def allocations(self, spec: NetworkSpec, contrast: Contrast, client: Client) -> Allocations | None:
        """What the allocator says of both sides, asked now if it was not before. Raises what Lab.measure raises."""
        if spec.options.device != "cuda":
            return None
        key = (spec, contrast)
        if key not in self._known:
            left, right = sides_of(spec, contrast)
            told = Allocations(left=await self._allocation(left, client), right=await self._allocation(right, client))
            self._known[key] = told
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
        self._known.move_to_end(key)
        return self._known[key]

    async def snapshot(
        self, spec: NetworkSpec, contrast: Contrast, side: Literal["left", "right"], client: Client
    ) -> bytes | None:
        """The history of one step of a side, for the memory viewer; None where there is none that fits."""
        if spec.options.device != "cuda":
            return None
        left, right = sides_of(spec, contrast)
        report = await self._run(_written(snapshot_program, left if side == "left" else right), client)
        return await asyncio.to_thread(snapshot_of, report)  # looking through the largest file takes 0.2 s

    async def _allocation(self, side: SideSpec, client: Client) -> Allocation | None:
        program = _written(allocator_program, side)
        return allocation_of(await self._run(program, client, fresh=True), program.source)


def _written(write: Callable[[SideSpec], Snippet], side: SideSpec) -> Snippet:
    try:
        return write(side)
    except Misfit as misfit:
        raise DoesNotFit(misfit.why) from misfit
