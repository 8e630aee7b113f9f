"""Machines of a Ray cluster: processes of Ray, on a network of their own each where the system allows that."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

PORT = 16379
PROCESSORS = 2
MIB = 1024 * 1024
_RAY = str(Path(sys.executable).with_name("ray"))
_OPTIONS = ("--block", f"--num-cpus={PROCESSORS}", f"--object-store-memory={80 * MIB}")
_ANY_PORT = ("--node-manager-port=0", "--object-manager-port=0", "--min-worker-port=0", "--max-worker-port=0")


class Machine:
    """One machine. `prefix` is what has a command run on it."""

    def __init__(self, prefix: tuple[str, ...], address: str, *options: str) -> None:
        self.prefix, self.address = prefix, address
        command = [*prefix, _RAY, "start", f"--node-ip-address={address}", *_OPTIONS, *_ANY_PORT, *options]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)

    def processes(self) -> set[int]:
        """The ids of all its processes."""
        found, before = {self._process.pid}, set[int]()
        parents = _parents()
        while found != before:
            before, found = found, found | {pid for pid, parent in parents.items() if parent in found}
        return found

    def kill(self) -> None:
        """As a power cut does. Nothing is left of it."""
        killed = self.processes()
        for pid in killed:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        assert eventually(lambda: not any(command_of(pid) for pid in killed)), killed


class Cluster:
    """A head and the machines that join it."""

    def __init__(self, folder: Path) -> None:
        self._name = f"lab{os.getpid()}-"
        self._networks = _make_network(f"{self._name}0")
        self.port = PORT if self._networks else _free_port()
        self._folder = folder
        options = ("--head", f"--port={self.port}", "--include-dashboard=false", "--disable-usage-stats")
        self.machines = [self._machine(0, *options)]

    @property
    def head(self) -> Machine:
        """The machine that the server is on, too."""
        return self.machines[0]

    @property
    def address(self) -> str:
        """Where the head listens."""
        return f"{self.head.address}:{self.port}"

    def add(self) -> Machine:
        """One more machine; it takes seconds until it has joined."""
        number = len(self.machines)
        if self._networks:
            _join_network(f"{self._name}0", f"{self._name}{number}", number)
        self.machines.append(self._machine(number, f"--address={self.address}"))
        return self.machines[-1]

    def stop(self) -> None:
        """Kill all of them."""
        for machine in reversed(self.machines):
            machine.kill()
        if self._networks:
            for number in range(len(self.machines)):
                _ip("netns", "delete", f"{self._name}{number}")

    def _machine(self, number: int, *options: str) -> Machine:
        folder = f"--temp-dir={self._folder}/{number}"
        if not self._networks:
            return Machine((), "127.0.0.1", *options, folder)
        prefix = ("ip", "netns", "exec", f"{self._name}{number}")
        return Machine(prefix, f"10.99.0.{number + 1}", *options, folder)


def eventually(true: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it becomes true."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.1)
    return true()


def _make_network(head: str) -> bool:
    """The head's network, with a bridge in it; False where this system does not allow it. The host's is left alone."""
    with suppress(OSError, subprocess.CalledProcessError):
        _ip("netns", "add", head)
        try:
            _ip("-n", head, "link", "set", "lo", "up")
            _ip("-n", head, "link", "add", "bridge", "type", "bridge")
            _ip("-n", head, "address", "add", "10.99.0.1/24", "dev", "bridge")
            _ip("-n", head, "link", "set", "bridge", "up")
        except subprocess.CalledProcessError:
            _ip("netns", "delete", head)
            raise
        return True
    return False


def _join_network(head: str, name: str, number: int) -> None:
    _ip("netns", "add", name)
    _ip("-n", name, "link", "set", "lo", "up")
    _ip("-n", head, "link", "add", f"to{number}", "type", "veth", "peer", "name", "eth0", "netns", name)
    _ip("-n", head, "link", "set", f"to{number}", "master", "bridge", "up")
    _ip("-n", name, "address", "add", f"10.99.0.{number + 1}/24", "dev", "eth0")
    _ip("-n", name, "link", "set", "eth0", "up")


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True, capture_output=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


def _parents() -> dict[int, int]:
    found = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            found[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
    return found


def command_of(pid: int) -> str:
    """The command line; empty where the process has gone, or is only waited for."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    return ""
