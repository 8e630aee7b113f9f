"""Links: finds what is kept under one, for every route that shows it."""

from typing import Annotated

from fastapi import Depends

from ..errors import NoSuchLink
from ..store.kept import Kept
from .services import Given

READ = ["GET", "HEAD"]


async def _find(id_: str, services: Given) -> Kept:
    """What is kept under the link of the address. Raises NoSuchLink, StoreUnavailable."""
    if (kept := await services.store.find(id_)) is None:
        raise NoSuchLink
    return kept


Found = Annotated[Kept, Depends(_find)]
