"""Packets between the server and the zygote: a small JSON object each, and descriptors beside it."""

import json
import socket
from collections.abc import Sequence
from typing import Any

PACKET_BYTES = 16 * 1024
DESCRIPTORS = 8


def send(control: socket.socket, message: dict[str, Any], descriptors: Sequence[int] = ()) -> None:
    """Send one packet; the descriptors stay open here too."""
    socket.send_fds(control, [json.dumps(message).encode()], list(descriptors))


def receive(control: socket.socket) -> tuple[dict[str, Any], list[int]] | None:
    """The next packet, or None where the other side has gone."""
    try:
        data, descriptors, _, _ = socket.recv_fds(control, PACKET_BYTES, DESCRIPTORS, socket.MSG_CMSG_CLOEXEC)
    except ConnectionResetError:
        return None
    return (json.loads(data), list(descriptors)) if data else None
