"""Endings: how a run ended, as one status and one sentence that says what to do next. Every such sentence is here."""

from ..sandbox.protocol import Ending, Limits, Outcome
from ..sentence import Sentence, sentence
from ..trace import Failure, Trace
from .refusals import refusal_of
from .report import Status

MOST_WORDS = 500
"""Characters of the program's own words that a sentence repeats; Python's own are shorter."""

_OUT_OF_MEMORY = ("can't allocate memory", "CUDA out of memory", "not enough memory")


def understand(outcome: Outcome, trace: Trace | None, limits: Limits) -> tuple[Status, Sentence]:
    """The status and the sentence for a run."""
    if outcome.ending is not Ending.RETURNED:
        return _of_process(outcome, limits)
    if trace is None:
        return Status.KILLED, sentence(
            "The program wrote something of its own to the place where its trace is handed in, so there is none. "
            "Leave open files that it did not open alone."
        )
    return _of_program(trace.failure, limits)


def _of_program(failure: Failure | None, limits: Limits) -> tuple[Status, Sentence]:
    if failure is None:
        return Status.OK, sentence("The program ran to its end.")
    if _ran_out_of_memory(failure):
        return Status.OUT_OF_MEMORY, _too_large(failure, limits)
    if failure.type == "SyntaxError":
        return Status.FAILED, sentence(
            "Python cannot read the program: %(message)s. Correct the line and run again.",
            message=failure.message[:MOST_WORDS],
        )
    if refusal := refusal_of(failure):
        return Status.REFUSED, refusal
    return Status.FAILED, _raised(failure)


def _too_large(failure: Failure, limits: Limits) -> Sentence:
    mib = _mib(limits.memory_bytes)
    if failure.line is None:
        return sentence(
            "The program asked for more memory than the %(mib)s MiB that a run may use. Make the tensors smaller.",
            mib=mib,
        )
    return sentence(
        "The program asked for more memory than the %(mib)s MiB that a run may use in line %(line)s. "
        "Make the tensors smaller.",
        mib=mib,
        line=failure.line,
    )


def _raised(failure: Failure) -> Sentence:
    kind = failure.type[:MOST_WORDS]
    if failure.line is None:
        return sentence("The program raised %(type)s. See its message, word for word.", type=kind)
    return sentence(
        "The program raised %(type)s in line %(line)s. See its message, word for word.",
        type=kind,
        line=failure.line,
    )


def _of_process(outcome: Outcome, limits: Limits) -> tuple[Status, Sentence]:
    endings = {
        Ending.WALL: (
            Status.TIMED_OUT,
            sentence(
                "The program was stopped after %(seconds)s s. Look for a loop that does not end, or do less.",
                seconds=f"{limits.wall_seconds:g}",
            ),
        ),
        Ending.CPU: (
            Status.TIMED_OUT,
            sentence(
                "The program was stopped after %(seconds)s s of processor time. Do less work in one run.",
                seconds=limits.cpu_seconds,
            ),
        ),
        Ending.MEMORY: (
            Status.OUT_OF_MEMORY,
            sentence(
                "The program was stopped because it used more than the %(mib)s MiB that a run may use. "
                "Make the tensors smaller.",
                mib=_mib(limits.memory_bytes),
            ),
        ),
        Ending.OUTPUT: (
            Status.KILLED,
            sentence(
                "The program was stopped because it printed more than %(kib)s KiB. Print less, or only now and then.",
                kib=limits.output_bytes // 1024,
            ),
        ),
        Ending.RESULT: (
            Status.KILLED,
            sentence("The program was stopped because its trace grew too large to return. Run fewer steps."),
        ),
        Ending.PROCESSES: (
            Status.KILLED,
            sentence(
                "The program was stopped because it had more than %(processes)s threads and processes. "
                "Start fewer; a snippet needs none.",
                processes=limits.processes,
            ),
        ),
        Ending.DISK: (
            Status.KILLED,
            sentence(
                "The program was stopped because it had more than %(mib)s MiB or %(files)s files on disk, "
                "or folders in folders in folders. Write less, and remove what is no longer needed.",
                mib=_mib(limits.disk_bytes),
                files=limits.disk_files,
            ),
        ),
        Ending.SIGNAL: (
            Status.KILLED,
            sentence(
                "The process crashed (signal %(signal)s). Something outside Python failed; shorten the program "
                "until it runs to find the line.",
                signal=outcome.code,
            ),
        ),
        Ending.EXITED: (
            Status.KILLED,
            sentence(
                "The program ended its own process (exit status %(status)s) before its trace could be handed in. "
                "Leave out os._exit and let the last line be the end.",
                status=outcome.code,
            ),
        ),
    }
    return endings[outcome.ending]


def _ran_out_of_memory(failure: Failure) -> bool:
    if failure.type in ("MemoryError", "torch.OutOfMemoryError"):
        return True
    return failure.type == "RuntimeError" and any(words in failure.message for words in _OUT_OF_MEMORY)


def _mib(nbytes: int) -> int:
    return nbytes // (1024 * 1024)
