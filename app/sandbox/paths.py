"""The files that a run may open: Python, torch and the system's libraries to read, its own folder to write in."""

import glob
import os
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

from .landlock import DEVICE, OWN, READ, READ_FILE, WRITE_FILE

_PACKAGE = str(Path(__file__).parents[1])
_SYSTEM = (
    "/lib",
    "/lib32",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/sys/devices/system/cpu",
    "/dev/urandom",
    "/dev/random",
    "/proc/cpuinfo",
    "/proc/meminfo",
)
# Its own numbers, as people read them to see what a program uses; not the folder, in which /proc/self/net is too.
_OWN_NUMBERS = ("comm", "stat", "statm", "status")
# What a CUDA driver opens. It writes the names of its threads, too.
_GPU_DEVICES = ("/dev/nvidia*", "/dev/nvidia-caps/*", "/dev/dxg", "/dev/kfd", "/dev/dri/*")
_GPU_FACTS = (
    "/proc/driver/nvidia",
    "/sys/module/nvidia*",
    "/sys/devices/system/node",
    "/proc/modules",
    "/proc/devices",
)


def of_python() -> tuple[str, ...]:
    """What an import may read: all folders of modules, this package's own, the libraries beside the interpreter.

    Not the whole prefix: it may be /, and it holds programs, which nobody here may start.
    """
    modules = [sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")]
    libraries = [os.path.join(prefix, "lib") for prefix in (sys.prefix, sys.base_prefix)]
    folders = [*modules, *libraries, *filter(os.path.isabs, sys.path), _PACKAGE]
    return tuple(dict.fromkeys(path for folder in folders if (path := os.path.realpath(folder)) != "/"))


def rules(python: tuple[str, ...], *, gpu: bool) -> Iterator[tuple[str, int]]:
    """Paths with the rights over what lies there, for this process, which stands in its own folder."""
    yield from ((path, READ) for path in (*python, *_SYSTEM))
    yield from ((f"/proc/{os.getpid()}/{name}", READ_FILE) for name in _OWN_NUMBERS)
    yield "/dev/null", READ_FILE | WRITE_FILE
    yield ".", OWN
    if gpu:
        yield from ((path, DEVICE) for pattern in _GPU_DEVICES for path in glob.glob(pattern))
        yield from ((path, READ) for pattern in _GPU_FACTS for path in glob.glob(pattern))
        yield f"/proc/{os.getpid()}/task", READ | WRITE_FILE
