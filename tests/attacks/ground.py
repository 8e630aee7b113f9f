"""The ground that attacks are tried on: a target in a process of its own, as root or as an ordinary user."""

import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from inplace_lab.sandbox.walls import Walls

from . import ordinary
from .catalogue import Attack
from .tripwires import SERVERS_SECRET, Tripwires

STOP_SECONDS = 60


class Ground:
    """Starts a target when first needed, and another one where it has been harmed."""

    def __init__(self, walls: Walls = Walls.ALL, *, as_ordinary_user: bool = True) -> None:
        arguments = ("-m", f"{__package__}.target", str(int(walls)))
        self._command = ordinary.command(*arguments) if as_ordinary_user else [sys.executable, *arguments]
        self._process: subprocess.Popen[str] | None = None

    def attempt(self, attack: Attack) -> dict[str, Any]:
        """What the attack came to."""
        if self._process is None:
            self._start()
        self._tell(attack.id)
        answer = self._hear()
        if answer is None:
            self.stop()
            return {"ending": "broken", "alarms": ["the server died"]}
        if answer["spent"]:
            self.stop()
        return answer

    def stop(self) -> None:
        """Stop the target, if there is one."""
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.communicate(timeout=STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()

    def _start(self) -> None:
        self._process = subprocess.Popen(
            self._command,
            cwd=ordinary.ROOT,
            env=os.environ | {"INPLACE_LAB_SECRET": SERVERS_SECRET, "PYTHONDONTWRITEBYTECODE": "1"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        if self._hear() is None:
            self.stop()
            raise RuntimeError("The target did not start; its standard error says why.")

    def _tell(self, line: str) -> None:
        assert self._process
        with suppress(BrokenPipeError):
            print(line, file=self._process.stdin, flush=True)

    def _hear(self) -> dict[str, Any] | None:
        assert self._process
        assert self._process.stdout
        line = self._process.stdout.readline()
        return json.loads(line) if line.endswith("\n") else None


def bites_alone(attack: Attack) -> bool:
    """Whether an attack gets through in a plain process, without any sandbox; only for those that are harmless."""
    with tempfile.TemporaryDirectory() as home:
        wires = Tripwires(Path(home))
        wires.lay()
        folder = Path(home, "runs", "own")
        folder.mkdir(parents=True)
        names = {
            **wires.names(),
            **dict.fromkeys(("SERVER", "ZYGOTE", "NEIGHBOUR"), os.getpid()),
            "NEIGHBOURS_FOLDER": str(folder),
            "PACKAGE": str(ordinary.ROOT),
            "REPOSITORY": str(ordinary.ROOT),
        }
        command = [sys.executable, "-c", attack.source(names)]
        said = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=20)
        alarms = wires.alarms()
        wires.take_up()
    return "BREACH" in said.stdout or bool(alarms)
