"""Chromium as the system has it; Playwright's own, where it has none."""

import shutil

_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell is the same engine without the windows around it; a page costs it a third."""


def chromium() -> str | None:
    """The path of a browser; None where Playwright has to look for one that it installed."""
    return next(filter(None, map(shutil.which, _NAMES)), None)
