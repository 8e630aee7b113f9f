"""Inplace Lab: see what `inplace=True` really does."""

from importlib import import_module
from typing import Any

__version__ = "0.1.0"

_OF_WATCHING = ("watch", "load_ipython_extension")


def __getattr__(name: str) -> Any:
    """What listens to the user's own program is loaded when it is asked for: the server needs none of it."""
    if name in _OF_WATCHING:
        return getattr(import_module(".watching", __name__), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
