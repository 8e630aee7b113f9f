"""A PostgreSQL of the tests' own: made in a temporary folder by an ordinary user, reached through a socket there."""

import os
import pwd
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import psycopg

NAME = "lab"
_QUICK = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c max_connections=30"


def programs() -> Path | None:
    """The folder of initdb and pg_ctl, the newest where there are several; None where PostgreSQL is not installed."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = [*debian, *filter(None, [shutil.which("initdb")])]
    return Path(found[-1]).parent if found else None


class Cluster:
    """One server, which may be stopped and started. PostgreSQL refuses to run as root: then nobody runs it."""

    def __init__(self, programs: Path) -> None:
        self._programs = programs
        self.folder = Path(tempfile.mkdtemp(prefix="il-pg-", dir="/tmp"))
        self._as: dict[str, Any] = {}
        if os.geteuid() == 0:
            user = pwd.getpwnam("nobody")
            os.chown(self.folder, user.pw_uid, user.pw_gid)
            self._as = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        self._run("initdb", "--no-sync", "--auth=trust", f"--username={NAME}", "--encoding=UTF8", "--locale=C")
        self.start()

    @property
    def url(self) -> str:
        """Its address, for the settings."""
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql+psycopg://{NAME}@/{database}?host={self.folder}"

    def make(self, database: str, encoding: str) -> None:
        """A further database."""
        with psycopg.connect(host=str(self.folder), user=NAME, dbname="postgres", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {database} ENCODING '{encoding}' TEMPLATE template0")

    def start(self) -> None:
        """Start it, and wait until it answers."""
        options = f"-k {self.folder} -c listen_addresses= {_QUICK}"
        self._run("pg_ctl", "--wait", f"--log={self.folder}/log", f"--options={options}", "start")

    def stop(self) -> None:
        """Stop it, whoever is connected."""
        self._run("pg_ctl", "--wait", "--mode=fast", "stop")

    def empty(self) -> None:
        """Forget all that is in it."""
        with psycopg.connect(host=str(self.folder), user=NAME, dbname="postgres", autocommit=True) as connection:
            connection.execute("DROP SCHEMA public CASCADE")
            connection.execute("CREATE SCHEMA public")

    def remove(self) -> None:
        """Stop it for good."""
        self.stop()
        shutil.rmtree(self.folder)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(self._programs / program), f"--pgdata={self.folder}/data", *arguments]
        # The log of the server would hold a pipe open for as long as it runs.
        with (self.folder / "words").open("w+") as words:
            done = subprocess.run(command, stdout=words, stderr=words, check=False, cwd="/", **self._as)
            words.seek(0)
            assert done.returncode == 0, words.read()
