"""What comes back from honest runs, and what one run leaves for the next."""

import os
import time
from pathlib import Path

import pytest

from inplace_lab.errors import SandboxBroken
from inplace_lab.sandbox.protocol import Ending
from inplace_lab.sandbox.walls import Walls

from .pools import Sandboxed, failure_in, trace_of


def test_a_run_returns_its_trace_and_what_it_printed(sandbox: Sandboxed) -> None:
    outcome = sandbox.run("import sys, torch\nprint(torch.ones(2))\nprint('wörld', file=sys.stderr)")
    assert outcome.stdout == "tensor([1., 1.])\n"
    assert outcome.stderr == "wörld\n"
    assert not outcome.output_cut
    assert trace_of(outcome).failure is None
    assert 0 < outcome.cpu_seconds < 5
    assert 0 < outcome.wall_seconds < 20
    assert outcome.peak_rss_bytes > 10_000_000


def test_a_syntax_error_is_a_result(sandbox: Sandboxed) -> None:
    assert failure_in(sandbox.run("x = (")) == "SyntaxError"


def test_text_that_no_terminal_can_show_is_escaped(sandbox: Sandboxed) -> None:
    assert sandbox.run("print('\\udc80')").stdout == "\\udc80\n"


def test_bytes_that_are_not_utf8_are_replaced(sandbox: Sandboxed) -> None:
    outcome = sandbox.run("import os\nos.write(1, b'\\xff!')\nos.write(2, b'\\xfe?')")
    assert (outcome.stdout, outcome.stderr) == ("\ufffd!", "\ufffd?")


def test_output_that_python_still_held_is_not_lost(sandbox: Sandboxed) -> None:
    assert sandbox.run("import sys\nsys.stdout.write('no newline')").stdout == "no newline"


def test_standard_input_is_empty(sandbox: Sandboxed) -> None:
    assert sandbox.run("import sys\nprint(repr(sys.stdin.read()))").stdout == "''\n"


def test_a_long_snippet_arrives_whole(sandbox: Sandboxed) -> None:
    source = "text = '''" + "\\u00e9" * 60_000 + "'''\nprint(len(text))"
    assert sandbox.run(source).stdout == "60000\n"


def test_the_same_seed_draws_the_same_numbers(sandbox: Sandboxed) -> None:
    source = "import random, numpy, torch\nprint(torch.rand(2), numpy.random.rand(), random.random())"
    first, again, other = (sandbox.run(source, seed=seed).stdout for seed in (7, 7, 8))
    assert first == again != other


def test_numbers_that_nobody_seeded_differ(sandbox: Sandboxed) -> None:
    source = "import tempfile\nprint(tempfile.mktemp())"
    names = {sandbox.run(source).stdout.rpartition("/")[2] for _ in range(2)}
    assert len(names) == 2


def test_the_servers_environment_stays_with_the_server(sandbox: Sandboxed) -> None:
    source = """
import os
print(dict(os.environ))
for pid in ("self", os.getppid()):
    print(open(f"/proc/{pid}/environ").read())
"""
    outcome = sandbox.run(source)
    assert "OMP_NUM_THREADS" in outcome.stdout
    assert "do-not-tell" not in outcome.stdout
    assert "SECRET" not in outcome.stdout


def test_a_child_has_no_descriptor_but_its_own_pipes(sandbox: Sandboxed) -> None:
    source = """
import fcntl
def open_(number):
    try:
        return fcntl.fcntl(number, fcntl.F_GETFD) >= 0
    except OSError:
        return False
print([number for number in range(1024) if open_(number)])
"""
    assert sandbox.run(source).stdout == "[0, 1, 2, 3]\n"  # 3 is the result


def test_nothing_of_the_zygote_closes_them_later(sandbox: Sandboxed) -> None:
    assert trace_of(sandbox.run("import gc\ngc.collect()")).failure is None


def test_an_earlier_snippet_cannot_be_found_in_memory(unwalled: Sandboxed) -> None:
    unwalled.run("secret = 'PLUM-7731-' * 3\nprint(secret)")
    # A class of one letter, so that the pattern does not find itself.
    source = """
import re
found, read = 0, 0
for line in open('/proc/self/maps'):
    span, mode, *_ = line.split()
    if 'rw' in mode:
        start, end = (int(edge, 16) for edge in span.split('-'))
        with open('/proc/self/mem', 'rb', 0) as memory:
            memory.seek(start)
            while start < end:
                part = memory.read(min(1 << 20, end - start))
                if not part:
                    break
                start, read = start + len(part), read + len(part)
                found += len(re.findall(b'PLU[M]-773[1]', part))
print(found, read > 10_000_000)
"""
    assert unwalled.run(source).stdout == "0 True\n"


def test_files_go_to_a_folder_that_goes_with_the_run(sandbox: Sandboxed, folders: Path) -> None:
    source = """
import os, tempfile
open('here.txt', 'w').write('x')
print(os.getcwd() == tempfile.gettempdir() == os.path.expanduser('~'))
print(os.getcwd())
"""
    same, folder, _ = sandbox.run(source).stdout.split("\n")
    assert same == "True"
    assert Path(folder).is_relative_to(folders)
    assert _goes_away(Path(folder))


