"""An nginx of the tests' own, run by an ordinary user from deploy/nginx.conf with ports and paths of its own."""

import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
_KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
_AROUND = """\
daemon off;
pid {folder}/pid;
events {{ worker_connections 512; }}
http {{
    access_log off;
    {temporary}
    include {folder}/site;
}}
"""


def program() -> str | None:
    """The program, where it is installed."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Nginx:
    """A proxy before a port, which may be stopped and started. As root, nobody runs it."""

    def __init__(self, behind: int, *, tls: bool = False) -> None:
        self.port = _free_port()
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        self.people: list[httpx.Client] = []
        self.folder = Path(tempfile.mkdtemp(prefix="il-nginx-", dir="/tmp"))
        self._as: dict[str, Any] = {}
        self._process: subprocess.Popen[bytes] | None = None
        if tls:
            self._certify()
        temporary = "\n    ".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in _KINDS)
        (self.folder / "conf").write_text(_AROUND.format(folder=self.folder, temporary=temporary))
        (self.folder / "site").write_text(self._site(behind, tls=tls))
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            for each in (self.folder, *self.folder.iterdir()):
                os.chown(each, user.pw_uid, user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}

    def start(self) -> None:
        """Start it, and wait until it listens."""
        name = program()
        assert name is not None
        log = self.folder / "log"
        command = [name, "-e", str(log), "-c", str(self.folder / "conf")]
        self._process = subprocess.Popen(command, cwd="/", stderr=subprocess.DEVNULL, **self._as)
        until = time.monotonic() + PATIENCE
        while not _listens(self.port):
            assert self._process.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop it at once, whoever is connected."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait()

    def remove(self) -> None:
        """Stop it for good."""
        for each in self.people:
            each.close()
        self.stop()
        shutil.rmtree(self.folder)

    def _site(self, behind: int, *, tls: bool) -> str:
        site = (ROOT / "deploy" / "nginx.conf").read_text()
        if tls:
            site = re.sub(r"\n    listen 80;", "", site, count=1)
            site = re.sub(r"# (listen 443 ssl;|ssl_certificate\w* )", r"\1", site)
            site = re.sub(r"/etc/letsencrypt/live/lab\.example\.org", str(self.folder), site)
        site = re.sub(r"\n    listen (80|443)", rf"\n    listen 127.0.0.1:{self.port}", site)
        return site.replace("127.0.0.1:8000", f"127.0.0.1:{behind}")

    def _certify(self) -> None:
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=lab.example.org"]
        command += ["-keyout", f"{self.folder}/privkey.pem", "-out", f"{self.folder}/fullchain.pem"]
        subprocess.run(command, check=True, capture_output=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False
