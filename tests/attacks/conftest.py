"""The grounds that attacks are tried on: as root, as an ordinary user, and with each wall left out."""

import functools
import os
from collections.abc import Callable, Iterator

import pytest

from inplace_lab.sandbox.walls import Walls

from . import ordinary
from .ground import Ground

why_no_ordinary_user = functools.cache(ordinary.why_not)


@pytest.fixture(scope="session")
def walled() -> Iterator[dict[str, Ground]]:
    """Targets with all walls, by who runs them."""
    grounds = {}
    if os.getuid() == 0:
        grounds["root"] = Ground(as_ordinary_user=False)
    if not why_no_ordinary_user():
        # Namespaces are a bonus that many machines refuse an ordinary user: here all must hold without them.
        grounds["an ordinary user"] = Ground(Walls.ALL & ~Walls.NAMESPACES)
    yield grounds
    for ground in grounds.values():
        ground.stop()


@pytest.fixture(scope="session")
def without() -> Iterator[Callable[[Walls], Ground]]:
    """Targets with walls left out; as an ordinary user, if that can be."""
    made: dict[Walls, Ground] = {}

    def get(walls: Walls) -> Ground:
        if walls not in made:
            rest = Walls.ALL & ~walls & ~Walls.NAMESPACES
            made[walls] = Ground(rest, as_ordinary_user=not why_no_ordinary_user())
        return made[walls]

    yield get
    for ground in made.values():
        ground.stop()
