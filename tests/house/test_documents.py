"""Generated pages are current, and the house keeps its own rules."""

import subprocess
import sys
import tomllib
from pathlib import Path

from inplace_lab.terminal import settings_page

ROOT = Path(__file__).parents[2]


def test_settings_page_is_current() -> None:
    assert (ROOT / "docs" / "settings.md").read_text() == settings_page(), "run `make settings`"


def test_every_dependency_has_its_reason() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    groups = [project["dependencies"], *project["optional-dependencies"].values()]
    names = {requirement.split(">")[0] for group in groups for requirement in group}
    reasons = (ROOT / "docs" / "design.md").read_text()
    assert {name for name in names if f"`{name}`" not in reasons} == set()


def test_server_starts_without_torch() -> None:
    code = (
        "import sys\nfrom inplace_lab.main import create_app\nfrom inplace_lab.settings import Settings\n"
        "create_app(Settings())\nsys.exit('torch' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, cwd="/").returncode == 0
