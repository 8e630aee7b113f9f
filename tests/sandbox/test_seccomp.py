"""System calls: what seccomp refuses, what it lets through, and what happens where it is left out."""

import errno
import socket
from pathlib import Path

import pytest

from inplace_lab.sandbox import seccomp
from inplace_lab.sandbox.protocol import Ending
from inplace_lab.sandbox.syscalls import ARCHITECTURES
from inplace_lab.sandbox.walls import Walls

from .pools import Sandboxed, failure_in, trace_of


@pytest.fixture(scope="module")
def open_kernel(folders: Path):
    sandboxed = Sandboxed(data_dir=folders, walls=Walls.ALL & ~Walls.SECCOMP)
    yield sandboxed
    sandboxed.stop()


# Each raises PermissionError where seccomp holds, and nothing where it is left out.
REFUSED = {
    "fork": "if os.fork() == 0: os._exit(0)",
    "vfork": "os.waitpid(os.posix_spawn(sys.executable, ['x', '-V'], {}), 0)",
    "socket": "socket.socket()",
    "datagram pair": "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "signal to its neighbours": "os.kill(0, 0)",
    "chmod": "os.chmod('.', 0o777)",
    "times": "os.utime('.')",
    "shared memory": "mmap.mmap(-1, 4096)",
    "memfd": "os.memfd_create('x')",
    "read and empty": "open('x', 'w'); os.open('x', os.O_RDONLY | os.O_TRUNC)",
    "neither and empty": "open('x', 'w'); os.open('x', 3 | os.O_TRUNC)",
    "limits of others": "resource.prlimit(os.getpid(), resource.RLIMIT_CPU)",
    "priority": "os.nice(1)",
    "pidfd": "os.pidfd_open(os.getpid())",
}


@pytest.mark.parametrize("attack", REFUSED)
def test_it_is_refused_and_would_work_without(sandbox: Sandboxed, open_kernel: Sandboxed, attack: str) -> None:
    source = "import os, sys, socket, mmap, resource\n" + REFUSED[attack]
    assert failure_in(sandbox.run(source)) == "PermissionError"
    if attack != "vfork":  # Landlock lets nothing be executed either
        assert trace_of(open_kernel.run(source)).failure is None


@pytest.mark.parametrize("number", [101, 165, 272, 298, 310, 321, 323, 425, 434])
def test_corners_of_the_kernel_are_closed(sandbox: Sandboxed, number: int) -> None:
    source = f"""
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
print(libc.syscall({number}, 0, 0, 0, 0, 0), ctypes.get_errno())
"""
    assert sandbox.run(source).stdout == f"-1 {errno.EPERM}\n"


def test_the_numbers_of_x32_kill(sandbox: Sandboxed) -> None:
    outcome = sandbox.run("import ctypes\nctypes.CDLL(None).syscall(0x40000000 + 39)")
    assert (outcome.ending, outcome.code) == (Ending.SIGNAL, 31)


def test_threads_signals_to_oneself_and_asyncio_work(sandbox: Sandboxed) -> None:
    source = """
import asyncio, os, signal, threading, time, torch
seen = []
signal.signal(signal.SIGUSR1, lambda *_: seen.append('signal'))
os.kill(os.getpid(), signal.SIGUSR1)
signal.raise_signal(signal.SIGUSR1)
t = threading.Thread(target=seen.append, args=('thread',)); t.start(); t.join()
async def main():
    await asyncio.to_thread(seen.append, 'asyncio')
asyncio.run(main())
torch.set_num_threads(2); torch.ones(600, 600) @ torch.ones(600, 600)
print(*seen)
"""
    assert sandbox.run(source).stdout == "signal signal thread asyncio\n"


def test_an_address_cannot_be_sent_to(sandbox: Sandboxed, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ear:
        ear.bind(str(tmp_path / "ear"))
        source = f"import socket\na, b = socket.socketpair()\na.sendto(b'x', {str(tmp_path / 'ear')!r})"
        assert failure_in(sandbox.run(source)) == "PermissionError"


@pytest.mark.parametrize("architecture", ARCHITECTURES.values(), ids=list(ARCHITECTURES))
def test_every_jump_lands_inside_the_filter(architecture) -> None:
    rows = seccomp.program(architecture, pid=1)
    for at, (code, yes, no, _) in enumerate(rows):
        assert max(yes, no) < 256
        assert code == 0x06 or at + 1 + max(yes, no) < len(rows)


def test_both_tables_know_the_same_calls_but_old_ones() -> None:
    wide, narrow = ARCHITECTURES["x86_64"], ARCHITECTURES["aarch64"]
    assert wide.ruled.keys() - narrow.ruled.keys() == {"open"}
    assert len(set(narrow.plain)) == len(narrow.plain) < len(set(wide.plain)) == len(wide.plain)
