"""Ray is an extra: a server loads nothing of it, and says what is missing where it is asked for without being there."""

import subprocess
import sys

import pytest

from inplace_lab.cluster import sandbox
from inplace_lab.errors import LabError
from inplace_lab.main import create_app
from inplace_lab.settings import Settings


@pytest.mark.parametrize("executor", ["local", "ray"])
def test_no_server_loads_ray(executor: str) -> None:
    if executor == "ray":
        pytest.importorskip("ray")
    code = (
        "import sys\nfrom inplace_lab.main import create_app\nfrom inplace_lab.settings import Settings\n"
        f"create_app(Settings(executor={executor!r}))\nsys.exit('ray' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd="/").returncode == 0


def test_a_server_that_shall_use_ray_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "find_spec", lambda _: None)
    with pytest.raises(LabError) as error:
        create_app(Settings(executor="ray"))
    assert error.value.detail == "Ray is not installed."
    assert "inplace-lab[cluster]" in error.value.advice
