"""Who runs next: places by turns, a share for each client, and an honest word about when to come back."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given

from inplace_lab.errors import Busy, TooMany
from inplace_lab.runs.client import OURS, Client
from inplace_lab.runs.queue import Queue, Ticket
from inplace_lab.settings import Settings

from .course import SETTINGS, STEPS, TEACHER, Course, Step, often


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
        ticket = queue.enter(Client("a"))
        assert (runs(ticket), ticket.place, ticket.estimate) == ([True], 0, 0)
        assert (queue.running, queue.waiting) == (1, 0)

    queued(check)


def test_clients_take_turns_and_each_is_served_in_its_own_order() -> None:
    def check(queue: Queue) -> None:
        first = queue.enter(Client("greedy"))
        greedy = [queue.enter(Client("greedy")) for _ in range(3)]
        modest = queue.enter(Client("modest"))
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
        first, second, other = queue.enter(Client("a")), queue.enter(Client("a")), queue.enter(Client("b"))
        assert runs(first, second, other) == [True, False, True]
        queue.leave(first)
        assert runs(second) == [True]

    queued(check, slots=3)


def test_beyond_its_share_a_client_is_told_its_place_and_what_to_do() -> None:
    def check(queue: Queue) -> None:
        queue.pace.seconds = 3.0
        running, waiting, _ = queue.enter(Client("a")), queue.enter(Client("a")), queue.enter(Client("b"))
        with pytest.raises(TooMany, match=r"1 running and 1 waiting.* at place 1 and starts in about 3 s") as refused:
            queue.enter(Client("a"))
        assert refused.value.retry_after == 3
        assert "Wait until one of your runs has ended" in refused.value.advice
        queue.leave(running)
        assert runs(waiting) == [True]
        assert queue.enter(Client("a")).place == 2

    queued(check)


def test_a_client_that_may_not_wait_hears_when_its_run_will_have_ended() -> None:
    def check(queue: Queue) -> None:
        queue.enter(Client("a"))
        with pytest.raises(TooMany, match=r"1 running and none waiting.* ended in about 1 s"):
            queue.enter(Client("a"))

    queued(check, client_queue=0)


def test_a_full_queue_tells_the_place_and_the_time() -> None:
    def check(queue: Queue) -> None:
        queue.pace.seconds = 4.0
        for name in ("a", "b", "c", "d"):
            queue.enter(Client(name))
        with pytest.raises(Busy, match=r"2 runs are waiting.* At place 3 yours would start in about 6 s") as refused:
            queue.enter(Client("e"))
        assert (type(refused.value), refused.value.retry_after) == (Busy, 6)

    queued(check, slots=2, queue_length=2)


def test_our_own_runs_go_ahead_of_nobody_and_are_never_beyond_a_share() -> None:
    def check(queue: Queue) -> None:
        first, waiting = queue.enter(Client("a")), queue.enter(Client("b"))
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
        running, waiting, last = queue.enter(Client("a")), queue.enter(Client("b")), queue.enter(Client("c"))
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
        queue.enter(Client("a"))
        assert queue.enter(Client("b")).estimate == pytest.approx(5.0, rel=0.01)

    queued(check)


def test_a_teacher_takes_the_turn_of_the_class_and_of_nobody_else() -> None:
    def check(queue: Queue) -> None:
        names = ("running", "stranger", "student", "another", "last")
        first, stranger, student, another, last = (queue.enter(_named(name)) for name in names)
        teacher = queue.enter(_named("teacher", first=True))
        assert [each.place for each in (stranger, teacher, student, another, last)] == [1, 2, 3, 5, 4]
        queue.leave(first)
        queue.leave(stranger)
        assert runs(stranger, teacher, student, another, last) == [True, True, False, False, False]
        assert [each.place for each in (student, another, last)] == [1, 3, 2]

    queued(check)


def _named(name: str, *, first: bool = False) -> Client:
    """Those whose names say so are in a class."""
    return Client(name, group="class" if name in ("student", "another", "teacher") else "", first=first)


def test_whoever_is_first_of_no_class_goes_ahead_of_nobody() -> None:
    def check(queue: Queue) -> None:
        queue.enter(Client("running"))
        assert queue.enter(Client("waiting")).place == 1
        assert queue.enter(Client("first", first=True)).place == 2

    queued(check)


def test_a_turn_that_is_given_up_goes_to_the_next_run_of_its_line() -> None:
    def check(queue: Queue) -> None:
        queue.enter(Client("running"))
        given_up, mine = queue.enter(Client("mine")), queue.enter(Client("mine"))
        others = [queue.enter(Client("other")) for _ in range(2)]
        queue.leave(given_up)
        assert [each.place for each in (mine, *others)] == [1, 2, 3]

    queued(check, client_queue=2)


def test_a_client_is_served_in_its_own_order_after_another_was_passed_over() -> None:
    def check(queue: Queue) -> None:
        queue.enter(Client("slow"))
        running = queue.enter(Client("quick"))
        for _ in range(3):
            queue.enter(Client("slow"))
        own = [queue.enter(Client("quick")) for _ in range(3)]
        queue.leave(running)
        queue.leave(own[0])
        assert queue.waiting_of(Client("quick")) == (own[2],)
        latest = queue.enter(Client("quick"))
        assert queue.waiting_of(Client("quick")) == (own[2], latest)

    queued(check, slots=2, client_queue=3)


@often
@given(SETTINGS, STEPS)
def test_no_student_is_called_before_a_teacher_who_may_run(settings: Settings, steps: list[Step]) -> None:
    async def check() -> None:
        course = Course(settings, [])
        for step in steps:
            students = {each.client.group for each in course.take(step) if not each.client.first} - {""}
            for each in course.waiting:
                if each.client.first and each.client.group in students:
                    assert course.running_of(each.client) == settings.client_slots
            assert all(course.running_of(each.client) <= settings.client_slots for each in course.running)

    asyncio.run(check())


@often
@given(SETTINGS, STEPS)
def test_to_all_others_a_teacher_looks_like_any_student(settings: Settings, steps: list[Step]) -> None:
    async def check() -> None:
        course, other = Course(settings, steps), Course(settings, steps)
        other.make_ordinary(TEACHER.group)
        # Where shares are smaller than the server, who is called later depends on whose run has ended by then.
        most = None if settings.client_slots >= settings.slots else 1
        assert _outsiders(course.drain())[:most] == _outsiders(other.drain())[:most]

    asyncio.run(check())


def _outsiders(called: list[Ticket]) -> list[str]:
    """Who was called, all of the teacher's group being one."""
    return ["class" if each.client.group == TEACHER.group else each.client.line for each in called]


@often
@given(SETTINGS, STEPS)
def test_all_are_called_at_last_at_the_place_that_they_were_told(settings: Settings, steps: list[Step]) -> None:
    async def check() -> None:
        course = Course(settings, steps)
        assert not any(each.place for each in course.running)
        places = [(each.place, each) for each in course.waiting]
        assert [(i, each) for i, each in enumerate(course.drain(), 1)] == sorted(places, key=lambda told: told[0])

    asyncio.run(check())


@often
@given(SETTINGS, STEPS)
def test_each_client_is_served_in_its_own_order(settings: Settings, steps: list[Step]) -> None:
    async def check() -> None:
        course = Course(settings, steps)
        for waiting in course.waiting:
            own = course.queue.waiting_of(waiting.client)
            assert own == tuple(each for each in course.waiting if each.client.line == waiting.client.line)

    asyncio.run(check())
