"""A queue and what is done to it, step by step, with everybody whom it called."""

from dataclasses import replace

import hypothesis
from hypothesis import strategies as st

from inplace_lab.errors import Busy
from inplace_lab.runs.client import Client
from inplace_lab.runs.queue import Queue, Ticket
from inplace_lab.settings import Settings

CLASSES = [Client(f"{group}{i}", group=group, first=i == 0) for group in ("g", "h") for i in range(3)]
TEACHER = CLASSES[0]
CLIENTS = st.sampled_from([*CLASSES, TEACHER.beside("examined"), Client("stranger"), Client("another")])

Step = Client | int
STEPS = st.lists(st.one_of(CLIENTS, CLIENTS, st.integers(0, 5)), min_size=10, max_size=60)
"""A client that comes, or the number of one that leaves, be it called or not; more come than leave."""


def settings_with(slots: int, client_slots: int, client_queue: int) -> Settings:
    """Settings of the queue alone."""
    return Settings(slots=slots, client_slots=client_slots, client_queue=client_queue)


SETTINGS = st.builds(settings_with, st.integers(1, 3), st.integers(1, 3), st.integers(0, 3))
often = hypothesis.settings(max_examples=100, deadline=None)


class Course:
    """Needs a running loop."""

    def __init__(self, settings: Settings, steps: list[Step]) -> None:
        self.queue = Queue(settings)
        self.entered: list[Ticket] = []
        self.called: list[Ticket] = []
        self._left: list[Ticket] = []
        for step in steps:
            self.take(step)

    @property
    def running(self) -> list[Ticket]:
        """Those that have a place, in the order in which they were called."""
        return [each for each in self.called if each not in self._left]

    @property
    def waiting(self) -> list[Ticket]:
        """Those that wait, as they came."""
        return [each for each in self.entered if each not in self.called and each not in self._left]

    def running_of(self, client: Client) -> int:
        """How many of its line have a place."""
        return sum(each.client.line == client.line for each in self.running)

    def take(self, step: Step) -> list[Ticket]:
        """Do a step; those that are called by it. A client whom the queue refuses has not come."""
        try:
            if isinstance(step, Client):
                self.entered.append(self.queue.enter(step))
            elif present := [*self.running, *self.waiting]:
                self._leave(present[step % len(present)])
        except Busy:
            return []
        return self._look()

    def drain(self) -> list[Ticket]:
        """Those that are called if nobody else comes, and runs end in the order in which they began."""
        before = len(self.called)
        while self.running:
            self._leave(self.running[0])
            self._look()
        return self.called[before:]

    def make_ordinary(self, group: str) -> None:
        """From now on nobody who waits is the first of this group."""
        for each in self.waiting:
            if each.client.group == group:
                each.client = replace(each.client, first=False)

    def _leave(self, ticket: Ticket) -> None:
        self._left.append(ticket)
        self.queue.leave(ticket)

    def _look(self) -> list[Ticket]:
        called = [each for each in self.waiting if each.turn.done()]
        self.called += called
        return called
