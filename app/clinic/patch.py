"""Patch: the change from one program to another, as `patch -p1` and `git apply` take it."""

from collections.abc import Iterator, Mapping
from difflib import unified_diff

SNIPPET = "snippet.py"
"""The name that a snippet, which has none, goes by in a patch."""

_NO_NEWLINE = "\\ No newline at end of file\n"


def patch_of(before: Mapping[str, str], after: Mapping[str, str]) -> str:
    """A unified diff of the files in `after` against those in `before`."""
    return "".join(line for file in sorted(after) for line in _lines(file, before.get(file, ""), after[file]))


def _lines(file: str, before: str, after: str) -> Iterator[str]:
    name = file or SNIPPET
    for line in unified_diff(_split(before), _split(after), f"a/{name}", f"b/{name}"):
        yield line if line.endswith("\n") else f"{line}\n{_NO_NEWLINE}"


def _split(text: str) -> list[str]:
    r"""Lines as patch counts them: only \n ends one, where Python's splitlines knows a form feed, too."""
    lines = text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
