"""Overrides: texts that stand in for files of a program, as if they lay on the disk.

Only in this process: a worker that is started anew, and not forked, reads the files.
"""

import linecache
import sys
from collections.abc import Mapping, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from types import ModuleType
from typing import Any


class _Loader(SourceFileLoader):
    """Loads a module from a text, under the name of its file. What is compiled is not kept."""

    def __init__(self, name: str, path: str, text: str) -> None:
        super().__init__(name, path)
        self._text = text

    def path_stats(self, path: str) -> Any:
        """Nothing is known of the file, so that no compiled one is taken, and none written."""
        raise OSError

    def get_data(self, path: str) -> bytes:
        """The text."""
        return self._text.encode()


class Overrides(MetaPathFinder):
    """Finds modules as Python does, and replaces the loader of those that have another text."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self._texts = texts

    def install(self) -> None:
        """From now on modules are found here first, and tracebacks show the other lines."""
        for path, text in self._texts.items():
            remember(path, text)
        if self._texts:
            sys.meta_path.insert(0, self)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Where a module is; None leaves it to others."""
        for finder in sys.meta_path:
            if finder is self or (spec := finder.find_spec(fullname, path, target)) is None:
                continue
            text = self._texts.get(spec.origin or "")
            if text is None:
                return None
            spec.loader = _Loader(fullname, spec.origin or "", text)
            return spec
        return None


def remember(path: str, text: str) -> None:
    """Have tracebacks and inspect show the lines of a text that lies in no file of that name."""
    linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
