"""From an Order to the kernel's own limits, for the process that calls. See NOTE [Two limits of memory]."""

import os
import resource
from contextlib import suppress

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


def open_gauge() -> int:
    """A descriptor that tells `apply` what is mapped, once the walls are up and /proc may be out of reach."""
    return os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)


def apply(order: Order, gauge: int) -> None:
    """Put the limits on this process and all that it will start."""
    _cap(resource.RLIMIT_CORE, 0)
    _cap(resource.RLIMIT_NOFILE, OPEN_FILES)
    _cap(resource.RLIMIT_FSIZE, order.file_bytes)
    _cap(resource.RLIMIT_CPU, order.cpu_seconds, order.cpu_seconds + GRACE_SECONDS)
    # Counts every process of the user, those of the desktop too, and root's not at all: only a far-off backstop.
    # How many processes a run has is the watchdog's business.
    _cap(resource.RLIMIT_NPROC, PROCESSES_OF_USER)
    if not order.gpu:
        soft = _mapped_bytes(gauge) + order.memory_bytes
        _cap(resource.RLIMIT_AS, soft, soft + RESERVE)


def open_reserve() -> None:
    """Allow this process the memory that was kept back for writing the result down."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (hard, hard))


def _cap(kind: int, soft: int, hard: int | None = None) -> None:
    """Set a limit; where the process was born with a lower hard limit, that one stays."""
    _, ceiling = resource.getrlimit(kind)
    hard = soft if hard is None else hard
    if ceiling != resource.RLIM_INFINITY:
        soft, hard = min(soft, ceiling), min(hard, ceiling)
    resource.setrlimit(kind, (soft, hard))


def _mapped_bytes(gauge: int) -> int:
    pages = int(os.pread(gauge, 100, 0).split()[0])
    return pages * resource.getpagesize()
