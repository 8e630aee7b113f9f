"""Health, for whoever keeps servers going: /healthz, the process lives; /readyz, it can take requests."""

from fastapi import APIRouter, Response
from pydantic import BaseModel

from ..errors import StoreUnavailable
from .services import Given, Services

router = APIRouter(include_in_schema=False)


class Readiness(BaseModel):
    """Whether to send requests here, and if not, why."""

    ready: bool
    reasons: tuple[str, ...]


@router.get("/healthz")
async def healthz() -> dict[str, bool]:
    """Say that the process lives."""
    return {"alive": True}


@router.get("/readyz")
async def readyz(services: Given, response: Response) -> Readiness:
    """Say whether requests are answered here: 200, or 503 with the reasons."""
    response.headers["Cache-Control"] = "no-store"
    reasons = await _reasons(services)
    response.status_code = 503 if reasons else 200
    return Readiness(ready=not reasons, reasons=reasons)


async def _reasons(services: Services) -> tuple[str, ...]:
    reasons = ["The server is shutting down."] if services.draining else []
    if services.runs.machine is None:
        reasons.append("The sandbox has not started.")
    # The file of a single server is not asked for: whatever else is there works without it.
    if services.store.database.is_shared:
        try:
            await services.store.ping()
        except StoreUnavailable:
            reasons.append("The database cannot be reached.")
    return tuple(reasons)
