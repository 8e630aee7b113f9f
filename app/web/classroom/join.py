"""Join: how students get into a room: its four letters, an address, and the address as a QR code."""

from dataclasses import dataclass
from urllib.parse import quote

from fastapi import Request

from ..services import Services
from .addresses import join_addresses


@dataclass(frozen=True)
class Join:
    """The way into a room, by the address that the teacher chose where this machine has several."""

    code: str
    address: str
    addresses: tuple[str, ...]

    @classmethod
    def of(cls, request: Request, services: Services, code: str, chosen: str) -> "Join":
        """The way into a room; an address that is none of this server's is not taken."""
        addresses = join_addresses(request, services.settings, code)
        return cls(code, chosen if chosen in addresses else addresses[0], addresses)

    @property
    def short(self) -> str:
        """The address as it is read off a wall."""
        return self.address.partition("://")[2]

    @property
    def qr(self) -> str:
        """The address of the picture."""
        return f"/room/{self.code}/qr.svg?at={quote(self.address, safe='')}"

    @property
    def query(self) -> str:
        """What further addresses of the desk and the projector say, so that the choice is kept."""
        return f"?at={quote(self.address, safe='')}" if self.address != self.addresses[0] else ""
