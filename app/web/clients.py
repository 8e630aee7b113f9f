"""Clients: whose share of the places a run takes."""

from fastapi import Request


def client_of(request: Request) -> str:
    """The sender of a request: so far all who come from one address count as one."""
    return request.client.host if request.client else "local"
