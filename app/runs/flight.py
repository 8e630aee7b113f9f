"""Flights: one execution under way serves all who ask for the same at the same time."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from ..errors import SandboxBroken, TooOften
from ..sentence import sentence
from .report import Report

Departure = Callable[[], asyncio.Task[Report]]


class Flight:
    """An execution and the callers that wait for it. It ends early only when the last of them has gone."""

    def __init__(self, task: asyncio.Task[Report]) -> None:
        self.task = task
        self._callers = 0

    async def report(self) -> Report:
        """Wait for the report. A caller that is cancelled leaves the others theirs."""
        self._callers += 1
        try:
            await asyncio.wait({self.task})
        finally:
            self._callers -= 1
            if not self._callers and not self.task.done():
                self.task.cancel()
                await asyncio.wait({self.task})
        if self.task.cancelled():
            raise SandboxBroken(sentence("The run was stopped together with what supervised it."))
        return self.task.result()

    @property
    def abandoned(self) -> bool:
        """Nobody waits for it any more."""
        return self.task.done() or self.task.cancelling() > 0


class Flights:
    """The executions that are under way, those that may be shared by their keys."""

    def __init__(self) -> None:
        self._shared: dict[str, Flight] = {}
        self._tasks: set[asyncio.Task[Report]] = set()

    async def board(self, key: str | None, depart: Departure) -> Report:
        """The report of the execution with this key; where none is under way, or without a key, of a new one.

        One that does not come about, as whoever began it has had too many, does not keep others from beginning it.
        """
        while (flight := self._under_way(key)) is not None:
            with suppress(TooOften):
                return await flight.report()
        return await self._begin(key, depart()).report()

    async def stop(self) -> None:
        """Stop them all; whoever waits is told."""
        for task in (tasks := self._tasks.copy()):
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    def _under_way(self, key: str | None) -> Flight | None:
        flight = self._shared.get(key) if key is not None else None
        return None if flight is None or flight.abandoned else flight

    def _begin(self, key: str | None, task: asyncio.Task[Report]) -> Flight:
        flight = Flight(task)
        self._tasks.add(task)
        if key is not None:
            self._shared[key] = flight
        task.add_done_callback(lambda _: self._landed(key, flight))
        return flight

    def _landed(self, key: str | None, flight: Flight) -> None:
        self._tasks.discard(flight.task)
        if key is not None and self._shared.get(key) is flight:
            del self._shared[key]
        if not flight.task.cancelled():
            flight.task.exception()  # nobody may be left to hear of it
