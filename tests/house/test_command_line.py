"""The command line, as a person types it."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

BAD = "import torch\nx = torch.ones(3, requires_grad=True)\ny = x.exp()\ny += 1\ny.sum().backward()\n"


def lab(*arguments: str, stdin: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Call inplace-lab from a folder of its own."""
    return subprocess.run(
        [sys.executable, "-m", "inplace_lab", *arguments],
        input=stdin,
        stdin=subprocess.DEVNULL if stdin is None else None,
        capture_output=True,
        text=True,
        cwd="/",
        env={**os.environ, "COLUMNS": "200", **environment},
        timeout=120,
        check=False,
    )


def test_run_shows_the_steps_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "good.py").write_text("import torch\nx = torch.ones(3)\nx.add_(1)\nprint(x)\n")
    done = lab("run", str(tmp_path / "good.py"))
    assert done.returncode == 0, done.stderr
    assert "tensor([2., 2., 2.])" in done.stdout
    assert "s0 v0→v1" in done.stdout


def test_run_names_both_lines_of_the_error() -> None:
    done = lab("run", "-", stdin=BAD)
    assert done.returncode == 1
    assert "Line 3 (exp) kept" in done.stdout
    assert "line 4 (add_) wrote into the same storage" in done.stdout


def test_run_prints_the_report_as_json() -> None:
    report = json.loads(lab("run", "--json", "-", stdin=BAD).stdout)
    assert report["status"] == "failed"
    assert report["diagnoses"][0]["code"] == "IL001"


def test_run_says_that_a_file_is_missing() -> None:
    done = lab("run", "nowhere.py")
    assert done.returncode == 2
    assert "No such file" in done.stderr


def test_settings_lists_every_variable_with_its_value() -> None:
    done = lab("settings", INPLACE_LAB_PORT="8123")
    assert "INPLACE_LAB_PORT" in done.stdout
    assert "8123" in done.stdout


def test_a_setting_that_cannot_be_used_is_named() -> None:
    done = lab("settings", INPLACE_LAB_PORT="many")
    assert done.returncode == 2
    assert "INPLACE_LAB_PORT" in done.stderr


def test_a_taken_port_is_named_and_another_one_offered() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = lab("serve", "--port", str(port))
    assert done.returncode == 2
    assert f"Port {port} is taken" in done.stderr
    assert "inplace-lab serve --port" in done.stderr


@pytest.mark.parametrize("kind", ["text", "json"])
def test_run_sends_no_escape_of_a_program_to_the_terminal(kind: str) -> None:
    program = "print('\\x1b]0;owned\\x07\\u202e[bold]x[/]\\x9b2J')\nraise ValueError('\\x1b[2J')"
    done = lab("run", *(["--json"] if kind == "json" else []), "-", stdin=program)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(done.stdout + done.stderr)
    assert "owned" in done.stdout
    assert "[bold]x[/]" in done.stdout


def test_an_address_that_is_nobodys_is_named() -> None:
    done = lab("serve", "--host", "192.0.2.1")
    assert done.returncode == 2
    assert "Cannot listen on 192.0.2.1" in done.stderr
