"""What a wall of the sandbox says to a learner: real programs, in the real pool."""

import asyncio
from collections.abc import Callable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inplace_lab.runs.refusals import refusal_of
from inplace_lab.runs.report import Report, Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings
from inplace_lab.trace import Failure, Snippet

from ..growth import PROPORTIONAL, growth

NETWORK, PROCESS, FOLDER = "The network is off", "A run is one process", "a folder of its own"
LOADER = "from torch.utils.data import DataLoader\n"
REFUSED = {
    "connect": ("import socket\nsocket.create_connection(('1.1.1.1', 80))", NETWORK),
    "look a name up": ("import socket\nsocket.getaddrinfo('example.org', 80)", NETWORK),
    "a datagram": ("import socket\nsocket.socket(type=socket.SOCK_DGRAM)", NETWORK),
    "urllib": ("import urllib.request\nurllib.request.urlopen('https://example.org')", NETWORK),
    "http.client": ("import http.client\nhttp.client.HTTPConnection('example.org').request('GET', '/')", NETWORK),
    "asyncio": ("import asyncio\nasyncio.run(asyncio.open_connection('example.org', 80))", NETWORK),
    "torch.hub": ("import torch\ntorch.hub.load('pytorch/vision', 'resnet18')", "Nothing can be downloaded"),
    "weights": ("import torch\ntorch.hub.load_state_dict_from_url('https://example.org/x.pth')", "downloaded"),
    "fork": ("import os\nos.fork()", PROCESS),
    "kill": ("import os\nos.kill(1, 9)", "leave other processes alone"),
    "exec": ("import os\nos.execv('/bin/ls', ['ls'])", PROCESS),
    "subprocess": ("import subprocess\nsubprocess.run(['ls'])", PROCESS),
    "popen": ("import os\nos.popen('ls')", PROCESS),
    "Process": ("import multiprocessing as mp\nmp.Process(target=print).start()", PROCESS),
    "Pool": ("import multiprocessing as mp\nmp.Pool(2)", PROCESS),
    "executor": ("from concurrent.futures import ProcessPoolExecutor as P\nP(2).submit(abs, 1)", PROCESS),
    "mp.spawn": ("import torch.multiprocessing as mp\nmp.spawn(print, nprocs=2)", PROCESS),
    "workers": (f"{LOADER}for batch in DataLoader([1, 2], num_workers=2): pass", "Use num_workers=0"),
    "inductor": ("import torch\ntorch.compile(torch.sin)(torch.ones(3))", 'backend="eager"'),
    "extension": (
        "from torch.utils.cpp_extension import load_inline\nload_inline('x', 'int f(){return 1;}')",
        "no C++ compiler",
    ),
    "share_memory_": ("import torch\ntorch.zeros(3).share_memory_()", "Leave share_memory_() out"),
    "SharedMemory": (
        "from multiprocessing.shared_memory import SharedMemory as S\nS(create=True, size=9)",
        "one process",
    ),
    "read": ("open('/etc/passwd')", "A run may not open /etc/passwd"),
    "write": ("open('/tmp/x', 'w')", FOLDER),
    "list": ("import os\nos.listdir('/')", FOLDER),
    "makedirs": ("import os\nos.makedirs('/data/x')", FOLDER),
    "torch.save": ("import torch\ntorch.save(torch.ones(2), '/tmp/x.pt')", FOLDER),
    "chmod": ("import os\nopen('a', 'w').close()\nos.chmod('a', 0o777)", "plain files"),
    "symlink": ("import os\nos.symlink('a', 'b')", "plain files"),
    "a large file": ("open('a', 'wb').write(b'x' * (9 << 20))", "Save less"),
    "a large tensor": ("import torch\ntorch.save(torch.zeros(4 << 20), 'a.pt')", "Save less"),
    "open files": ("files = [open(f'f{i}', 'w') for i in range(100)]", "Close each one"),
    "input": ("input('name?')", "input()"),
    "memfd": ("import os\nos.memfd_create('x')", "Leave that line out"),
}
NOT_REFUSED = {
    "its own error": "raise PermissionError('mine')",
    "an error made up": "raise PermissionError(13, 'Permission denied', '/x')",
    "a file that is not there": "open('nothing.txt')",
    "a module that is not there": "import nothing_like_this",
    "a wrong shape": "import torch\ntorch.ones(2) @ torch.ones(3)",
    "its own words": "raise RuntimeError('the network is off, num_workers, [Errno 1]')",
}

Run = Callable[..., Report]


@pytest.fixture(scope="module")
def run() -> Iterator[Run]:
    """Runs programs in one real pool, untraced unless asked otherwise."""
    with asyncio.Runner() as runner:
        runs = RunService(Pool(), Settings())
        runner.run(runs.start())
        yield lambda source, trace=False: runner.run(runs.run(Snippet(source=source, device="cpu", trace=trace)))
        runner.run(runs.stop())


@pytest.mark.parametrize("what", REFUSED)
def test_a_refusal_says_why_and_what_to_do(run: Run, what: str) -> None:
    source, words = REFUSED[what]
    report = run(source)
    assert report.status is Status.REFUSED, (report.message, report.trace and report.trace.failure)
    assert words in report.message
    assert report.message.startswith("Refused in line ")


@pytest.mark.parametrize("what", NOT_REFUSED)
def test_what_the_program_did_wrong_itself_is_no_refusal(run: Run, what: str) -> None:
    assert run(NOT_REFUSED[what]).status is Status.FAILED


def test_compile_without_a_compiler_works_where_steps_are_recorded(run: Run) -> None:
    report = run("import torch\ntorch.compile(torch.sin, backend='eager')(torch.ones(3))", trace=True)
    assert report.status is Status.OK


@pytest.mark.parametrize(
    "source",
    [
        "import torch\nf = torch.compile(torch.sin, backend='eager')\nprint(f(torch.ones(3)))",
        f"{LOADER}print(list(DataLoader([1, 2], num_workers=0)))",
        "import torch\ntorch.save(torch.ones(2), 'x.pt')\nprint(torch.load('x.pt'))",
        "with open('data.txt', 'w') as file: file.write('x')\nprint(open('data.txt').read())",
    ],
)
def test_what_the_sentences_advise_works(run: Run, source: str) -> None:
    assert run(source).status is Status.OK


@given(st.text(), st.text(), st.text())
def test_no_words_of_a_snippet_make_it_stumble(kind: str, message: str, traceback: str) -> None:
    for line in (None, 7):
        refusal = refusal_of(Failure(type=kind, message=message, traceback=traceback, line=line, step=None))
        assert refusal is None or str(refusal).endswith(".")


def test_a_hostile_traceback_is_read_in_no_time() -> None:
    def refused(times: int) -> object:
        traceback = '  File "' + 'a" ' * 5 * times + "\n" + "    os.fork(" * 2 * times + "\n" + "'" * 10 * times
        message = "[Errno 13] " + "'" * 10 * times
        return refusal_of(Failure(type="PermissionError", message=message, traceback=traceback, line=None, step=None))

    assert growth(lambda: refused(5_000), lambda: refused(20_000)) < PROPORTIONAL
