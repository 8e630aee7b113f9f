"""The launch of a zygote: a fresh process with an environment of its own, in which there is no secret."""

import os
import socket
import subprocess
import sys
from pathlib import Path

from .walls import Walls

_PACKAGE = __name__.split(".", maxsplit=1)[0]
_PACKAGE_FILE = Path(__file__).parents[1] / "__init__.py"
_START = """\
import sys
from importlib.util import find_spec
spec = find_spec({package!r})
if spec is None or spec.origin != {file!r}: sys.path.insert(0, {parent!r})
from {package}.sandbox.zygote import main
main()
"""
_PASSED_ON = ("LD_LIBRARY_PATH", "PYTHONPATH")  # where libraries lie; nothing else of the server's environment


def zygote(control: socket.socket, walls: Walls, base: Path) -> subprocess.Popen[bytes]:
    """Start a zygote that serves this socket, for runs with these walls and with folders below `base`."""
    code = _START.format(package=_PACKAGE, file=str(_PACKAGE_FILE), parent=str(_PACKAGE_FILE.parents[1]))
    cuda = os.environ.get("CUDA_VISIBLE_DEVICES")
    # -P -s: neither the current nor the user's own folder may bring modules in.
    command = [sys.executable, "-P", "-s", "-c", code, str(control.fileno()), str(int(walls)), str(base)]
    command += [] if cuda is None else [cuda]
    return subprocess.Popen(  # noqa: S603 - our own interpreter and our own words
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        pass_fds=[control.fileno()],
        cwd="/",
        env=_environment(),
        start_new_session=True,
    )


def _environment() -> dict[str, str]:
    one_thread = dict.fromkeys(("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    return {
        **{name: os.environ[name] for name in _PASSED_ON if name in os.environ},
        **one_thread,
        "CUDA_VISIBLE_DEVICES": "",
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "HOME": "/nonexistent",
        "USER": "snippet",
        "LOGNAME": "snippet",
        "MALLOC_ARENA_MAX": "2",  # an arena for each thread maps 64 MiB, which RLIMIT_AS would count
        "PYTHONHASHSEED": "0",  # the same snippet gives the same trace after a restart too
    }


def wait_or_kill(process: subprocess.Popen[bytes], seconds: float) -> None:
    """Wait for the end of a process that should end by itself."""
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
