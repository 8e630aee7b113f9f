"""Files and signals: what Landlock refuses, and what happens where it is left out."""

import os
from pathlib import Path

import pytest

from inplace_lab.sandbox.walls import Walls

from .pools import Sandboxed, failure_in

WITHOUT = Walls.ALL & ~Walls.LANDLOCK


@pytest.fixture(scope="module")
def open_files(folders: Path, tmp_path_factory: pytest.TempPathFactory):
    sandboxed = Sandboxed(data_dir=folders, walls=WITHOUT)
    yield sandboxed
    sandboxed.stop()


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    file = tmp_path / "secret"
    file.write_text("KEY-4711")
    return file


def test_a_file_of_the_servers_user_cannot_be_read(sandbox: Sandboxed, open_files: Sandboxed, secret: Path) -> None:
    source = f"print(open({str(secret)!r}).read())"
    assert failure_in(sandbox.run(source)) == "PermissionError"
    assert open_files.run(source).stdout == "KEY-4711\n"


@pytest.mark.parametrize("attack", ["open({!r}, 'w')", "os.unlink({!r})", "os.rename({!r}, 'mine')"])
def test_a_file_outside_cannot_be_changed(sandbox: Sandboxed, open_files: Sandboxed, secret: Path, attack: str) -> None:
    source = "import os\n" + attack.format(str(secret))
    assert failure_in(sandbox.run(source)) in ("PermissionError", "OSError")
    assert secret.read_text() == "KEY-4711"
    open_files.run(source)
    assert not secret.exists() or secret.read_text() == ""


@pytest.mark.parametrize("file", ["/proc/self/environ", "/proc/1/status", "/proc/self/net/tcp", "/etc/passwd", "/sys"])
def test_the_system_cannot_be_read(sandbox: Sandboxed, file: str) -> None:
    assert failure_in(sandbox.run(f"import os\nos.open({file!r}, os.O_RDONLY)")) == "PermissionError"


def test_another_runs_folder_cannot_be_entered(sandbox: Sandboxed) -> None:
    assert failure_in(sandbox.run("import os\nos.listdir('..')")) == "PermissionError"


def test_what_programs_need_can_be_read(sandbox: Sandboxed) -> None:
    source = """
import os, sys, tempfile, torch, numpy, zoneinfo
open('/proc/self/status').read(); open('/proc/cpuinfo').read(); os.urandom(1); open('/dev/null', 'w').write('x')
open(torch.__file__).read(); import inplace_lab.lab.measuring.comparison, wsgiref.handlers
with tempfile.TemporaryDirectory() as folder:
    torch.save(torch.ones(3), folder + '/x.pt')
    os.rename(folder + '/x.pt', 'moved.pt')
print(torch.load('moved.pt').sum().item())
"""
    assert sandbox.run(source).stdout == "3.0\n"


def test_the_servers_source_is_not_beside_its_package(sandbox: Sandboxed) -> None:
    checkout = Path(__file__).parents[2]
    assert failure_in(sandbox.run(f"open({str(checkout / 'pyproject.toml')!r})")) == "PermissionError"


def test_threads_are_held_too(sandbox: Sandboxed, secret: Path) -> None:
    source = f"""
import concurrent.futures as c
c.ThreadPoolExecutor().submit(open, {str(secret)!r}).result()
"""
    assert failure_in(sandbox.run(source)) == "PermissionError"


PLANTS = ("os.mkfifo('f')", "os.symlink('/etc', 'l')", "os.link('/etc/passwd', 'h')", "os.mknod('n', 0o60600)")


@pytest.mark.parametrize("plant", PLANTS)
def test_only_files_and_folders_can_be_put_into_the_folder(sandbox: Sandboxed, plant: str) -> None:
    assert failure_in(sandbox.run(f"import os\n{plant}")) == "PermissionError"


def test_the_machine_says_what_is_missing(open_files: Sandboxed) -> None:
    assert open_files.pool.machine.walls == WITHOUT
    assert open_files.pool.machine.level == "C"
    assert os.path.isdir("/proc/self")
