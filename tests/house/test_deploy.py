"""What lies in deploy/ names things that exist, keeps what it promises, and is understood by those who read it."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from contextlib import ExitStack
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from inplace_lab.settings import Settings
from inplace_lab.web import health

from .replicas import Named, Proxy, nginx

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
UNIT = DEPLOY / "inplace-lab.service"
NAMES = {f"INPLACE_LAB_{name.upper()}" for name in Settings.model_fields}
WEB = ("web-1", "web-2")

needs_nginx = pytest.mark.skipif(nginx() is None, reason="nginx is not installed; scripts/nginx installs it")
needs_systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not installed")


def compose() -> dict[str, Any]:
    """The whole compose file, with its anchors merged."""
    found = yaml.safe_load((DEPLOY / "compose.yaml").read_text())
    assert isinstance(found, dict)
    return found


def kubernetes() -> dict[str, dict[str, Any]]:
    """The objects of the manifest, by kind."""
    return {each["kind"]: each for each in yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text())}


def pod() -> dict[str, Any]:
    """What the deployment makes."""
    found = kubernetes()["Deployment"]["spec"]["template"]["spec"]
    assert isinstance(found, dict)
    return found


def dockerfile() -> list[list[str]]:
    """The instructions, word by word; lines that are continued are one."""
    text = (DEPLOY / "Dockerfile").read_text().replace("\\\n", " ")
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def environments() -> dict[str, dict[str, str]]:
    """The environment of each process that somebody here starts."""
    found = {name: dict(each.get("environment", {})) for name, each in compose()["services"].items()}
    found["pod"] = {each["name"]: each["value"] for each in pod()["containers"][0]["env"]}
    lines = [line.removeprefix("Environment=") for line in UNIT.read_text().splitlines() if "Environment=" in line]
    pairs = [*" ".join(lines).split(), *(word for line in dockerfile() if line[0] == "ENV" for word in line[1:])]
    found["alone"] = dict(pair.split("=", 1) for pair in pairs)
    return found


def files_that_name_settings() -> list[Path]:
    texts = [*DEPLOY.iterdir(), *(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "SECURITY.md"]
    return sorted(path for path in texts if path.is_file())


@pytest.mark.parametrize("path", files_that_name_settings(), ids=lambda path: path.name)
def test_every_variable_that_is_named_is_a_setting(path: Path) -> None:
    assert set(re.findall(r"INPLACE_LAB_[A-Z_]*[A-Z]", path.read_text())) - NAMES == set()


@pytest.mark.parametrize("name", environments())
def test_settings_that_are_given_can_be_used(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {key: value for key, value in environments()[name].items() if key in NAMES}
    for key, value in given.items():
        monkeypatch.setenv(key, re.sub(r"\$\{.*?\}", "word", value))
    assert {f"INPLACE_LAB_{field.upper()}" for field in Settings().model_fields_set} >= set(given)


def test_image_is_made_of_files_that_exist_and_of_the_whole_package() -> None:
    copied = {word for line in dockerfile() if line[0] == "COPY" and "--from" not in line[1] for word in line[1:-1]}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    needed = {*project["tool"]["setuptools"]["package-dir"].values(), project["project"]["readme"], "pyproject.toml"}
    assert needed | set(project["project"]["license-files"]) == copied
    assert {name for name in copied if not (ROOT / name).exists()} == set()
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert {f"!{name}" for name in copied} == {line for line in ignored if line.startswith("!")}


def test_image_takes_the_torch_that_the_package_takes() -> None:
    wanted = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    torch = next(each for each in wanted if each.startswith("torch"))
    assert f'"{torch}"' in (DEPLOY / "Dockerfile").read_text()


def test_containers_run_as_the_same_ordinary_user() -> None:
    user = next(line[1] for line in reversed(dockerfile()) if line[0] == "USER")
    security = pod()["securityContext"]
    assert user == f"{security['runAsUser']}:{security['runAsGroup']}"
    assert security["runAsUser"] > 0


def test_compose_holds_each_part_of_the_lab() -> None:
    lab = {name: each for name, each in compose()["services"].items() if each["image"] == "inplace-lab"}
    assert set(lab) == {*WEB, "head", "worker-1", "worker-2"}
    for each in lab.values():
        assert each["read_only"]
        assert each["cap_drop"] == ["ALL"]
        assert each["security_opt"] == ["no-new-privileges:true"]
        assert "mem_limit" in each


def test_only_the_proxy_can_be_reached_and_only_it_is_believed() -> None:
    whole = compose()
    services = whole["services"]
    assert [name for name, each in services.items() if "ports" in each] == ["proxy"]
    assert [name for name, each in services.items() if "front" in each["networks"]] == ["proxy"]
    inside = whole["networks"]["inside"]
    assert inside["internal"]
    address = services["proxy"]["networks"]["inside"]["ipv4_address"]
    assert ip_address(address) in ip_network(inside["ipam"]["config"][0]["subnet"])
    assert {services[name]["environment"]["INPLACE_LAB_TRUSTED_PROXIES"] for name in WEB} == {address}


def test_compose_names_only_what_it_has() -> None:
    whole = compose()
    for each in whole["services"].values():
        assert set(each.get("depends_on", ())) <= set(whole["services"])
        assert set(each["networks"]) <= set(whole["networks"])
        assert set(each.get("secrets", ())) <= set(whole["secrets"])
        for volume in each.get("volumes", ()):
            source = volume.partition(":")[0]
            assert source in whole["volumes"] or (DEPLOY / source).is_file()
        if "build" in each:
            assert (DEPLOY / each["build"]["context"] / each["build"]["dockerfile"]).is_file()
    gpu = yaml.safe_load((DEPLOY / "compose.gpu.yaml").read_text())
    assert set(gpu["services"]) <= set(whole["services"])


def test_words_that_compose_asks_for_stand_in_the_example() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    asked = {*re.findall(r"\$\{([A-Z_]+)", text), *(x["environment"] for x in compose()["secrets"].values())}
    offered = re.findall(r"^([A-Z_]+)=", (DEPLOY / "example.env").read_text(), re.MULTILINE)
    assert asked == set(offered)


def test_probes_ask_for_routes_that_there_are() -> None:
    routes = {getattr(route, "path", "") for route in health.router.routes}
    container = pod()["containers"][0]
    probes = {name: container[f"{name}Probe"]["httpGet"]["path"] for name in ("startup", "readiness", "liveness")}
    assert set(probes.values()) <= routes
    asked = re.findall(r"127\.0\.0\.1:\d+(/\w+)", (DEPLOY / "Dockerfile").read_text())
    assert asked
    assert set(asked) <= routes


@pytest.fixture
def servers() -> Iterator[dict[str, Named]]:
    """Two servers, by the names that they have in the compose file."""
    found = {name: Named(name) for name in WEB}
    yield found
    for each in found.values():
        each.stop()


@pytest.fixture
def proxy(tmp_path: Path, servers: dict[str, Named]) -> Iterator[str]:
    """The address of the proxy before them."""
    proxy = Proxy(tmp_path, {name: each.port for name, each in servers.items()})
    yield proxy.url
    proxy.stop()


@pytest.fixture
def readers(proxy: str) -> Iterator[list[httpx.Client]]:
    """Twenty browsers that have been there once."""
    with ExitStack() as open_ones:
        found = [open_ones.enter_context(httpx.Client(base_url=proxy, timeout=30)) for _ in range(20)]
        for each in found:
            each.get("/en/")
        yield found


@needs_nginx
def test_readers_stay_with_one_server_and_are_spread_over_both(readers: list[httpx.Client]) -> None:
    told = [{each.get("/en/steps/x").text for _ in range(3)} for each in readers]
    assert {len(names) for names in told} == {1}
    assert set.union(*told) == set(WEB)


@needs_nginx
def test_readers_of_a_server_that_is_lost_go_on_at_the_other(
    readers: list[httpx.Client], servers: dict[str, Named]
) -> None:
    servers["web-1"].stop()
    assert {each.get("/en/").text for each in readers} == {"web-2"}


@needs_nginx
def test_metrics_are_not_for_readers(proxy: str) -> None:
    assert httpx.get(f"{proxy}/metrics").status_code == 404


@needs_systemd
def test_unit_is_understood_and_leaves_little_open(tmp_path: Path) -> None:
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/opt/inplace-lab/bin/inplace-lab", sys.executable))
    subprocess.run(["systemd-analyze", "verify", "--man=no", unit], check=True, env=_plain())
    command = ["systemd-analyze", "security", "--offline=yes", "--threshold=30", "--no-pager", unit]
    subprocess.run(command, check=True, capture_output=True, env=_plain())


@needs_systemd
def test_walls_stand_behind_the_filter_of_the_unit() -> None:
    filtered = [sys.executable, str(Path(__file__).with_name("unit_filter.py")), str(UNIT)]
    doctor = [sys.executable, "-m", "inplace_lab", "doctor"]
    levels = [_level(doctor), _level([*filtered, *doctor])]
    assert levels[0] == levels[1]


def _level(command: list[str]) -> str:
    """What the doctor says that holds programs here."""
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=_plain()).stdout
    found = re.search(r"isolation: level (\w)", told)
    assert found, told
    return found[1]


def _plain() -> dict[str, str]:
    return {**os.environ, "SYSTEMD_COLORS": "0", "COLUMNS": "200"}
