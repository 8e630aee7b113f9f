"""Refusals: a program met a wall of the sandbox. Why, and what to write instead, in one sentence for a learner.

The walls answer like any system does, with "Operation not permitted", which tells a learner nothing. What the program
was after stands in the exception and in the files of its traceback: each reason below is such a trace, the most telling
ones first. A failure is the snippet's own word, so this is a help to readers and nothing that anything rests on.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from ..sentence import Sentence, sentence
from ..trace import Failure

_FRAME = re.compile(r'^  File "([^"\n]+)", line \d+.*\n(    .*)?', re.MULTILINE)
_PROGRAM = "snippet.py"
_PATH = re.compile(r"'([^'\n]{1,120})'")
_PROCESS_CALLS = re.compile(r"\bos\.(fork|forkpty|exec[lv]\w*|spawn[lv]\w*|posix_spawnp?|kill|killpg|pidfd_open)\(")
_NOBODY_THERE = ("Temporary failure in name resolution", "Name or service not known", "no internet connection")


@dataclass(frozen=True)
class _Clues:
    """What a failure tells of its reason."""

    type: str
    message: str
    files: frozenset[str]
    last_line: str
    by_hand: bool
    """The program raised it itself."""
    line: int
    """Line of the snippet; 0 where it is not known."""

    @classmethod
    def of(cls, failure: Failure) -> "_Clues":
        """The clues of a failure."""
        told = _FRAME.findall(failure.traceback)
        by_hand = bool(told) and told[-1][0] == _PROGRAM and told[-1][1].lstrip().startswith("raise ")
        return cls(
            type=failure.type,
            message=failure.message,
            files=frozenset(file for file, _ in told),
            last_line=told[-1][1] if told else "",
            by_hand=by_hand,
            line=failure.line or 0,
        )

    def passed(self, *files: str) -> bool:
        """Whether the exception went through one of these files, or files of these folders."""
        return any(
            file == each or (each.endswith("/") and file.startswith(each)) for file in self.files for each in files
        )

    def errno(self, *numbers: int) -> bool:
        """Whether it is the system's own answer with one of these numbers, and not one that the program made up."""
        return not self.by_hand and any(f"[Errno {number}]" in self.message for number in numbers)

    @property
    def refused(self) -> bool:
        """EPERM or EACCES; and EAGAIN, which is how a limit of processes answers."""
        return self.errno(1, 13) or (self.type == "BlockingIOError" and self.errno(11))

    @property
    def path(self) -> str:
        """The path that the system's answer names."""
        return found[1] if (found := _PATH.search(self.message)) else ""


def refusal_of(failure: Failure) -> Sentence | None:
    """Why the sandbox refused what the program wanted, and what to do; none where the failure is another one."""
    clues = _Clues.of(failure)
    found = next((told for reason in _REASONS if (told := reason(clues))), None)
    if found is None or failure.line is not None:
        return found
    return sentence("Refused. The program asked for something that a run may not do. Leave that out.")


def _workers(clues: _Clues) -> Sentence | None:
    if clues.refused and clues.passed("torch/utils/data/dataloader.py"):
        return sentence(
            "Refused in line %(line)s. DataLoader workers are processes, and a run is one process. "
            "Use num_workers=0: the batches are the same.",
            line=clues.line,
        )
    return None


def _compiler(clues: _Clues) -> Sentence | None:
    if clues.passed("torch/utils/cpp_extension.py"):
        return sentence(
            "Refused in line %(line)s. There is no C++ compiler in a run, so no extension can be built. "
            "Write the function in Python, with torch's own operators.",
            line=clues.line,
        )
    if clues.type.startswith("torch._inductor.") or clues.passed("torch/_inductor/"):
        return sentence(
            "Refused in line %(line)s. There is no C++ compiler in a run, which torch.compile needs. "
            'Use torch.compile(..., backend="eager"), or leave it out.',
            line=clues.line,
        )
    return None


def _download(clues: _Clues) -> Sentence | None:
    offline = _is_network(clues) or any(words in clues.message for words in _NOBODY_THERE)
    if offline and clues.passed("torch/hub.py"):
        return sentence(
            "Refused in line %(line)s. Nothing can be downloaded in a run: the network is off. "
            "Build the model in the program; for what tensors do, random weights are as good as trained ones.",
            line=clues.line,
        )
    return None


