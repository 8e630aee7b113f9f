"""What a child has given up before it meets a snippet."""

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from pathlib import Path

import pytest

from .pools import Sandboxed, failure_in

WHO = """
import os, wsgiref.handlers
open(os.getcwd() + '/x', 'w').close()
print(os.getresuid(), os.getresgid(), os.getgroups())
"""
STATUS = "print(open('/proc/self/status').read())"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


def _status(sandbox: Sandboxed) -> dict[str, str]:
    lines = sandbox.run(STATUS).stdout.splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


def test_it_has_no_capability_and_can_gain_none(sandbox: Sandboxed) -> None:
    status = _status(sandbox)
    assert {status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapAmb")} == {"0" * 16}
    assert status["NoNewPrivs"] == "1"
    assert status["Seccomp"] == "2"


def test_it_goes_first_where_memory_runs_short(unwalled: Sandboxed) -> None:
    assert unwalled.run("print(open('/proc/self/oom_score_adj').read(), end='')").stdout == "1000\n"


def test_no_other_process_may_look_into_it(sandbox: Sandboxed) -> None:
    assert sandbox.run("import ctypes\nprint(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))").stdout == "0\n"


def test_hard_limits_cannot_be_raised(sandbox: Sandboxed) -> None:
    source = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (2**40, 2**40))"
    assert failure_in(sandbox.run(source)) == "ValueError"


@as_root
def test_a_run_is_a_user_of_its_own_where_python_is_everybodys() -> None:
    python = Path("/usr/bin/python3")
    same = "import sys; print(sys.version_info[:2])"
    told = subprocess.run([python, "-c", same], capture_output=True, text=True).stdout if python.exists() else ""
    if told.strip() != str(sys.version_info[:2]):
        pytest.skip("the system has no Python of this version")
    import torch

    checkout = Path(__file__).parents[2]
    # Not in tmp_path, which lies in a folder of root's own.
    everybodys = Path(tempfile.mkdtemp())
    everybodys.chmod(0o755)
    (everybodys / "inplace_lab").symlink_to(checkout / "app")
    script = f"""
        from tests.sandbox.pools import Sandboxed
        own = Sandboxed(warm_children=1)
        print(own.pool.machine.level, own.pool.machine.warnings)
        print(own.run({WHO!r}).stdout)
        own.stop()
    """
    answer = subprocess.run(
        [python, "-c", textwrap.dedent(script)],
        capture_output=True,
        text=True,
        cwd=checkout,
        env={"PYTHONPATH": f"{Path(torch.__file__).parents[1]}:{everybodys}", "TMPDIR": "/tmp"},
        timeout=100,
    )
    assert "(60001, 60001, 60001) (60001, 60001, 60001) []" in answer.stdout, answer.stdout + answer.stderr
    shutil.rmtree(everybodys)
    assert "()" in answer.stdout.splitlines()[0]
