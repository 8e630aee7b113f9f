"""Prose: the paragraphs that rules are explained by, as HTML."""

import re

from markupsafe import Markup, escape

_COMMON = re.compile(
    r"^RuntimeError: one of the variables needed for gradient computation has been (?=modified by an inplace operation)"
)
_HINT = re.compile(r"\s*(?:instead\. )?Hint: .*", re.DOTALL)
_SENTENCE = re.compile(r".+?(?:[.](?=\s|$)|。)", re.DOTALL)


def backticks(text: str) -> Markup:
    """Words with `code` between backticks; everything else is text."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    return Markup().join(
        Markup('<code translate="no">{}</code>').format(part) if number % 2 else escape(part)
        for number, part in enumerate(parts)
    )


def opening(text: str) -> str:
    """The first sentence of a paragraph."""
    found = _SENTENCE.match(text)
    return found.group(0).strip() if found else text


def telling(message: str) -> str:
    """What is special about a message of torch: without the words that the most common one has every time."""
    return _HINT.sub("", _COMMON.sub("… ", message))
