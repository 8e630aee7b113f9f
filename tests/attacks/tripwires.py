"""What an attack must not touch, laid out before it and looked at after it, from outside."""

import glob
import os
import resource
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

SECRET = "secret-of-this-machine-4d1f"
SERVERS_SECRET = "secret-of-the-server-92ab"
DIARY = "secret-of-another-reader-07c3"
EARLIER = "secret-of-an-earlier-reader-51e8"
SECRETS = (SECRET, SERVERS_SECRET, DIARY, EARLIER)
LONG_AGO = 1_000_000_000
# An attack that writes outside its folder gives what it writes a name with this word in it.
TRACKS = ("/dev/shm/*breach*", "/dev/mqueue/*breach*", "/tmp/*breach*", "/var/tmp/*breach*")
SETTLE_SECONDS = 8.0


class Tripwires:
    """Files, sockets and a process of our own that an attack is told of."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._canary = home / "canary"
        self._secret = home / "secret.txt"
        self._secret.write_text(SECRET)
        self._sockets = _listen(home)
        self._sentinel: subprocess.Popen[bytes] | None = None
        self._before: dict[str, Any] = {}

    def lay(self) -> None:
        """Put everything into its place."""
        self._heard()
        if self._before and self._now() == self._before:
            return
        _remove(self._canary)
        (self._canary / "folder").mkdir(parents=True)
        for name in ("canary.txt", "folder/inner.txt"):
            (self._canary / name).write_text("sings")
            os.utime(self._canary / name, (LONG_AGO, LONG_AGO))
        if self._sentinel is None or _sentinel(self._sentinel) != self._before.get("sentinel"):
            self._stop_sentinel()
            self._sentinel = sentinel = subprocess.Popen(["sleep", "3600"], start_new_session=True)
            _until(lambda: Path(f"/proc/{sentinel.pid}/stat").read_text().split()[1:3] == ["(sleep)", "S"])
        self._before = self._now()

    def names(self) -> dict[str, object]:
        """What an attack is told."""
        tcp, udp, stream, datagram, abstract = (each.getsockname() for each in self._sockets)
        return {
            "CANARY": str(self._canary),
            "SECRET": str(self._secret),
            "SENTINEL": self._sentinel.pid if self._sentinel else 0,
            "TCP": tcp[1],
            "UDP": udp[1],
            "UNIX_STREAM": stream,
            "UNIX_DATAGRAM": datagram,
            "ABSTRACT": abstract,
        }

    def alarms(self) -> list[str]:
        """What is not as it was."""
        now = self._now()
        alarms = [f"{name} changed from {old} to {now[name]}" for name, old in self._before.items() if now[name] != old]
        return alarms + [f"a message arrived: {message!r}" for message in self._heard()] + _tracks(self.home)

    def take_up(self) -> None:
        """Clear everything away."""
        self._stop_sentinel()
        for each in self._sockets:
            each.close()

    def _now(self) -> dict[str, Any]:
        return {
            "canary": _tree(self._canary),
            "secret": _tree(self._secret),
            "sentinel": _sentinel(self._sentinel) if self._sentinel else None,
        }

    def _heard(self) -> list[object]:
        heard: list[object] = []
        for each in self._sockets:
            with suppress(BlockingIOError):
                while True:
                    if each.type is socket.SOCK_DGRAM:
                        heard.append(each.recv(100))
                    else:
                        peer, address = each.accept()
                        peer.close()
                        heard.append(address)
        return heard

    def _stop_sentinel(self) -> None:
        if self._sentinel is not None:
            self._sentinel.kill()
            self._sentinel.wait()


def descendants(pid: int) -> set[int]:
    """All processes that descend from one, at this moment."""
    found: set[int] = set()
    unseen = [pid]
    while unseen:
        for file in glob.glob(f"/proc/{unseen.pop()}/task/*/children"):
            with suppress(OSError):
                children = {int(child) for child in Path(file).read_text().split()}
                unseen += children - found
                found |= children
    return found


def settle(quiet: Callable[[], bool]) -> bool:
    """Wait a while for something to become true."""
    return _until(quiet, SETTLE_SECONDS)


def _until(quiet: Callable[[], bool], seconds: float = 5.0) -> bool:
    deadline = time.monotonic() + seconds
    while not (done := quiet()) and time.monotonic() < deadline:
        time.sleep(0.005)
    return done


def _listen(home: Path) -> tuple[socket.socket, ...]:
    made = []
    for family, kind, address in (
        (socket.AF_INET, socket.SOCK_STREAM, ("127.0.0.1", 0)),
        (socket.AF_INET, socket.SOCK_DGRAM, ("127.0.0.1", 0)),
        (socket.AF_UNIX, socket.SOCK_STREAM, str(home / "stream")),
        (socket.AF_UNIX, socket.SOCK_DGRAM, str(home / "datagram")),
        (socket.AF_UNIX, socket.SOCK_STREAM, f"\0inplace-lab-tripwire-{os.getpid()}"),
    ):
        each = socket.socket(family, kind)
        each.bind(address)
        each.setblocking(False)
        if kind is socket.SOCK_STREAM:
            each.listen()
        made.append(each)
    return tuple(made)


def _tree(top: Path) -> dict[str, object]:
    return {str(path): _file(path) for path in (top, *sorted(top.rglob("*")))}


def _file(path: Path) -> object:
    if not os.path.lexists(path):
        return "gone"
    about = path.lstat()
    content = path.read_text() if path.is_file() and about.st_mode & 0o400 else ""
    changed = 0 if path.is_dir() else about.st_mtime_ns
    marks = [(name, os.getxattr(path, name)) for name in os.listxattr(path) if name.startswith("user.")]
    return (oct(about.st_mode), about.st_uid, about.st_gid, about.st_nlink, about.st_ino, changed, content, marks)


def _sentinel(process: subprocess.Popen[bytes]) -> object:
    if process.poll() is not None:
        return f"ended: {process.returncode}"
    pid = process.pid
    tracer = next(row for row in Path(f"/proc/{pid}/status").read_text().splitlines() if row.startswith("TracerPid"))
    return (
        Path(f"/proc/{pid}/stat").read_text().split()[2],
        tracer,
        os.getpriority(os.PRIO_PROCESS, pid),
        sorted(os.sched_getaffinity(pid)),
        os.sched_getscheduler(pid),
        resource.prlimit(pid, resource.RLIMIT_NOFILE),
    )


def _tracks(home: Path) -> list[str]:
    found = [path for pattern in (*TRACKS, f"{home}/*breach*") for path in glob.glob(pattern)]
    for path in found:
        _remove(Path(path))
    return [f"{path} was left" for path in found]


def _remove(path: Path) -> None:
    subprocess.run(["rm", "-rf", "--", path], check=True)