def test_a_folder_that_defends_itself_goes_too(unwalled: Sandboxed) -> None:
    source = """
import os
print(os.getcwd(), flush=True)
os.mkdir('locked'); open('locked/file', 'w').close(); os.chmod('locked', 0)
for _ in range(2000):
    os.mkdir('d')
    os.chdir('d')
"""
    assert _goes_away(Path(unwalled.run(source).stdout.strip()))


def test_sixteen_runs_at_once_all_return_their_own_result(sandbox: Sandboxed) -> None:
    runs = [sandbox.start(f"import torch\nprint(torch.tensor({i}).item())") for i in range(16)]
    assert [run.result(60).stdout for run in runs] == [f"{i}\n" for i in range(16)]


def test_a_cancelled_run_is_stopped(unwalled: Sandboxed, tmp_path: Path) -> None:
    run = unwalled.start(f"import os\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\nwhile True: pass")
    pid = _eventually_reads(tmp_path / "pid")
    run.cancel()
    assert _goes_away(Path(f"/proc/{pid}"))


def test_no_descriptor_is_left_open(sandbox: Sandboxed) -> None:
    sandbox.run("pass")
    before = _settled_descriptors()
    for _ in range(5):
        sandbox.run("pass")
    assert _settled_descriptors() == before


def test_a_child_killed_in_the_middle_is_a_signal(unwalled: Sandboxed, tmp_path: Path) -> None:
    run = unwalled.start(
        f"import os, time\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"
    )
    os.kill(_eventually_reads(tmp_path / "pid"), 9)
    outcome = run.result(60)
    assert (outcome.ending, outcome.code) == (Ending.SIGNAL, 9)


@pytest.mark.parametrize("warm_children", [0, 2])
def test_a_killed_zygote_fails_its_runs_and_is_replaced(make_sandbox, tmp_path: Path, warm_children: int) -> None:
    own = make_sandbox(warm_children=warm_children, walls=Walls.LIMITS)
    zygote = own.pool.zygote
    run = own.start(f"import time\nopen({str(tmp_path / 'pid')!r}, 'w').write('1')\ntime.sleep(60)")
    _eventually_reads(tmp_path / "pid")
    os.kill(zygote, 9)
    with pytest.raises(SandboxBroken):
        run.result(60)
    assert own.run("print('again')").stdout == "again\n"
    assert own.pool.zygote != zygote


def test_a_zygote_that_has_done_its_share_is_replaced_unnoticed(make_sandbox) -> None:
    own = make_sandbox(warm_children=0, forks_per_zygote=2)
    zygote, deadline = own.pool.zygote, time.monotonic() + 30
    while own.pool.zygote == zygote and time.monotonic() < deadline:
        assert own.run("print('fine')").stdout == "fine\n"
    assert own.pool.zygote != zygote
    assert _goes_away(Path(f"/proc/{zygote}"))


def test_stopping_ends_every_process_and_removes_every_folder(make_sandbox, tmp_path: Path) -> None:
    own = make_sandbox(warm_children=2, data_dir=tmp_path)
    zygote = own.pool.zygote
    own.wait(own.pool.stop())
    assert list(tmp_path.iterdir()) == []
    assert not Path(f"/proc/{zygote}").exists()
    with pytest.raises(SandboxBroken):
        own.run("pass")


def test_stopping_in_the_middle_of_a_run_and_a_refill_leaves_nothing(make_sandbox, tmp_path: Path) -> None:
    own = make_sandbox(warm_children=8, data_dir=tmp_path)
    before = _settled_descriptors()
    run = own.start("while True: pass")
    own.run("pass")
    own.wait(own.pool.stop())
    with pytest.raises(SandboxBroken):
        run.result(60)
    assert list(tmp_path.iterdir()) == []
    assert _settled_descriptors() < before


def test_a_run_that_cannot_be_watched_is_stopped(unwalled: Sandboxed, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("inplace_lab.sandbox.watchdog.judge", lambda *_: 1 / 0)
    run = unwalled.start(f"import os\nopen({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\nwhile True: pass")
    with pytest.raises(SandboxBroken, match="watched"):
        run.result(60)
    assert _goes_away(Path(f"/proc/{_eventually_reads(tmp_path / 'pid')}"))


def test_the_machine_is_known_once_it_has_started(sandbox: Sandboxed) -> None:
    machine = sandbox.pool.machine
    assert machine.torch.startswith("2.")
    assert machine.threads == 1
    assert machine.walls == Walls.ALL
    assert all("root" in warning for warning in machine.warnings)


def _goes_away(path: Path) -> bool:
    deadline = time.monotonic() + 10
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
    return not path.exists()


def _eventually_reads(path: Path) -> int:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if path.exists() and (text := path.read_text()):
            return int(text)
        time.sleep(0.02)
    raise AssertionError("the snippet has not started")


def _settled_descriptors() -> int:
    """The number of open descriptors, once burials and refills are over."""
    counts = [-1, -2]
    while counts[-1] != counts[-2]:
        time.sleep(0.3)
        counts.append(len(os.listdir("/proc/self/fd")))
    return counts[-1]