def _network(clues: _Clues) -> Sentence | None:
    if _is_network(clues):
        return sentence(
            "Refused in line %(line)s. The network is off in a run. "
            "Make the data in the program, for example with torch.randn.",
            line=clues.line,
        )
    return None


def _is_network(clues: _Clues) -> bool:
    if clues.type in ("socket.gaierror", "urllib.error.URLError"):
        return clues.errno(-3, -2, 1, 13)
    if clues.type == "torch.distributed.DistNetworkError":
        return True
    return clues.refused and clues.passed("socket.py", "asyncio/base_events.py", "http/client.py")


def _memory_of_all(clues: _Clues) -> Sentence | None:
    shm = "unable to open shared memory object" in clues.message or clues.passed("multiprocessing/shared_memory.py")
    if shm and ("(13)" in clues.message or "(1)" in clues.message or clues.refused):
        return sentence(
            "Refused in line %(line)s. Memory cannot be shared with other processes: a run is one process. "
            "Leave share_memory_() out.",
            line=clues.line,
        )
    return None


def _processes(clues: _Clues) -> Sentence | None:
    files = ("multiprocessing/", "subprocess.py", "concurrent/futures/process.py", "pty.py")
    if clues.refused and clues.passed(*files):
        return sentence(
            "Refused in line %(line)s. A run is one process and starts no other. "
            "Call the function directly instead; for things side by side use threads.",
            line=clues.line,
        )
    if clues.refused and _PROCESS_CALLS.search(clues.last_line):
        return sentence(
            "Refused in line %(line)s. A run is one process and starts no other. "
            "Call the function directly instead, and leave other processes alone.",
            line=clues.line,
        )
    return None


def _threads(clues: _Clues) -> Sentence | None:
    if clues.type == "RuntimeError" and "can't start new thread" in clues.message:
        return sentence(
            "Refused in line %(line)s. The program started more threads than a run may have. "
            "Start fewer, and join each before the next.",
            line=clues.line,
        )
    return None


def _files(clues: _Clues) -> Sentence | None:
    if clues.errno(13) and clues.path:
        return sentence(
            "Refused in line %(line)s. A run may not open %(path)s: it reads Python and its libraries, and writes in "
            "a folder of its own. Use a name without folders, such as 'data.pt', for a file that the program itself "
            "has written.",
            line=clues.line,
            path=clues.path,
        )
    if clues.errno(1) and clues.path:
        return sentence(
            "Refused in line %(line)s. A run may not change what kind of file %(path)s is, nor link to it. "
            "Read and write plain files.",
            line=clues.line,
            path=clues.path,
        )
    if "inline_container.cc" in clues.message and "Permission denied" in clues.message:
        return sentence(
            "Refused in line %(line)s. A run may not open that file: it reads Python and its libraries, and writes in "
            "a folder of its own. Use a name without folders, such as 'data.pt', for a file that the program itself "
            "has written.",
            line=clues.line,
        )
    return None


def _disk(clues: _Clues) -> Sentence | None:
    if clues.errno(27) or ("inline_container.cc" in clues.message and "unexpected pos" in clues.message):
        return sentence(
            "Refused in line %(line)s. The file grew larger than a run may write. "
            "Save less: a part of it, or smaller tensors.",
            line=clues.line,
        )
    if clues.errno(28, 122):
        return sentence(
            "Refused in line %(line)s. The program wrote more than a run may have on disk. "
            "Write less, and remove what is no longer needed.",
            line=clues.line,
        )
    if clues.errno(24):
        return sentence(
            "Refused in line %(line)s. The program has more files open than a run may have. "
            "Close each one: `with open(...) as file:`.",
            line=clues.line,
        )
    return None


def _keyboard(clues: _Clues) -> Sentence | None:
    if clues.type == "EOFError" and "reading a line" in clues.message:
        return sentence(
            "Refused in line %(line)s. Nobody is there to answer input() in a run. Write the value into the program.",
            line=clues.line,
        )
    return None


def _anything_else(clues: _Clues) -> Sentence | None:
    if clues.errno(1) and clues.type == "PermissionError":
        return sentence(
            "Refused in line %(line)s. The program asked the system for something that a run may not do. "
            "Leave that line out.",
            line=clues.line,
        )
    return None


_REASONS: tuple[Callable[[_Clues], Sentence | None], ...] = (
    _workers,
    _compiler,
    _download,
    _memory_of_all,
    _network,
    _processes,
    _threads,
    _disk,
    _files,
    _keyboard,
    _anything_else,
)
