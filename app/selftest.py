"""Self-test: real attacks on this machine's own walls, harmless where they succeed. `inplace-lab doctor` runs them.

Each is a program that prints ESCAPED once it has got what it wanted. What they try to reach is put up for them: a
file with a secret, a file to destroy, an open port. tests/attacks has many more; these tell of *this* machine.
"""

import socket
import tempfile
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .runs.report import Report
from .trace import Snippet

TRYING, ESCAPED = "trying", "escaped"


@dataclass(frozen=True)
class Stage:
    """What the attacks try to reach."""

    folder: Path
    port: int

    @property
    def secret(self) -> Path:
        """A file that only this user should read."""
        return self.folder / "secret"

    @property
    def shared(self) -> Path:
        """A place in memory that all programs of this machine share."""
        return Path("/dev/shm", self.folder.name)  # noqa: S108

    @property
    def victim(self) -> Path:
        """A file that is there to be destroyed."""
        return self.folder / "victim"

    @property
    def names(self) -> tuple[str | int, ...]:
        """All of it, as the programs take it."""
        return (*map(str, (self.secret, self.victim, self.shared, self.folder)), self.port)


@dataclass(frozen=True)
class Attack:
    """One attempt: `name` completes the sentence "A program tried to …"."""

    name: str
    source: str

    def program(self, stage: Stage) -> str:
        """The whole program."""
        return f"{_HEAD.format(names=stage.names, trying=TRYING, escaped=ESCAPED)}\n{self.source}"

    def held(self, stdout: str) -> bool:
        """Whether the walls held, going by what the program printed; one that never came to try proves nothing."""
        return TRYING in stdout and ESCAPED not in stdout


_HEAD = """\
import ctypes, os, socket, subprocess, sys
secret, victim, shared, folder, port = {names!r}
libc = ctypes.CDLL(None, use_errno=True)
def escaped(got=True):
    if got: print({escaped!r}, flush=True)
print({trying!r}, flush=True)
"""

ATTACKS = (
    Attack("read a file of this user", "escaped(open(secret).read())"),
    Attack("read it through the low-level call", "escaped(os.read(os.open(secret, os.O_RDONLY), 9))"),
    Attack("read it through a link of its own", "os.link(secret, 'mine')\nescaped(open('mine').read())"),
    Attack("read the list of users", "escaped(open('/etc/passwd').read())"),
    Attack("list a folder of this user", "escaped(os.listdir(folder))"),
    Attack("write a file outside its folder", "open(folder + '/planted', 'w').write('x')\nescaped()"),
    Attack("empty a file of this user", "os.truncate(victim, 0)\nescaped()"),
    Attack("empty it by opening it", "os.open(victim, os.O_RDONLY | os.O_TRUNC)\nescaped(not os.stat(victim).st_size)"),
    Attack("change a file's permissions", "os.chmod(victim, 0o777)\nescaped()"),
    Attack("delete a file of this user", "os.remove(victim)\nescaped()"),
    Attack("connect to a port of this machine", "socket.create_connection(('127.0.0.1', port), 2)\nescaped()"),
    Attack("open a port", "socket.create_server(('127.0.0.1', 0))\nescaped()"),
    Attack("send a datagram", "socket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', port))\nescaped()"),
    Attack("speak to a service by a local socket", "socket.socket(socket.AF_UNIX)\nescaped()"),
    Attack("start a process", "pid = os.fork()\nif not pid: os._exit(0)\nescaped()"),
    Attack("start another program", f"subprocess.run(['/bin/echo', {ESCAPED!r}])"),
    Attack("become another program", f"os.execv('/bin/echo', ['echo', {ESCAPED!r}])"),
    Attack("call a shell", f"os.system('echo {ESCAPED}')"),
    Attack("reach another process by a signal", "os.kill(os.getppid(), 0)\nescaped()"),
    Attack("get hold of another process", "os.pidfd_open(os.getppid())\nescaped()"),
    Attack("read another process's environment", "escaped(open(f'/proc/{os.getppid()}/environ', 'rb').read())"),
    Attack("trace another process", "escaped(libc.ptrace(0x4206, os.getppid(), 0, 0) == 0)"),
    Attack("make memory that outlives it", "escaped(os.memfd_create('x') >= 0)"),
    Attack("leave something in shared memory", "os.open(shared, os.O_CREAT | os.O_RDWR)\nescaped()"),
    Attack("enter namespaces of its own", "escaped(libc.unshare(0x10000000) == 0)"),
    Attack(
        "lift its own limits",
        "import resource\nresource.setrlimit(resource.RLIMIT_CPU, (10**6, 10**6))\nescaped()",
    ),
)
"""Every attempt. None harms the machine where it succeeds."""


@contextmanager
def stage() -> Iterator[Stage]:
    """Put up what the attacks try to reach, for as long as they run."""
    with (
        tempfile.TemporaryDirectory(prefix="inplace-lab-selftest-") as folder,
        socket.create_server(("127.0.0.1", 0)) as listener,
    ):
        what = Stage(Path(folder), listener.getsockname()[1])
        try:
            yield what
        finally:
            what.shared.unlink(missing_ok=True)


async def attack(run: Callable[[Snippet], Awaitable[Report]]) -> list[tuple[Attack, bool]]:
    """Every attack, and whether it was held."""
    results = []
    with stage() as what:
        for each in ATTACKS:
            for path in (what.secret, what.victim):
                path.write_text("do not tell\n")
            report = await run(Snippet(source=each.program(what), device="cpu", trace=False))
            results.append((each, each.held(report.stdout)))
    return results
