"""The wheel holds the whole program under the name inplace_lab, and works from any folder."""

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel as pip would, from a copy of what git would hand out."""
    out = tmp_path_factory.mktemp("wheel")
    source = out / "source"
    files = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    for name in files:
        if (ROOT / name).is_file() and not name.startswith("tests/"):
            (source / name).parent.mkdir(parents=True, exist_ok=True)
            (source / name).write_bytes((ROOT / name).read_bytes())
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--outdir", out, source], check=True, capture_output=True)
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel: Path) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_nothing_is_called_app(names: list[str]) -> None:
    top = {name.split("/")[0] for name in names}
    assert {name for name in top if not name.endswith(".dist-info")} == {"inplace_lab"}


def test_every_module_and_page_is_inside(names: list[str]) -> None:
    modules = {f"inplace_lab/{path.relative_to(ROOT / 'app')}" for path in (ROOT / "app").rglob("*.py")}
    data = {
        f"inplace_lab/_data/{path.relative_to(ROOT)}"
        for folder in ("templates", "static")
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    catalogues = {f"inplace_lab/locale/{path.name}" for path in (ROOT / "app" / "locale").glob("*.po")}
    assert (modules | data | catalogues) - set(names) == set()


def test_installed_program_finds_its_pages(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path / 'site')!r})\n"
        "import inplace_lab\nfrom inplace_lab.resources import folder\n"
        "from inplace_lab.main import create_app\nfrom inplace_lab.settings import Settings\n"
        "create_app(Settings())\nprint(folder('templates'), folder('static'))\n"
        "from inplace_lab.store.database import Database\n"
        "from pathlib import Path\nDatabase(Settings(state_dir=Path('state'))).open()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout.count(str(tmp_path / "site" / "inplace_lab" / "_data")) == 2
    assert (tmp_path / "state" / "inplace-lab.db").exists()
