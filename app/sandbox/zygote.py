"""The zygote: a process that has torch loaded and forks a child for every run, in milliseconds instead of seconds.

It is started with `exec`, with an environment of its own, and speaks to the server through one socket:

    zygote → server   {"hello": …}                               once, when torch is loaded
    server → zygote   {"fork": job} + the descriptors of a Seat
    zygote → server   {"forked": job, "pid": …} + a pidfd        or {"refused": job, "errno": …}
    zygote → server   {"exited": job, "status": …, "cpu": …, "rss": …}

It handles descriptors and small integers only. A snippet goes from the server to its child by pipe, so no reader's text
is ever in the memory that later children inherit.
"""

import glob
import os
import random
import selectors
import signal
import socket
import sys
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy
import torch

from ..trace import Snippet
from ..tracer.run import run_snippet
from . import namespaces, packet
from .child import Birth, Seat, live
from .enclosure import Enclosure
from .kernel import prctl
from .walls import Walls

SWEEP_SECONDS = 0.25
SWEEP_AGAIN_SECONDS = 0.02
_PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    """Load what snippets need, say hello, serve until the server hangs up."""
    control, wanted, base = socket.socket(fileno=int(sys.argv[1])), Walls(int(sys.argv[2])), sys.argv[3]
    cuda = sys.argv[4] if len(sys.argv) > 4 else None
    prctl(_PR_SET_CHILD_SUBREAPER, 1)
    if Walls.NAMESPACES in wanted and not namespaces.enter():
        wanted &= ~Walls.NAMESPACES
    gpu = has_gpu(cuda)
    hello = _warm_up(gpu)
    enclosure = Enclosure.survey(wanted, base)
    hello["warnings"] += enclosure.warnings
    hello |= {"walls": int(enclosure.walls), "landlock_abi": enclosure.landlock_abi}
    birth = Birth(os.getpid(), enclosure, gpu, cuda, make_fresh, rehearse, start_cuda)
    # Only a child comes back with a seat. What the zygote held is closed before the child takes its seat: an object
    # collected later would close a number that by then means something else.
    born = None
    with control, selectors.DefaultSelector() as selector, suppress(ConnectionError):
        packet.send(control, {"hello": hello})
        born = Zygote(control, selector).serve()
    if born:
        live(*born, birth)
    os._exit(0)  # Python's own way out would take torch apart, for seconds; the children end with us


def has_gpu(cuda_visible_devices: str | None) -> bool:
    """Whether a child could use CUDA; found out without a call to CUDA, which must not start before a fork."""
    hidden = cuda_visible_devices is not None and cuda_visible_devices.strip() in ("", "-1")
    built = torch.version.cuda is not None or torch.version.hip is not None
    devices = glob.glob("/dev/nvidia[0-9]*") + glob.glob("/dev/dxg") + glob.glob("/dev/kfd")
    return built and bool(devices) and not hidden


def make_fresh() -> None:
    """Give a child random numbers of its own; without this all children would draw the same ones.

    And settle torch's threads: what the zygote settled does not survive the fork, and two threads of a snippet that
    call torch first at the same time would race to settle it.
    """
    torch.set_num_threads(1)
    random.seed()
    numpy.random.seed()
    # Not torch.seed(): that one formats a stack for CUDA, and puts our source into linecache.
    torch.default_generator.seed()


def start_cuda() -> None:
    """Have the driver open all that it needs, while a child still may. No backward: its threads come later, walled."""
    torch.nn.functional.relu(torch.ones(2, 2, device="cuda") @ torch.ones(2, 2, device="cuda"))
    torch.cuda.synchronize()


def _warm_up(gpu: bool) -> dict[str, Any]:
    """Import and use once what is slow at first use; the answer is what the server should know of this machine."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        torch.set_num_threads(1)  # a pool of OpenMP threads does not survive a fork: a child would wait for it forever
        torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.1)
        torch.nn.Conv2d(1, 1, 3)(torch.zeros(1, 1, 4, 4))
        if not gpu:
            rehearse()
    return {
        "torch": torch.__version__,
        "gpu": gpu,
        "tasks": len(os.listdir("/proc/self/task")),
        "warnings": [str(warning.message)[:500] for warning in caught[:8]],
    }


_REHEARSAL = """\
import torch
net = torch.nn.Sequential(torch.nn.Conv2d(1, 1, 3), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(4, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)
net(torch.zeros(1, 1, 4, 4)).sum().backward()
optimizer.step()
str(net[0].weight.grad)
torch.zeros(1, requires_grad=True).add_(1)
"""


def rehearse() -> None:
    """Run a program of our own as a child will, up to its failure.

    Not where there is a GPU: backward, and steps of optimizers, count the devices, see none, as they are hidden from
    the zygote, and torch never counts again: the children would have no GPU.
    """
    run_snippet(Snippet(source=_REHEARSAL, device="cpu"), max_steps=100, max_tensors=100).model_dump_json()


class Zygote:
    """The loop of the zygote."""

    def __init__(self, control: socket.socket, selector: selectors.BaseSelector) -> None:
        self._control = control
        self._selector = selector
        self._selector.register(control, selectors.EVENT_READ)
        self._jobs: dict[int, int] = {}  # by pid
        self._strays = False

    def serve(self) -> tuple[int, Seat] | None:
        """Fork, reap and report. Returns job and seat in every forked child, and None once the server has hung up."""
        while True:
            wait = SWEEP_AGAIN_SECONDS if self._strays else SWEEP_SECONDS
            for key, _ in self._selector.select(wait):
                if key.fileobj is not self._control:
                    self._report(key.data, key.fd)
                elif (request := packet.receive(self._control)) is None:
                    return None
                elif born := self._fork(request[0]["fork"], Seat(*request[1])):
                    return born
            self._sweep()

    def _fork(self, job: int, seat: Seat) -> tuple[int, Seat] | None:
        try:
            pid = os.fork()
        except OSError as error:
            packet.send(self._control, {"refused": job, "errno": error.errno})
            pid = -1
        if pid == 0:
            return job, seat
        for descriptor in seat:
            os.close(descriptor)
        if pid > 0:
            self._introduce(job, pid)
        return None

    def _introduce(self, job: int, pid: int) -> None:
        self._jobs[pid] = job
        pidfd = os.pidfd_open(pid)
        self._selector.register(pidfd, selectors.EVENT_READ, pid)
        packet.send(self._control, {"forked": job, "pid": pid}, [pidfd])

    def _report(self, pid: int, pidfd: int) -> None:
        """Reap a child that has ended. Its group goes first, while nobody else can have got its number."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
        _, status, usage = os.wait4(pid, 0)
        self._selector.unregister(pidfd)
        os.close(pidfd)
        spent = {"status": status, "cpu": usage.ru_utime + usage.ru_stime, "rss": usage.ru_maxrss * 1024}
        packet.send(self._control, {"exited": self._jobs.pop(pid), **spent})

    def _sweep(self) -> None:
        """Stop and reap what snippets left behind: orphans come to us, as the nearest subreaper."""
        strays = _children() - self._jobs.keys()
        for pid in strays:
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        self._strays = bool(strays)


def _children() -> set[int]:
    me = os.getpid()
    try:
        return {int(pid) for pid in Path(f"/proc/{me}/task/{me}/children").read_text().split()}
    except FileNotFoundError:  # a kernel without CONFIG_PROC_CHILDREN; groups are stopped all the same
        return set()
