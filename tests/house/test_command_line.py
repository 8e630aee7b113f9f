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
    assert "Line 3 (exp) made ExpBackward0" in done.stdout
    assert "line 4 (add_) wrote into the same storage" in done.stdout


def test_run_prints_the_report_as_json() -> None:
    report = json.loads(lab("run", "--json", "-", stdin=BAD).stdout)
    assert report["status"] == "failed"
    assert report["diagnoses"][0]["code"] == "IL001"


def test_run_says_that_a_file_is_missing() -> None:
    done = lab("run", "nowhere.py")
    assert done.returncode == 2
    assert "No such file" in done.stderr


def test_doctor_tries_the_machine() -> None:
    done = lab("doctor")
    assert done.returncode == 0, done.stdout
    assert "An endless loop ended like this: The program was stopped after 2 s" in done.stdout
    assert "isolation" in done.stdout


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


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org"])
def test_serving_others_is_refused_while_nothing_contains_a_snippet(host: str) -> None:
    done = lab("serve", "--host", host)
    assert done.returncode == 2
    assert "Serve on 127.0.0.1" in done.stderr
