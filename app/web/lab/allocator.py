"""What CUDA's allocator says of both sides of the Lab.

/en/allocator?…                     its figures beside the tracer's
/en/lab/snapshot?…&side=left        its history of one step of a side, for pytorch.org/memory_viz
"""

from hashlib import sha256
from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...errors import NotFound
from ...lab.measuring.allocation import Allocations
from ...lab.measuring.comparison import LabResult
from ...lab.network.contrast import Contrast
from ...lab.network.spec import NetworkSpec
from ...runs.client import Client
from ...sentence import sentence
from ..clients import client_of
from ..links import READ
from ..pages import NOBODY_LISTENS, Shown, remember
from ..presence import while_present
from ..rendering import page_of, renderer_of
from ..services import Given, Services
from .allocations import AllocatorPage, AllocatorView
from .forms import read_form

router = APIRouter(include_in_schema=False)


@router.api_route("/{lang}/allocator", methods=READ)
async def figures(request: Request, shown: Shown, services: Given) -> Response:
    """The allocator's figures. Two further runs, so the Lab links to them."""
    form = read_form(request.query_params, services.devices)
    if form.spec is None or not form.valid:
        raise NotFound
    asking = _asked(form.spec, form.contrast, services, await client_of(request))
    if (answer := await while_present(request, asking)) is None:
        return Response(status_code=NOBODY_LISTENS)
    told, result = answer
    if told is None:
        raise NotFound(
            sentence("Only a network that runs on a GPU is known to CUDA’s allocator."),
            hint=sentence("On a machine with an NVIDIA GPU, choose cuda under Device."),
        )
    view = AllocatorView.of(told, result.shown)
    page = page_of(request, shown, request.url.query, "allocator")
    return remember(request, shown, renderer_of(request).response(AllocatorPage(page, form, view)))


@router.api_route("/{lang}/lab/snapshot", methods=READ)
async def snapshot(request: Request, shown: Shown, services: Given, side: Literal["left", "right"]) -> Response:
    """The history of a side as a file. It is a pickle of plain data, and nothing here reads more of it than that."""
    form = read_form(request.query_params, services.devices)
    if form.spec is None or not form.valid:
        raise NotFound
    work = services.lab.snapshot(form.spec, form.contrast, side=side, client=await client_of(request))
    if (data := await while_present(request, work)) is None:
        raise NotFound(
            sentence("There is no snapshot of this side."),
            hint=sentence(
                "There is one where the network runs on a GPU to its end, and where the history fits into what a "
                "program may print. Choose cuda under Device, or fewer blocks."
            ),
        )
    name = f"inplace-lab-{side}-{sha256(data).hexdigest()[:10]}.pickle"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-cache"}
    return Response(data, headers=headers, media_type="application/octet-stream")


async def _asked(
    spec: NetworkSpec, contrast: Contrast, services: Services, client: Client
) -> tuple[Allocations | None, LabResult]:
    result = await services.lab.measure(spec, contrast, client=client)
    return await services.lab.allocations(spec, contrast, client=client), result
