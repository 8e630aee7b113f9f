"""Endings: how a run ended, as one status and one sentence that says what to do next. Every such sentence is here."""

from ..sandbox.protocol import Ending, Limits, Outcome
from ..trace import Failure, Trace
from .refusals import refusal_of
from .report import Status

_OUT_OF_MEMORY = ("can't allocate memory", "CUDA out of memory", "not enough memory")


def understand(outcome: Outcome, trace: Trace | None, limits: Limits) -> tuple[Status, str]:
    """The status and the sentence for a run."""
    if outcome.ending is not Ending.RETURNED:
        return _of_process(outcome, limits)
    if trace is None:
        return (
            Status.KILLED,
            "The program wrote something of its own to the place where its trace is handed in, so there is none. "
            "Leave open files that it did not open alone.",
        )
    return _of_program(trace.failure, limits)


def _of_program(failure: Failure | None, limits: Limits) -> tuple[Status, str]:
    if failure is None:
        return Status.OK, "The program ran to its end."
    if _ran_out_of_memory(failure):
        return (
            Status.OUT_OF_MEMORY,
            f"The program asked for more memory than the {_mib(limits.memory_bytes)} MiB that a run may use"
            f"{_at(failure)}. Make the tensors smaller.",
        )
    if failure.type == "SyntaxError":
        return Status.FAILED, f"Python cannot read the program: {failure.message}. Correct the line and run again."
    if refusal := refusal_of(failure):
        return Status.REFUSED, f"Refused{_at(failure)}. {refusal}"
    return Status.FAILED, f"The program raised {failure.type}{_at(failure)}. The message is below, word for word."


def _of_process(outcome: Outcome, limits: Limits) -> tuple[Status, str]:
    mib = _mib(limits.memory_bytes)
    endings = {
        Ending.WALL: (
            Status.TIMED_OUT,
            f"The program was stopped after {limits.wall_seconds:g} s. Look for a loop that does not end, or do less.",
        ),
        Ending.CPU: (
            Status.TIMED_OUT,
            f"The program was stopped after {limits.cpu_seconds} s of processor time. Do less work in one run.",
        ),
        Ending.MEMORY: (
            Status.OUT_OF_MEMORY,
            f"The program was stopped because it used more than the {mib} MiB that a run may use. "
            "Make the tensors smaller.",
        ),
        Ending.OUTPUT: (
            Status.KILLED,
            f"The program was stopped because it printed more than {limits.output_bytes // 1024} KiB. "
            "Print less, or only now and then.",
        ),
        Ending.RESULT: (
            Status.KILLED,
            "The program was stopped because its trace grew too large to return. Run fewer steps.",
        ),
        Ending.PROCESSES: (
            Status.KILLED,
            f"The program was stopped because it had more than {limits.processes} threads and processes. "
            "Start fewer; a snippet needs none.",
        ),
        Ending.DISK: (
            Status.KILLED,
            f"The program was stopped because it had more than {_mib(limits.disk_bytes)} MiB or {limits.disk_files} "
            "files on disk, or folders in folders in folders. Write less, and remove what is no longer needed.",
        ),
        Ending.SIGNAL: (
            Status.KILLED,
            f"The process crashed (signal {outcome.code}). Something outside Python failed; shorten the program "
            "until it runs to find the line.",
        ),
        Ending.EXITED: (
            Status.KILLED,
            f"The program ended its own process (exit status {outcome.code}) before its trace could be handed in. "
            "Leave out os._exit and let the last line be the end.",
        ),
    }
    return endings[outcome.ending]


def _ran_out_of_memory(failure: Failure) -> bool:
    if failure.type in ("MemoryError", "torch.OutOfMemoryError"):
        return True
    return failure.type == "RuntimeError" and any(words in failure.message for words in _OUT_OF_MEMORY)


def _at(failure: Failure) -> str:
    return f" in line {failure.line}" if failure.line else ""


def _mib(nbytes: int) -> int:
    return nbytes // (1024 * 1024)
