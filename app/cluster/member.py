"""Member: a machine of the cluster that runs may go to, and how busy it is."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from ..sandbox.protocol import Machine


@dataclass(frozen=True)
class Node:
    """A machine as Ray tells of it. `processors` and `gpus` are what its owner lends to Ray."""

    id: str
    address: str
    processors: int
    gpus: int


@dataclass(eq=False)
class Member:
    """A node whose runner has answered. `running` are this server's runs, `others` those of other servers."""

    node: Node
    machine: Machine
    running: int = 0
    others: int = 0

    @property
    def gpus(self) -> int:
        """How many GPUs runs can have here: Ray must lend them, and torch must be built for them."""
        return self.node.gpus if self.machine.gpu else 0

    @property
    def busy(self) -> int:
        """How many runs are there."""
        return self.running + self.others

    @contextmanager
    def occupied(self) -> Iterator[None]:
        """One run more, for as long as it takes."""
        self.running += 1
        try:
            yield
        finally:
            self.running -= 1
