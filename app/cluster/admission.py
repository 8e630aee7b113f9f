"""Admission: which machines of the cluster may run programs, and what all of them together are worth."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import reduce
from importlib.metadata import version
from operator import and_

from .. import __version__
from ..sandbox.level import Level
from ..sandbox.protocol import Machine


@dataclass(frozen=True)
class Admission:
    """What this server asks of a machine: the same Lab, the same torch, and walls.

    `promised` is the level that readers have been told; None before the first of them has been told one.
    """

    trusted: bool
    promised: Level | None = None

    def refusal(self, lab: str, machine: Machine) -> str:
        """Why no program may run on a machine, to be said after its address; empty where it may."""
        if lab != __version__:
            return f"has Inplace Lab {lab}, and this server {__version__}"
        if release(machine.torch) != (ours := release(version("torch"))):
            return f"has torch {release(machine.torch)}, and this server {ours}"
        if machine.level is Level.D and not self.trusted:
            return "has no walls that would contain a program (level D)"
        if self.promised is not None and machine.level > self.promised:
            return f"is at level {machine.level}, and this server has promised level {self.promised}"
        return ""


def release(torch: str) -> str:
    """A version of torch without what it was built for: machines with and without a GPU have different builds."""
    return torch.partition("+")[0]


def together(machines: Collection[Machine], *, gpu: bool) -> Machine:
    """What can be said of all these machines: the walls that each of them has, and so the worst of their levels."""
    builds = {machine.torch for machine in machines}
    return Machine(
        torch=builds.pop() if len(builds) == 1 else release(builds.pop()),
        gpu=gpu,
        threads=max(machine.threads for machine in machines),
        warnings=tuple(dict.fromkeys(warning for machine in machines for warning in machine.warnings)),
        walls=reduce(and_, (machine.walls for machine in machines)),
        landlock_abi=min(machine.landlock_abi for machine in machines),
    )
