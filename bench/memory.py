"""Memory of the zygote and 32 waiting children: what they add together, counted once where they share it."""

import asyncio
from pathlib import Path

from inplace_lab.sandbox.pool import Pool

CHILDREN = 32


def main() -> None:
    """Print proportional set sizes."""
    asyncio.run(_measure())


async def _measure() -> None:
    pool = Pool(warm_children=CHILDREN)
    await pool.start()
    zygote = pool.zygote
    children = [int(pid) for pid in Path(f"/proc/{zygote}/task/{zygote}/children").read_text().split()]
    shares = [_rollup(pid) for pid in children]
    whole = _rollup(zygote)["Pss"]
    print(f"\nMemory of a zygote and {len(children)} waiting children, MiB")
    for name, kib in {
        "zygote, proportional share": whole,
        "a child, proportional share": sum(share["Pss"] for share in shares) / len(shares),
        "a child, its own pages": sum(share["Private_Dirty"] for share in shares) / len(shares),
        "all together": whole + sum(share["Pss"] for share in shares),
    }.items():
        print(f"  {name:<44} {kib / 1024:>8.1f}")
    await pool.stop()


def _rollup(pid: int) -> dict[str, int]:
    """KiB by kind, from the kernel's own sum."""
    rows = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return {row[0].rstrip(":"): int(row[1]) for row in rows}
