"""Two servers that say who they are, and an nginx before them with deploy/replicas.conf."""

import os
import shutil
import socket
import subprocess
import threading
import time
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SITE = Path(__file__).parents[2] / "deploy" / "replicas.conf"
_PATIENCE = 20.0
_KINDS = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
_AROUND = """\
daemon off;
master_process off;
pid {folder}/pid;
events {{ worker_connections 256; }}
http {{
    access_log off;
    {temporary}
    include {folder}/site;
}}
"""


def nginx() -> str | None:
    """The program, where it is installed."""
    return shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")


class Named:
    """A server that answers with its name."""

    def __init__(self, name: str) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Length", str(len(name)))
                self.end_headers()
                self.wfile.write(name.encode())

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever)
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class Proxy:
    """The nginx."""

    def __init__(self, folder: Path, ports: dict[str, int]) -> None:
        self._folder = folder
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        site = SITE.read_text().replace("listen 8080", f"listen 127.0.0.1:{port}")
        for name, behind in ports.items():
            site = site.replace(f"server {name}:8000", f"server 127.0.0.1:{behind}")
        (folder / "site").write_text(site)
        temporary = "\n    ".join(f"{kind}_temp_path {folder}/{kind};" for kind in _KINDS)
        (folder / "conf").write_text(_AROUND.format(folder=folder, temporary=temporary))
        command = [nginx() or "nginx", "-e", str(folder / "log"), "-c", str(folder / "conf")]
        self._process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
        self._wait(port)

    def stop(self) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait()

    def _wait(self, port: int) -> None:
        until = time.monotonic() + _PATIENCE
        while time.monotonic() < until:
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
                return
            assert self._process.poll() is None, (self._folder / "log").read_text()
            time.sleep(0.02)
        raise TimeoutError((self._folder / "log").read_text())


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])
