"""A server that is killed leaves no process behind."""

import subprocess
import sys
import time
from pathlib import Path

SERVER = """
import asyncio, os, sys
from inplace_lab.sandbox.pool import Pool
from inplace_lab.trace import Snippet
from tests.sandbox.pools import LIMITS

async def main():
    pool = Pool(warm_children=1)
    await pool.start()
    run = asyncio.create_task(pool.run(Snippet(source="while True: pass", device="cpu"), LIMITS))
    await asyncio.sleep(0.5)
    children = open(f"/proc/{pool.zygote}/task/{pool.zygote}/children").read().split()
    print(pool.zygote, *children, flush=True)
    os.kill(os.getpid(), 9)

asyncio.run(main())
"""


def test_a_killed_server_takes_its_zygote_and_all_children_with_it(tmp_path: Path) -> None:
    server = subprocess.run(
        [sys.executable, "-c", SERVER],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={"TMPDIR": str(tmp_path)},
    )
    pids = server.stdout.split()
    assert len(pids) >= 2, server.stderr
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
