"""From an Order to the kernel's own limits, for the process that calls. See NOTE [Two limits of memory]."""

import os
import resource
from contextlib import suppress
from pathlib import Path

from .order import Order

# NOTE [Two limits of memory]
# The soft RLIMIT_AS is what the process has mapped already (torch is large) plus the budget: beyond it malloc fails,
# and the snippet sees an honest MemoryError. RESERVE lies between the soft and the hard limit, so that the child can
# still write its result down once the snippet has spent everything. A snippet may raise its own soft limit and eat
# the reserve: then it gets no result, and nobody else is harmed. CUDA maps far more than it uses, so a run on a GPU
# has no RLIMIT_AS; there, and for the sum over all of a run's processes, the watchdog looks at resident memory.
RESERVE = 128 * 1024 * 1024

OPEN_FILES = 64
GRACE_SECONDS = 1
PROCESSES_OF_USER = 4096
NICENESS = 5


def apply(order: Order) -> None:
    """Put the limits on this process and all that it will start."""
    _first_to_go()
    _cap(resource.RLIMIT_CORE, 0)
    _cap(resource.RLIMIT_NOFILE, OPEN_FILES)
    _cap(resource.RLIMIT_FSIZE, order.file_bytes)
    _cap(resource.RLIMIT_CPU, order.cpu_seconds, order.cpu_seconds + GRACE_SECONDS)
    # Counts every process of the user, those of the desktop too, and root's not at all: only a far-off backstop.
    # How many processes a run has is the watchdog's business.
    _cap(resource.RLIMIT_NPROC, PROCESSES_OF_USER)
    if not order.gpu:
        soft = _mapped_bytes() + order.memory_bytes
        _cap(resource.RLIMIT_AS, soft, soft + RESERVE)


def open_reserve() -> None:
    """Allow this process the memory that was kept back for writing the result down."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _first_to_go() -> None:
    """Where the machine itself runs short, let the snippet be slowed down and stopped before the server."""
    with suppress(OSError):
        os.nice(NICENESS)
    with suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _cap(kind: int, soft: int, hard: int | None = None) -> None:
    """Set a limit; where the process was born with a lower hard limit, that one stays."""
    _, ceiling = resource.getrlimit(kind)
    hard = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(kind, (soft, hard))


def _mapped_bytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()
