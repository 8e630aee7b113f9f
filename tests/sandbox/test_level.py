"""One letter for what was raised, and never a better one than that."""

import pytest

from inplace_lab.sandbox.level import Level
from inplace_lab.sandbox.walls import Walls


@pytest.mark.parametrize(
    ("raised", "abi", "level"),
    [
        (Walls.ALL, 7, "A"),
        (Walls.ALL, 2, "B"),
        (Walls.ALL & ~Walls.NAMESPACES, 7, "B"),
        (Walls.ALL & ~Walls.LANDLOCK, 0, "C"),
        (Walls.ALL & ~Walls.SECCOMP, 7, "D"),
        (Walls.LIMITS, 7, "D"),
        (Walls(0), 0, "D"),
    ],
)
def test_the_level_follows_from_the_walls(raised: Walls, abi: int, level: str) -> None:
    assert Level.of(raised, abi) == level
