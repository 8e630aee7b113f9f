"""Wording: how a sentence repeats what is the reader's own."""

MOST = 60
"""Characters of the reader's own words that a sentence repeats."""

MOST_OF_MESSAGE = 300
"""Characters of the message of an exception; torch's own are shorter."""


def short(words: str, most: int = MOST) -> str:
    """Words of the reader, no longer than a sentence can bear, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"


def number(count: int) -> str:
    """A number of bytes, told to the last digit."""
    return f"{count:,}"
