"""Every limit holds, and says which one it was."""

import pytest

from inplace_lab.sandbox.protocol import Ending

from .pools import MIB, Sandboxed, failure_in

SHORT = 0.6


@pytest.mark.parametrize(
    "source",
    [
        "while True: pass",
        "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)",
        "import re\nre.match('(a+)+$', 'a' * 60 + 'b')",
        "import signal\nfor s in set(signal.Signals) - {9, 19}: signal.signal(s, signal.SIG_IGN)\nwhile True: pass",
        "while True:\n    try:\n        while True: pass\n    except BaseException: pass",
        "import threading\nthreading.Event().wait()",
    ],
    ids=["loop", "stopped", "regex", "ignores signals", "catches all", "waits"],
)
def test_a_program_without_end_is_stopped_by_the_clock(sandbox: Sandboxed, source: str) -> None:
    outcome = sandbox.run(source, wall_seconds=SHORT)
    assert outcome.ending is Ending.WALL
    assert SHORT <= outcome.wall_seconds < SHORT + 3


@pytest.mark.parametrize("before", ["", "import signal\nsignal.signal(signal.SIGXCPU, signal.SIG_IGN)\n"])
def test_processor_time_is_limited(sandbox: Sandboxed, before: str) -> None:
    outcome = sandbox.run(before + "while True: pass", cpu_seconds=1)
    assert outcome.ending is Ending.CPU
    assert 0.8 < outcome.cpu_seconds < 4


def test_a_huge_tensor_is_refused_by_torch(sandbox: Sandboxed) -> None:
    assert failure_in(sandbox.run("import torch\ntorch.zeros(100 * 2**30, dtype=torch.uint8)")) == "RuntimeError"


def test_a_list_without_end_meets_a_memory_error(sandbox: Sandboxed) -> None:
    assert failure_in(sandbox.run("x = []\nwhile True: x.append([0] * 100_000)")) == "MemoryError"


def test_memory_used_up_to_the_last_byte_is_told_as_such(sandbox: Sandboxed) -> None:
    outcome = sandbox.run("x = []\nwhile True: x.append((1, len(x)))")
    assert outcome.ending is Ending.MEMORY or failure_in(outcome) == "MemoryError"


def test_tensors_without_end_are_refused_by_torch(sandbox: Sandboxed) -> None:
    assert failure_in(sandbox.run("import torch\nx = [torch.ones(2**20) for _ in range(1000)]")) == "RuntimeError"


def test_memory_of_all_processes_together_is_limited(unwalled: Sandboxed) -> None:
    source = """
import os, time
for _ in range(3):
    if os.fork() == 0:
        x = b'x' * (180 * 2**20)
        time.sleep(60)
time.sleep(60)
"""
    assert unwalled.run(source, memory_bytes=200 * MIB).ending is Ending.MEMORY


def test_printing_without_end_is_stopped_and_the_first_bytes_are_kept(sandbox: Sandboxed) -> None:
    outcome = sandbox.run("n = 0\nwhile True:\n    print(n)\n    n += 1", output_bytes=1000)
    assert outcome.ending is Ending.OUTPUT
    assert outcome.output_cut
    assert len(outcome.stdout) == 1000
    assert outcome.stdout.startswith("0\n1\n2\n")


def test_both_streams_share_one_limit(sandbox: Sandboxed) -> None:
    outcome = sandbox.run("import os\nos.write(2, b'e' * 600)\nos.write(1, b'o' * 600)", output_bytes=1000)
    assert outcome.ending is Ending.OUTPUT
    assert len(outcome.stdout) + len(outcome.stderr) == 1000


def test_output_of_just_the_limit_is_no_offence(sandbox: Sandboxed) -> None:
    outcome = sandbox.run("print('x' * 999)", output_bytes=1000)
    assert outcome.ending is Ending.RETURNED
    assert not outcome.output_cut


def test_a_result_that_is_too_large_is_not_taken(sandbox: Sandboxed) -> None:
    assert sandbox.run("import torch\nx = [torch.ones(1) for _ in range(50)]", result_bytes=500).ending is Ending.RESULT


def test_a_file_that_grows_too_large_is_refused(sandbox: Sandboxed) -> None:
    assert failure_in(sandbox.run("open('big', 'wb').write(b'x' * (2 * 2**20))")) == "OSError"


def test_too_many_open_files_are_refused(sandbox: Sandboxed) -> None:
    assert failure_in(sandbox.run("files = [open('/dev/null') for _ in range(100)]")) == "OSError"


def test_too_many_threads_are_stopped(sandbox: Sandboxed) -> None:
    source = "import threading, time\nfor _ in range(40): threading.Thread(target=time.sleep, args=(60,)).start()\n"
    outcome = sandbox.run("import threading\nthreading.stack_size(65536)\n" + source + "time.sleep(60)")
    assert outcome.ending is Ending.PROCESSES


def test_too_many_processes_are_stopped(unwalled: Sandboxed) -> None:
    source = "import os, time\nfor _ in range(30):\n    if os.fork() == 0: time.sleep(60)\ntime.sleep(60)"
    outcome = unwalled.run(source, memory_bytes=64 * 1024 * MIB)
    assert outcome.ending is Ending.PROCESSES


def test_a_limit_met_in_one_run_is_not_met_in_the_next(sandbox: Sandboxed) -> None:
    for _ in range(3):
        assert sandbox.run("x = bytearray(150 * 2**20)").ending is Ending.RETURNED
