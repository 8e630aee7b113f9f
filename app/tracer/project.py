"""Project: which files hold the code of a script, as against torch, other libraries and ourselves.

Own is what lies below the script's folder, or below the current folder where the script does, and whatever else is
neither a library nor ours: code that PYTHONPATH or the script itself brought in. Other projects that were installed to
be edited count as libraries.
"""

import os
import sys
import sysconfig
from pathlib import Path

from .frames import Program
from .text import words

_FOLDERS = ("site-packages", "dist-packages")
_LIBRARIES = tuple({sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")})
_OURS = str(Path(__file__).parent.parent)
_GENERATED = "torchinductor_"


def project(entry: str, folder: str) -> Program:
    """The program that starts with a file; labels of files are relative to a folder where they lie below it."""
    roots = _roots(entry, folder)
    others = tuple(_edited_elsewhere())

    def owned(filename: str) -> bool:
        if filename == entry:
            return True
        if not os.path.isabs(filename) or _is_library(filename):
            return False
        return _below(filename, roots) or not (_below(filename, others) or _GENERATED in filename)

    return Program(lambda filename: words(label(filename, folder)) if owned(filename) else None)


def label(filename: str, folder: str) -> str:
    """A file's path as somebody in the folder would write it."""
    for each in (folder, os.path.realpath(folder)):
        if _below(filename, (each,)):
            return os.path.relpath(filename, each)
    return filename


def _roots(entry: str, folder: str) -> tuple[str, ...]:
    own = os.path.dirname(entry)
    found = {own, os.path.realpath(own)}
    if any(_below(entry, (each,)) for each in (folder, os.path.realpath(folder))):
        found |= {folder, os.path.realpath(folder)}
    return tuple(found)


def _is_library(filename: str) -> bool:
    in_folder = any(part in _FOLDERS for part in Path(filename).parts)
    return in_folder or _below(filename, (*_LIBRARIES, _OURS))


def _below(filename: str, folders: tuple[str, ...]) -> bool:
    return any(filename.startswith(folder.rstrip(os.sep) + os.sep) for folder in folders)


def _edited_elsewhere() -> set[str]:
    """Folders of projects that are installed to be edited: on the path by a .pth file, or known to a finder."""
    wanted = {os.path.abspath(each) for each in os.environ.get("PYTHONPATH", "").split(os.pathsep) if each}
    folders = {each for each in sys.path if os.path.isdir(each) and each not in wanted}
    for name, module in list(sys.modules.items()):
        if name.startswith("__editable__"):
            folders |= {str(path) for path in getattr(module, "MAPPING", {}).values()}
    return folders
