"""The programs of the Lab as files: /en/lab/left.py?…, /en/lab/right.ipynb?…"""

from typing import Literal

from fastapi import APIRouter, Request
from starlette.responses import Response

from ...errors import DoesNotFit, NotFound
from ...lab.network.contrast import sides_of
from ...lab.network.shapes import Misfit
from ...lab.programs.program import program_of
from ..links import READ
from ..notebook import notebook
from ..pages import Shown
from ..services import Given
from .forms import read_form

router = APIRouter(include_in_schema=False)


@router.api_route("/{lang}/lab/{side}.py", methods=READ)
async def python(request: Request, shown: Shown, services: Given, side: Literal["left", "right"]) -> Response:
    """The program of one side, with a line on where it is from."""
    made = f"# {_address(request, shown.tag)}\n# Made with torch {services.runs.torch}.\n"
    return _file(made + _source(request, services, side), side, "py", "text/x-python")


@router.api_route("/{lang}/lab/{side}.ipynb", methods=READ)
async def jupyter(request: Request, shown: Shown, services: Given, side: Literal["left", "right"]) -> Response:
    """The program of one side as a notebook."""
    content = notebook(_source(request, services, side), _address(request, shown.tag), services.runs.torch)
    return _file(content, side, "ipynb", "application/x-ipynb+json")


def _source(request: Request, services: Given, side: str) -> str:
    form = read_form(request.query_params, services.devices)
    if form.spec is None or not form.valid:
        raise NotFound
    left, right = sides_of(form.spec, form.contrast)
    built = left if side == "left" else right
    try:
        return program_of(built.spec, inplace=built.inplace).snippet.source
    except Misfit as misfit:
        raise DoesNotFit(misfit.why) from misfit


def _address(request: Request, tag: str) -> str:
    return f"{request.base_url}{tag}/?{request.url.query}"


def _file(content: str, side: str, kind: str, media_type: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="inplace-lab-{side}.{kind}"'}
    return Response(content, headers=headers, media_type=media_type)
