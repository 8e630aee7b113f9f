"""Who runs next: places by turns, a share for each client, and an honest word about when to come back."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from inplace_lab.errors import Busy, TooMany
from inplace_lab.runs.queue import OURS, Queue, Ticket
from inplace_lab.settings import Settings


def queued(test: Callable[[Queue], None], **settings: Any) -> None:
    """Run a test with a queue of one slot, where nothing else is said."""

    async def run() -> None:
        test(Queue(Settings(**{"slots": 1, **settings})))

    asyncio.run(run())


def runs(*tickets: Ticket) -> list[bool]:
    """Whether each has a place to run."""
    return [ticket.turn.done() for ticket in tickets]


def test_a_free_place_is_given_at_once() -> None:
    def check(queue: Queue) -> None:
        ticket = queue.enter("a")
        assert (runs(ticket), ticket.place, ticket.estimate) == ([True], 0, 0)
        assert (queue.running, queue.waiting) == (1, 0)

    queued(check)


def test_clients_take_turns_and_each_is_served_in_its_own_order() -> None:
    def check(queue: Queue) -> None:
        first = queue.enter("greedy")
        greedy = [queue.enter("greedy") for _ in range(3)]
        modest = queue.enter("modest")
        assert [ticket.place for ticket in (*greedy, modest)] == [1, 3, 4, 2]
        queue.leave(first)
        assert runs(*greedy, modest) == [True, False, False, False]
        queue.leave(greedy[0])
        assert runs(*greedy, modest) == [True, False, False, True]
        queue.leave(modest)
        assert runs(*greedy) == [True, True, False]

    queued(check, client_queue=9)


def test_one_client_leaves_places_free_for_others() -> None:
    def check(queue: Queue) -> None:
        first, second, other = queue.enter("a"), queue.enter("a"), queue.enter("b")
        assert runs(first, second, other) == [True, False, True]
        queue.leave(first)
        assert runs(second) == [True]

    queued(check, slots=3)


def test_beyond_its_share_a_client_is_told_its_place_and_what_to_do() -> None:
    def check(queue: Queue) -> None:
        queue.pace.seconds = 3.0
        running, waiting, _ = queue.enter("a"), queue.enter("a"), queue.enter("b")
        with pytest.raises(TooMany, match=r"1 running and 1 waiting.* at place 1 and starts in about 3 s") as refused:
            queue.enter("a")
        assert refused.value.retry_after == 3
        assert "Wait until one of your runs has ended" in refused.value.advice
        queue.leave(running)
        assert runs(waiting) == [True]
        assert queue.enter("a").place == 2

    queued(check)


def test_a_client_that_may_not_wait_hears_when_its_run_will_have_ended() -> None:
    def check(queue: Queue) -> None:
        queue.enter("a")
        with pytest.raises(TooMany, match=r"1 running and none waiting.* ended in about 1 s"):
            queue.enter("a")

    queued(check, client_queue=0)


def test_a_full_queue_tells_the_place_and_the_time() -> None:
    def check(queue: Queue) -> None:
        queue.pace.seconds = 4.0
        for name in ("a", "b", "c", "d"):
            queue.enter(name)
        with pytest.raises(Busy, match=r"2 runs are waiting.* At place 3 yours would start in about 6 s") as refused:
            queue.enter("e")
        assert (type(refused.value), refused.value.retry_after) == (Busy, 6)

    queued(check, slots=2, queue_length=2)


def test_our_own_runs_go_ahead_of_nobody_and_are_never_beyond_a_share() -> None:
    def check(queue: Queue) -> None:
        first, waiting = queue.enter("a"), queue.enter("b")
        ours = [queue.enter(OURS) for _ in range(3)]
        queue.leave(first)
        assert runs(waiting, *ours) == [True, False, False, False]
        assert [ticket.place for ticket in ours] == [1, 2, 3]
        queue.enter(OURS)
        with pytest.raises(Busy):
            queue.enter(OURS)

    queued(check, queue_length=4)


def test_whoever_leaves_while_waiting_makes_room() -> None:
    def check(queue: Queue) -> None:
        running, waiting, last = queue.enter("a"), queue.enter("b"), queue.enter("c")
        queue.leave(waiting)
        queue.leave(waiting)
        assert (last.place, queue.waiting) == (1, 1)
        queue.leave(running)
        assert runs(last) == [True]

    queued(check)


def test_the_pace_follows_the_runs() -> None:
    def check(queue: Queue) -> None:
        for _ in range(40):
            queue.pace.note(5.0)
        queue.enter("a")
        assert queue.enter("b").estimate == pytest.approx(5.0, rel=0.01)

    queued(check)
