"""A server that hangs up on its zygote: the zygote ends, and says nothing into the server's log."""

import os
import socket
from collections.abc import Callable
from pathlib import Path

import pytest

from inplace_lab.sandbox import launch, packet
from inplace_lab.sandbox.walls import Walls


def at_once(_: socket.socket) -> None:
    """While it warms up."""


def while_it_answers(server: socket.socket) -> None:
    """It is about to say how a fork went."""
    assert packet.receive(server) is not None
    nothing, folder = os.open("/dev/null", os.O_RDWR), os.open("/", os.O_RDONLY)
    packet.send(server, {"fork": 1}, [nothing] * 4 + [folder])
    os.close(nothing)
    os.close(folder)


@pytest.mark.parametrize("when", [at_once, while_it_answers])
def test_a_zygote_that_nobody_listens_to_any_more_ends_without_a_word(
    when: Callable[[socket.socket], None], tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    server, control = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    with server, control:
        zygote = launch.zygote(control, Walls(0), tmp_path)
        control.close()
        when(server)
    assert zygote.wait(60) == 0
    assert capfd.readouterr().err == ""
