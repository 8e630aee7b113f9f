"""GET /metrics: the figures, shown to this machine and to whoever has a key.

How busy a server is and what is asked for on it is nobody else's business.
"""

from fastapi import APIRouter, Request
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.responses import Response

from ..access.addresses import is_loopback
from ..errors import UnknownKey
from .access import METRICS, key_of
from .services import Given, Services

router = APIRouter(include_in_schema=False)


@router.get(METRICS)
async def metrics(request: Request, services: Given) -> Response:
    """Every figure of this server. Raises UnknownKey."""
    if not _may_see(request, services):
        raise UnknownKey("These figures are for this machine, and for whoever sends a key.")
    return Response(services.metrics.text(), media_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _may_see(request: Request, services: Services) -> bool:
    settings, host = services.settings, request.client.host if request.client else ""
    here = is_loopback(host) and settings.loopback_is_open
    return settings.metrics_public or here or key_of(request) is not None
