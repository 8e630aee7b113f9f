"""Processes: what a process and all that descend from it have used, from /proc.

Processor time is counted by the kernel for each process, so other work on the machine is not in it, as it would be in
times by the clock. It has a share in it all the same: caches and memory are one for all.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGESIZE")


@dataclass(frozen=True)
class Spent:
    """Seconds of processor time: of the web process itself, and of what runs programs for it."""

    web: float
    runs: float

    @classmethod
    def by(cls, server: int) -> "Spent":
        """What a server has spent up to now."""
        web, ended = _times(server)
        return cls(web, ended + sum(sum(_times(each)) for each in _descendants(server)))

    def since(self, before: "Spent", times: int) -> "Spent":
        """A share of what has been spent since then."""
        return Spent((self.web - before.web) / times, (self.runs - before.runs) / times)


def zygote_of(server: int) -> int:
    """The process that a server's programs are forked from: the child that has most children."""
    return max(children(server), key=lambda each: len(children(each)))


def children(pid: int) -> list[int]:
    """The processes that this one has started, and that have not ended."""
    found: list[int] = []
    with suppress(FileNotFoundError, ProcessLookupError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    return found


def resident(pid: int) -> int:
    """Bytes of a process that are in memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE


def own_bytes(pid: int) -> int:
    """Bytes that a process shares with no other: what one more like it takes. 0 where it has ended."""
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Private_"))


def _times(pid: int) -> tuple[float, float]:
    """Of the process itself, and of its children that have ended; nothing where it has ended itself."""
    with suppress(FileNotFoundError, ProcessLookupError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        user, system, ended_user, ended_system = (int(field) / _TICK for field in fields[11:15])
        return user + system, ended_user + ended_system
    return 0.0, 0.0


def _descendants(pid: int) -> Iterator[int]:
    for child in children(pid):
        yield child
        yield from _descendants(child)
