"""Interrupts: what Ctrl-C does while a script runs. The terminal sends it to the script as well as to us."""

import asyncio
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def on_interrupt(act: Callable[[], object], *, after: int = 0) -> Iterator[None]:
    """Inside, Ctrl-C acts, once it has come more often than so many times; before that it is left to the script."""
    loop, left = asyncio.get_running_loop(), [after]

    def interrupted() -> None:
        if left[0] <= 0:
            act()
        left[0] -= 1

    try:
        loop.add_signal_handler(signal.SIGINT, interrupted)
    except (RuntimeError, ValueError, NotImplementedError):  # not in the main thread: nobody sends it here
        yield
        return
    try:
        yield
    finally:
        loop.remove_signal_handler(signal.SIGINT)
