"""Snippets that lie, crash or leave things behind. Each is followed by an honest run: see the fixture `sandbox`."""

import os
import time
from pathlib import Path

import pytest

from inplace_lab.errors import SandboxBroken
from inplace_lab.sandbox.protocol import Ending
from inplace_lab.sandbox.walls import Walls

from .pools import Sandboxed


@pytest.mark.parametrize("code", [0, 3])
def test_leaving_without_a_result_is_told_with_its_code(sandbox: Sandboxed, code: int) -> None:
    outcome = sandbox.run(f"print('bye', flush=True)\nimport os\nos._exit({code})")
    assert (outcome.ending, outcome.code, outcome.result) == (Ending.EXITED, code, b"")
    assert outcome.stdout == "bye\n"


@pytest.mark.parametrize("number", [6, 9, 11])
def test_a_crash_is_told_with_its_signal(sandbox: Sandboxed, number: int) -> None:
    outcome = sandbox.run(f"import os\nos.kill(os.getpid(), {number})")
    assert (outcome.ending, outcome.code) == (Ending.SIGNAL, number)


def test_a_real_segmentation_fault_is_a_signal(sandbox: Sandboxed) -> None:
    assert sandbox.run("import ctypes\nctypes.string_at(0)").code == 11


def test_a_forged_result_is_bytes_like_any_other(sandbox: Sandboxed) -> None:
    outcome = sandbox.run("import os, struct\nos.write(3, struct.pack('<Q', 6) + b'FORGED')\nos._exit(0)")
    assert (outcome.ending, outcome.result) == (Ending.RETURNED, b"FORGED")


def test_a_result_that_claims_a_huge_length_is_not_waited_for(sandbox: Sandboxed) -> None:
    outcome = sandbox.run("import os, time\nos.write(3, b'\\xff' * 20)\ntime.sleep(60)")
    assert outcome.ending is Ending.RESULT


def test_half_a_result_is_none(sandbox: Sandboxed) -> None:
    outcome = sandbox.run("import os, struct\nos.write(3, struct.pack('<Q', 60) + b'half')\nos._exit(0)")
    assert (outcome.ending, outcome.result) == (Ending.EXITED, b"")


def test_closing_every_descriptor_hurts_only_the_snippet(sandbox: Sandboxed) -> None:
    outcome = sandbox.run("import os\nos.closerange(0, 100)")
    assert outcome.ending is Ending.EXITED


def test_closing_standard_output_hurts_nobody(sandbox: Sandboxed) -> None:
    assert sandbox.run("import os, sys\nsys.stdout.close()\nos.close(2)").ending is Ending.RETURNED


def test_a_grandchild_that_holds_the_pipes_does_not_hold_the_run(unwalled: Sandboxed) -> None:
    started = time.monotonic()
    outcome = unwalled.run("import os, time\nif os.fork() == 0: time.sleep(60)\nprint('parent')")
    assert (outcome.ending, outcome.stdout) == (Ending.RETURNED, "parent\n")
    assert time.monotonic() - started < 60


def test_a_grandchild_does_not_hold_a_run_that_left(unwalled: Sandboxed) -> None:
    started = time.monotonic()
    outcome = unwalled.run("import os, time\nif os.fork() == 0: time.sleep(60)\nos._exit(4)")
    assert (outcome.ending, outcome.code) == (Ending.EXITED, 4)
    assert time.monotonic() - started < 60


LEFT_BEHIND = {
    "child": "if os.fork() == 0: stay()",
    "own session": "if os.fork() == 0:\n    os.setsid()\n    stay()",
    "daemon": "if os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0: stay()\n    os._exit(0)",
    "program": "import subprocess\np = subprocess.Popen(['sleep', '60'], start_new_session=True)\ntell(p.pid)",
}


@pytest.mark.parametrize("how", LEFT_BEHIND)
@pytest.mark.parametrize("leaves", ["", "os._exit(0)"], ids=["returns", "exits"])
def test_no_process_is_left_behind(unwalled: Sandboxed, tmp_path: Path, how: str, leaves: str) -> None:
    file = tmp_path / "pid"
    source = f"""
import os, time
def tell(pid): open({str(file)!r}, 'w').write(str(pid))
def stay():
    tell(os.getpid())
    time.sleep(60)
    os._exit(0)
{LEFT_BEHIND[how]}
while not os.path.exists({str(file)!r}): time.sleep(0.01)
time.sleep(0.02)
{leaves}
"""
    unwalled.run(source)
    pid = int(file.read_text())
    assert _dies(pid)


def test_a_bounded_fork_bomb_leaves_nothing_behind(unwalled: Sandboxed, tmp_path: Path) -> None:
    source = f"""
import os, time
for _ in range(6):
    os.fork()
open(f'{tmp_path}/{{os.getpid()}}', 'w').close()
time.sleep(60)
"""
    assert unwalled.run(source).ending in (Ending.PROCESSES, Ending.MEMORY)
    assert all(_dies(int(path.name)) for path in tmp_path.iterdir())


def test_a_bounded_bomb_of_daemons_leaves_nothing_behind(unwalled: Sandboxed, tmp_path: Path) -> None:
    source = f"""
import os, time
for _ in range(5):
    if os.fork() == 0: os.setsid()
open(f'{tmp_path}/{{os.getpid()}}', 'w').close()
time.sleep(0.1)
"""
    unwalled.run(source)
    time.sleep(0.3)
    assert all(_dies(int(path.name)) for path in tmp_path.iterdir())


def test_a_snippet_that_kills_its_zygote_breaks_only_its_own_run(make_sandbox) -> None:
    own = make_sandbox(warm_children=1, walls=Walls.LIMITS)
    with pytest.raises(SandboxBroken):
        own.run("import os, time\nos.kill(os.getppid(), 9)\ntime.sleep(60)")
    assert own.run("print('fine')").stdout == "fine\n"


def _dies(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.02)
    return False
