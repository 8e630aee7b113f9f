"""What a run may have on disk, all files together."""

import os
from pathlib import Path

import pytest

from inplace_lab.sandbox import disk
from inplace_lab.sandbox.protocol import Ending

from .pools import MIB, Sandboxed

ATTACKS = {
    "bytes": "for i in range(20): open(f'{i}', 'wb').write(b'x' * 900_000)",
    "files": "for i in range(100): open(f'{i}', 'w').close()",
    "depth": "for i in range(3000):\n    os.mkdir('d')\n    os.chdir('d')",
    "folder that hides": "os.mkdir('d', 0o300)\nfor i in range(100): open(f'd/{i}', 'w').close()",
}


@pytest.mark.parametrize("attack", ATTACKS)
def test_too_much_on_disk_ends_the_run(sandbox: Sandboxed, attack: str) -> None:
    source = f"import os, time\n{ATTACKS[attack]}\ntime.sleep(60)"
    outcome = sandbox.run(source, disk_bytes=5 * MIB, disk_files=50)
    assert outcome.ending is Ending.DISK
    assert outcome.wall_seconds < 10


def test_what_is_removed_again_does_not_count(sandbox: Sandboxed) -> None:
    source = "import os, time\nfor i in range(60):\n    open('x', 'w').close()\n    os.unlink('x')\ntime.sleep(0.2)"
    assert sandbox.run(source, disk_files=5).ending is Ending.RETURNED


def test_links_are_counted_and_never_followed(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "etc").symlink_to("/usr")
    assert disk.fits(tmp_path, 10 * MIB, 2)
    assert not disk.fits(tmp_path, 10 * MIB, 1)


def test_siblings_are_all_seen(tmp_path: Path) -> None:
    for branch in ("a/b/c", "a/d", "e/f"):
        (tmp_path / branch).mkdir(parents=True)
        (tmp_path / branch / "file").write_text("x")
    assert disk.fits(tmp_path, MIB, 9)
    assert not disk.fits(tmp_path, MIB, 8)
    before = len(os.listdir("/proc/self/fd"))
    disk.fits(tmp_path, MIB, 1)
    assert len(os.listdir("/proc/self/fd")) <= before  # the pool beside it may close some meanwhile


def test_a_sparse_file_counts_for_what_it_takes(tmp_path: Path) -> None:
    with open(tmp_path / "sparse", "wb") as file:
        file.truncate(2**40)
    assert disk.fits(tmp_path, MIB, 1)
