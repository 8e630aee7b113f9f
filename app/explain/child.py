"""The life of one forked child: it runs a script as `python script.py` would, and hands in what happened.

It is no sandbox: the script has the user's own rights, terminal, files and network, as without us.
"""

import atexit
import os
import signal
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

from .order import Order, Result


def live(order: Order, interrupt: Any) -> NoReturn:
    """Run a script and leave as Python would; `interrupt` is what Ctrl-C did before the host turned deaf to it."""
    code: object = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, interrupt)
        code = _run(order)
    finally:
        _leave(code)


def _run(order: Order) -> object:
    from ..tracer.script import Script, run_script  # the host has loaded it; only there may torch be imported

    me = os.getpid()
    _seat(order)
    wanted = order.model_dump(
        include={"path", "name", "folder", "texts", "record", "oracle", "max_steps", "max_passes"}
    )
    played = run_script(Script(arguments=order.arguments, **wanted))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if os.getpid() == me:  # a child that the script forked itself has nothing to hand in
        if (failure := played.trace.failure) is not None and played.began and not played.left:
            _say(failure.traceback)
        result = Result(
            trace=played.trace,
            began=played.began,
            passes=played.passes,
            passes_recorded=played.passes_recorded,
            files=played.files,
        )
        Path(order.result).write_text(result.model_dump_json(), encoding="utf-8")
    return played.code


def _seat(order: Order) -> None:
    """Bring standard input and output to where they should be."""
    if order.quiet:
        os.setsid()  # so that all of it can be stopped, and Ctrl-C does not reach it
        nowhere = os.open(os.devnull, os.O_RDWR)
        for descriptor in range(3):
            os.dup2(nowhere, descriptor)
    elif order.aside:
        os.dup2(2, 1)


def _leave(code: object) -> NoReturn:
    """Do what Python does at the end, except taking torch apart, which takes long."""
    with suppress(BaseException):
        threading._shutdown()  # type: ignore[attr-defined]
    with suppress(BaseException):
        atexit._run_exitfuncs()
    if code is not None and type(code) is not int:
        _say(f"{code}\n")
        code = 1
    for stream in (sys.stdout, sys.stderr):
        with suppress(BaseException):
            stream.flush()
    os._exit(int(code or 0) & 0xFF)


def _say(words: str) -> None:
    with suppress(BaseException):
        sys.stdout.flush()
        sys.stderr.write(words)
        sys.stderr.flush()
