"""A client that a public generator makes of the description runs a program, as a stranger would have it do."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from .described import description
from .serving import serving

_CONFIG = "project_name_override: stranger\npackage_name_override: stranger\npost_hooks: []\n"
STRANGER = r"""
import sys, httpx
from stranger import Client
from stranger.api.runs import create_run
from stranger.models import RunRequest

source = "import torch\nx = torch.ones(3, requires_grad=True)\ny = x.sigmoid()\ny.mul_(2)\ny.sum().backward()\n"
with Client(base_url=sys.argv[1], timeout=httpx.Timeout(60)) as lab:
    report = create_run.sync(client=lab, body=RunRequest(source=source))
    print(type(report).__name__, report.status.value, report.diagnoses[0].code, report.trace.failure.line)
    refused = create_run.sync_detailed(client=lab, body=RunRequest(source=source, seed=-1))
    print(int(refused.status_code), type(refused.parsed).__name__)
"""


@pytest.fixture(scope="module")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the package `stranger` lies."""
    pytest.importorskip("openapi_python_client", reason="the generator is not installed")
    folder = tmp_path_factory.mktemp("generated")
    (folder / "openapi.json").write_text(json.dumps(description()))
    (folder / "config.yml").write_text(_CONFIG)
    options = ("--path", "openapi.json", "--config", "config.yml", "--output-path", "made", "--fail-on-warning")
    command = (sys.executable, "-m", "openapi_python_client", "generate", *options)
    told = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr
    return folder / "made"


def test_a_generated_client_runs_a_program(generated: Path, tmp_path: Path) -> None:
    with serving(tmp_path) as address:
        command = (sys.executable, "-c", STRANGER, address)
        told = subprocess.run(command, cwd=generated, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stderr
    assert told.stdout.split() == ["RunReport", "failed", "IL001", "5", "422", "Problem"]
