"""What a run uses at this moment, read from /proc: its first process and all that descend from it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

_KIB = 1024
_SCHED_CLOCK = 2  # Linux's number for "processor time" in a clock id; see clock_getcpuclockid(3)


_WANTED = frozenset({"VmHWM", "VmRSS", "RssAnon", "RssShmem", "Threads"})


@dataclass(frozen=True)
class Usage:
    """Memory is what belongs to no file: pages of libraries can be dropped, and are shared with the zygote."""

    tasks: int
    memory_bytes: int
    peak_rss_bytes: int
    cpu_seconds: float

    @classmethod
    def of(cls, pid: int, *, enough_tasks: int) -> Self | None:
        """The usage of the process and its descendants, or None where it has ended.

        Stops looking once it has seen more than `enough_tasks`: a fork bomb must not keep the server busy.
        """
        if (first := _status(pid)) is None or (cpu := _cpu_seconds(pid)) is None:
            return None
        tasks, memory = first["Threads"], _own_memory(first)
        for descendant in _descendants(pid):
            if tasks > enough_tasks:
                break
            if status := _status(descendant):
                tasks, memory = tasks + status["Threads"], memory + _own_memory(status)
        return cls(tasks, memory, first.get("VmHWM", first["VmRSS"]) * _KIB, cpu)


def _own_memory(status: dict[str, int]) -> int:
    # gVisor tells VmRSS only.
    return (status.get("RssAnon", status["VmRSS"]) + status.get("RssShmem", 0)) * _KIB


def _status(pid: int) -> dict[str, int] | None:
    """The numbers in /proc/<pid>/status; None for a process that has ended, a zombie too."""
    try:
        text = Path(f"/proc/{pid}/status").read_text(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        return None
    rows = (line.partition(":") for line in text.splitlines())
    numbers = {name: int(value.split()[0]) for name, _, value in rows if name in _WANTED}
    return numbers if "VmRSS" in numbers else None


def _cpu_seconds(pid: int) -> float | None:
    try:
        return time.clock_gettime((~pid << 3) | _SCHED_CLOCK)
    except OSError:
        return None


def _descendants(pid: int) -> Iterator[int]:
    unseen = [pid]
    while unseen:
        children = list(_children(unseen.pop()))
        yield from children
        unseen += children


def _children(pid: int) -> Iterator[int]:
    for task in _task_folders(pid):
        try:
            yield from map(int, (task / "children").read_text().split())
        except (FileNotFoundError, ProcessLookupError):
            continue  # the task has ended, or the kernel lacks CONFIG_PROC_CHILDREN


def _task_folders(pid: int) -> Iterator[Path]:
    try:
        yield from Path(f"/proc/{pid}/task").iterdir()
    except (FileNotFoundError, ProcessLookupError):
        return
