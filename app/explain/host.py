"""The host: a process that has torch loaded and forks a child for every run of a script.

A script and its cures are run many times, and torch takes seconds to load. It is started with the user's own
interpreter, environment and folder, and loads nothing but torch and the tracer: no thread pool, no CUDA, which would
not survive a fork. It speaks to the command line through one socket, a JSON document a line:

    host → command    {"torch": "2.13.0"}              once, when torch is loaded
    command → host    an Order                         one at a time
    command → host    {}                               stop the run
    host → command    {"status": …, "seconds": …}      the run has ended
"""

import json
import os
import select
import signal
import socket
import sys
import time
from contextlib import suppress
from typing import Any

from ..tracer.script import warm_up
from .child import live
from .order import Order


def main() -> None:
    """Say hello and serve until the command line hangs up. Only a child comes back with an order."""
    interrupt = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as control, suppress(ConnectionError):
        order = Host(control).serve()
    if order is not None:
        live(order, interrupt)


class Host:
    """The loop of the host."""

    def __init__(self, control: socket.socket) -> None:
        self._control = control
        self._read, self._woken = os.pipe()
        os.set_blocking(self._woken, False)
        self._pid = 0
        self._quiet = False
        self._began = 0.0
        self._rest = b""

    def serve(self) -> Order | None:
        """Fork, stop, reap. Returns an order in every forked child, and None once the command line has hung up."""
        signal.set_wakeup_fd(self._woken)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        self._tell({"torch": warm_up()})
        while True:
            ready, _, _ = select.select([self._control.fileno(), self._read], [], [])
            if self._read in ready:
                os.read(self._read, 512)
                self._reap()
            if self._control.fileno() in ready:
                lines = self._lines()
                if lines is None:
                    self._stop()
                    return None
                for line in lines:
                    if (order := self._obey(line)) is not None:
                        return order

    def _lines(self) -> list[bytes] | None:
        data = self._control.recv(1 << 20)
        if not data:
            return None
        *lines, self._rest = (self._rest + data).split(b"\n")
        return lines

    def _obey(self, line: bytes) -> Order | None:
        if line == b"{}":
            self._stop()
            return None
        order = Order.model_validate_json(line)
        self._quiet, self._began = order.quiet, time.monotonic()
        self._pid = os.fork()
        if self._pid == 0:
            os.close(self._read)
            os.close(self._woken)
            return order
        return None

    def _reap(self) -> None:
        if self._pid and (found := os.waitpid(self._pid, os.WNOHANG))[0]:
            self._kill_group()
            self._pid = 0
            status = os.waitstatus_to_exitcode(found[1])
            self._tell({"status": status, "seconds": time.monotonic() - self._began})

    def _stop(self) -> None:
        if self._pid:
            self._kill_group()
            with suppress(ProcessLookupError):
                os.kill(self._pid, signal.SIGKILL)

    def _kill_group(self) -> None:
        """A quiet run has a group of its own: what it started ends with it."""
        if self._quiet:
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._pid, signal.SIGKILL)

    def _tell(self, words: dict[str, Any]) -> None:
        self._control.sendall(json.dumps(words).encode() + b"\n")


if __name__ == "__main__":
    main()
