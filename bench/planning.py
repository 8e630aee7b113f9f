"""Planning: how many processors and how much memory so many learners need, worked out from what was measured.

    processors = learners × share that is active × Σ (times a minute × seconds of processor time) ÷ 60 ÷ how busy

Everything assumed stands in this file. What is answered from memory is not taken off: the figures are those of readers
who all change their programs.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from inplace_lab.settings import Settings

from .processes import Spent

BUSY = 0.6
"""The share of its time that a processor may be busy on the whole; beyond it the waiting grows quickly."""
MACHINE = 16
"""Processors of a machine that runs programs. Each machine has one zygote."""

ALONE: Mapping[str, float] = {
    "a page: a lesson": 1.0,
    "a page: the playground": 0.25,
    "a page: the Lab": 0.25,
    "a style sheet": 5.0,
    "a program of a lesson, changed": 1.0,
    "an exercise, checked": 0.5,
    "the article's network, changed": 0.5,
    "the card of its times": 0.5,
    "a broken program, with its fixes": 0.1,
}
"""What an active learner does in a minute: one program, half a change in the Lab, half a try at an exercise."""
IN_CLASS: Mapping[str, float] = {
    "a page: a lesson": 0.2,
    "a style sheet": 1.0,
    "a program of a lesson, changed": 1.0,
    "a vote": 0.5,
    "an event, told to one": 2.0,
    "the stage of a student": 2.0,
}
"""What a student in a class does: a question in two minutes, of four events, and programs between them."""


@dataclass(frozen=True)
class Memory:
    """Bytes of each process; of a child, beyond what it shares with its zygote."""

    web: float
    zygote: float
    waiting: float
    running: float


@dataclass(frozen=True)
class Plan:
    """So many learners, the share of them that is active at the same moment, and what those do in a minute."""

    name: str
    learners: int
    active: float
    habits: Mapping[str, float]

    def processors(self, costs: Mapping[str, Spent]) -> Spent:
        """For the web processes and for the programs."""
        each_second = self.learners * self.active / 60 / BUSY
        web = sum(times * costs[name].web for name, times in self.habits.items())
        runs = sum(times * costs[name].runs for name, times in self.habits.items())
        return Spent(web * each_second, runs * each_second)


PLANS = (
    Plan("a class of 30", 30, 1.0, IN_CLASS),
    Plan("a class of 300", 300, 1.0, IN_CLASS),
    Plan("a campus of 10,000", 10_000, 0.05, ALONE),
    Plan("a site of 1,000,000", 1_000_000, 0.01, ALONE),
)


def show_plans(costs: Mapping[str, Spent], memory: Memory) -> None:
    """Print what each plan comes to, once with programs as large as those measured, once as large as allowed."""
    print(f"{'Planned':<22}{'active':>8}{'web':>8}{'runs':>8}{'web processes':>15}{'GiB':>8}{'GiB at most':>13}")
    for plan in PLANS:
        need = plan.processors(costs)
        webs, runners = math.ceil(need.web), math.ceil(need.runs)
        usual = _bytes(webs, runners, memory, memory.running)
        most = _bytes(webs, runners, memory, Settings().memory_bytes)
        figures = f"{plan.learners * plan.active:>8.0f}{need.web:>8.2f}{need.runs:>8.2f}{webs:>15}"
        print(f"{plan.name:<22}{figures}{usual / 2**30:>8.1f}{most / 2**30:>13.1f}")


def _bytes(webs: int, runners: int, memory: Memory, running: float) -> float:
    """Two children wait at each processor that runs programs, and one runs."""
    zygotes = math.ceil(runners / MACHINE) * memory.zygote
    return webs * memory.web + zygotes + runners * (2 * memory.waiting + running)
