"""Fixes: changes of a program that may cure what was diagnosed, one kind a file. Pure: text in, text out."""

from .candidate import Candidate
from .propose import propose

__all__ = ["Candidate", "propose"]
