"""The command line for lessons, as their author types it, with the real sandbox."""

import subprocess
import sys
from pathlib import Path


def lessons(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Call inplace-lab lessons."""
    command = [sys.executable, "-m", "inplace_lab", "lessons", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, cwd="/", timeout=120, check=False)


def test_a_lesson_is_begun_and_checked(tmp_path: Path) -> None:
    folder = tmp_path / "01-my-first"
    assert lessons("new", "my-first", "--into", tmp_path).stdout == f"{folder}\n"
    good = lessons("check", folder)
    assert (good.returncode, good.stdout) == (0, ""), good.stdout
    (folder / "first.py").write_text("import torch\nx = y = torch.zeros(2)\n")
    bad = lessons("check", tmp_path)
    assert bad.returncode == 1
    assert f"{folder / 'en.md'}:7: first.bytes(y) is '8 B', and the text says '256 KiB'" in bad.stdout


def test_a_name_that_is_no_address_is_refused(tmp_path: Path) -> None:
    done = lessons("new", "My Lesson", "--into", tmp_path)
    assert done.returncode == 2
    assert "it is written like version-counter" in done.stderr
    assert list(tmp_path.iterdir()) == []
