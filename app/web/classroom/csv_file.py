"""The counts of a room as a file: /en/room/KQ7M/desk/counts.csv."""

from fastapi import APIRouter
from starlette.responses import Response

from ..links import READ
from ..pages import Shown
from ..services import Given
from .given import TheDesk

router = APIRouter(include_in_schema=False)


@router.api_route("/{lang}/room/{code}/desk/counts.csv", methods=READ)
async def counts(shown: Shown, desk: TheDesk, services: Given) -> Response:
    """How the class voted and how far its exercises are; nobody is named in it."""
    content = await services.rooms.teaching.counts_csv(desk)
    name = f"inplace-lab-{desk.room}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, headers=headers, media_type="text/csv; charset=utf-8")
