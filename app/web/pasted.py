"""Pasted: whether a text is a program, or what torch said when one failed somewhere else."""

import ast

from ..diagnosis.wording.message import Explained, explain_message

TRACEBACK = "Traceback (most recent call last)"


def read_message(text: str) -> Explained | None:
    """What a traceback or a mere message means. None for a program, and for words that nobody here knows."""
    return None if _is_program(text) else explain_message(text)


def is_traceback(text: str) -> bool:
    """Whether a text is a traceback, known or not: there is no use in running it."""
    return TRACEBACK in text and not _is_program(text)


def _is_program(text: str) -> bool:
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True
