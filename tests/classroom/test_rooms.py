"""Rooms on SQLite and on PostgreSQL: no vote is lost, doubled, late, or known too early; rooms outlive their server."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import update

from inplace_lab.classroom import room_rows
from inplace_lab.classroom.ledger import STALE_SECONDS, Ledger
from inplace_lab.classroom.people import Seat
from inplace_lab.classroom.question import typed_question
from inplace_lab.classroom.rooms import Rooms
from inplace_lab.classroom.state import Phase, Place
from inplace_lab.errors import (
    BadRequest,
    LabError,
    NoSuchRoom,
    NotFound,
    NotTheTeacher,
    RoomFull,
    SandboxBroken,
    TooOften,
    WrongPhase,
)
from inplace_lab.settings import Settings
from inplace_lab.store import schema
from inplace_lab.store.database import Database
from tests.web.fakes import FakeRuns

from .house import ASIDE, QUESTION, house, opened, with_rooms


def test_a_question_goes_its_whole_way(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        desk, seats = await opened(rooms, 3)
        teaching, learning = rooms.teaching, rooms.learning
        await teaching.ask(desk, QUESTION)
        for seat, value in zip(seats, "aab", strict=True):
            await learning.vote(seat, 1, 1, value)
        await learning.vote(seats[0], 1, 1, "c")
        await teaching.lock(desk)
        report = await teaching.run(desk)
        assert report.stdout == QUESTION.source
        await teaching.reveal(desk)
        await teaching.again(desk)
        for seat in seats:
            await learning.vote(seat, 1, 2, "c")
        await teaching.lock(desk)
        await teaching.run(desk)
        await teaching.reveal(desk)
        tally = await teaching.tally(desk.room)
        assert tally.rounds == ({"a": 1, "b": 1, "c": 1}, {"c": 3})
        assert "vote,1,,What happens?,2,Wrong gradients,3" in await teaching.counts_csv(desk)

    with_rooms(settings, check)


def test_nobody_knows_the_votes_before_they_are_revealed(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        desk, seats = await opened(rooms, 2)
        await rooms.teaching.ask(desk, ASIDE)
        await rooms.learning.vote(seats[0], 1, 1, "b")
        for step in (rooms.teaching.lock, None):
            with pytest.raises(WrongPhase):
                await rooms.teaching.tally(desk.room)
            assert "Which do you like?" not in await rooms.teaching.counts_csv(desk)
            if step:
                await step(desk)
        assert (await rooms.counts(desk.room)).answered == 1

    with_rooms(settings, check)


def test_no_vote_comes_in_behind_the_lock(settings: Settings) -> None:
    """Votes and the lock arrive together: those that were taken are counted, those that were not were told so."""

    async def check(rooms: Rooms) -> None:
        desk, seats = await opened(rooms, 20)
        await rooms.teaching.ask(desk, ASIDE)
        votes = [asyncio.create_task(rooms.learning.vote(seat, 1, 1, "a")) for seat in seats]
        await asyncio.wait(votes[:4])
        await rooms.teaching.lock(desk)
        ends = await asyncio.gather(*votes, return_exceptions=True)
        assert all(end is None or isinstance(end, WrongPhase) for end in ends)
        assert (await rooms.counts(desk.room)).answered == ends.count(None) >= 4

    with_rooms(settings, check)


@pytest.mark.parametrize(
    ("number", "turn", "value", "error"), [(2, 1, "a", WrongPhase), (1, 2, "a", WrongPhase), (1, 1, "z", BadRequest)]
)
def test_a_vote_on_what_is_not_asked_is_refused(
    settings: Settings, number: int, turn: int, value: str, error: type[LabError]
) -> None:
    async def check(rooms: Rooms) -> None:
        desk, seats = await opened(rooms, 1)
        await rooms.teaching.ask(desk, ASIDE)
        with pytest.raises(error):
            await rooms.learning.vote(seats[0], number, turn, value)
        assert (await rooms.counts(desk.room)).answered == 0

    with_rooms(settings, check)


def test_a_room_outlives_its_server(settings: Settings) -> None:
    async def check() -> None:
        async with house(settings) as rooms:
            room, key = await rooms.open("teacher")
            desk = await rooms.desk(room.code, key)
            assert desk
            seat, seat_key = await rooms.sit(room.code, "phone")
            await rooms.teaching.ask(desk, ASIDE)
            await rooms.learning.vote(seat, 1, 1, "b")
        async with house(settings) as rooms:
            assert await rooms.desk(room.code, key) == desk
            assert await rooms.seat(room.code, seat_key) == seat
            assert (await rooms.learning.own(seat, (await rooms.room(room.code, "phone")).state.poll)).votes == ("b",)
            assert (await rooms.counts(room.code)).answered == 1
            await rooms.learning.vote(seat, 1, 1, "a")
            await rooms.teaching.lock(desk)
            await rooms.teaching.reveal(desk)
            assert (await rooms.teaching.tally(room.code)).rounds == ({"a": 1},)

    asyncio.run(check())


def test_a_run_that_the_server_did_not_live_to_end_is_begun_again(settings: Settings) -> None:
    class Hangs(FakeRuns):
        async def run(self, *given: Any, **options: Any) -> Any:
            await asyncio.Event().wait()

    async def check() -> None:
        async with house(settings, Hangs()) as rooms:
            desk, _ = await opened(rooms)
            await rooms.teaching.ask(desk, QUESTION)
            await rooms.teaching.lock(desk)
            running = asyncio.create_task(rooms.teaching.run(desk))
            while (poll := (await rooms.room(desk.room, "")).state.poll) is None or poll.phase is not Phase.RUNNING:
                await asyncio.sleep(0.05)
            # killed: nothing of what follows is run
            rooms.teaching._step = None  # type: ignore[method-assign,assignment]
            running.cancel()
        async with house(settings) as rooms:
            await rooms.teaching.run(desk)
            poll = (await rooms.room(desk.room, "")).state.poll
            assert poll
            assert poll.phase is Phase.RAN

    asyncio.run(check())


def test_a_run_that_failed_leaves_the_question_locked(settings: Settings) -> None:
    runs = FakeRuns()
    runs.error = SandboxBroken()

    async def check(rooms: Rooms) -> None:
        desk, _ = await opened(rooms)
        await rooms.teaching.ask(desk, QUESTION)
        await rooms.teaching.lock(desk)
        with pytest.raises(SandboxBroken):
            await rooms.teaching.run(desk)
        poll = (await rooms.room(desk.room, "")).state.poll
        assert poll
        assert poll.phase is Phase.LOCKED

    with_rooms(settings, check, runs)


def test_the_teacher_runs_ahead_of_the_class(settings: Settings) -> None:
    runs = FakeRuns()

    async def check(rooms: Rooms) -> None:
        desk, _ = await opened(rooms)
        await rooms.teaching.ask(desk, QUESTION)
        await rooms.teaching.lock(desk)
        await rooms.teaching.run(desk)
        client, _ = runs.asked[-1]
        assert (client.group, client.first) == (desk.room, True)

    with_rooms(settings, check, runs)


def test_two_servers_on_one_database_tell_each_other(settings: Settings) -> None:
    async def versions(rooms: Rooms, code: str) -> AsyncIterator[int]:
        async for room in rooms.watch(code):
            yield room.state.version

    async def check() -> None:
        async with house(settings) as one, house(settings) as other:
            desk, seats = await opened(one, 1)
            seen = versions(other, desk.room)
            assert await anext(seen) == 1
            await one.teaching.ask(desk, ASIDE)
            assert await anext(seen) == 2
            await other.learning.vote(seats[0], 1, 1, "a")
            assert (await one.counts(desk.room)).answered == 1
            await one.teaching.end(desk)
            assert await anext(seen) == 3
            assert [version async for version in seen] == []

    asyncio.run(check())


def test_who_watches_is_there(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        desk, (seat, _) = await opened(rooms, 2)
        watching = rooms.watch(desk.room, seat.id)
        await anext(watching)
        assert rooms._ledger.hub.seats(desk.room) == (seat.id,)
        await watching.aclose()
        assert rooms._ledger.hub.rooms == ()
        assert (await rooms.counts(desk.room)).seats == 2

    with_rooms(settings, check)


def test_a_clock_that_is_set_forth_closes_no_room_that_is_watched(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inplace_lab.classroom.ledger.SEE_SECONDS", 0.05)
    a_year = time.time() + 365 * 24 * 3600

    async def check(rooms: Rooms) -> None:
        desk, seats = await opened(rooms, 1)
        watching = rooms.watch(desk.room, seats[0].id)
        await anext(watching)
        monkeypatch.setattr(room_rows.time, "time", lambda: a_year)
        await asyncio.sleep(0.5)
        await opened(rooms)  # removes what nobody uses
        await rooms.teaching.ask(desk, ASIDE)
        await rooms.learning.vote(seats[0], 1, 1, "a")
        assert (await rooms.counts(desk.room)).answered == 1
        monkeypatch.undo()
        await rooms.learning.vote(seats[0], 1, 1, "b")
        assert (await rooms.counts(desk.room)).here == 1

    with_rooms(settings, check)


def test_a_room_that_nobody_uses_goes_with_all_that_is_in_it(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        desk, seats = await opened(rooms, 2)
        await rooms.teaching.ask(desk, ASIDE)
        await rooms.learning.vote(seats[0], 1, 1, "a")
        await rooms.learning.offer(seats[0], "print(1)")
        await rooms.learning.tried(seats[0], "lesson", "exercise", "runs")
        database = Database(settings)
        with database.writing() as connection:
            connection.execute(update(schema.rooms).values(used=0))
        await opened(rooms)
        await asyncio.sleep(2 * STALE_SECONDS)
        with pytest.raises(NoSuchRoom):
            await rooms.room(desk.room, "")
        with database.reading() as connection:
            left = {name: connection.execute(table.select()).all() for name, table in schema.metadata.tables.items()}
        database.close()
        assert [name for name, rows in left.items() if rows] == ["rooms", "room_keys"]

    with_rooms(settings, check)


def test_a_claim_makes_one_teacher(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        room, claim = await rooms.open_own()
        again, newer = await rooms.open_own()
        assert again.code == room.code
        for used_up in (claim, newer[:-1] + "x", "", room.code):
            with pytest.raises(NotTheTeacher):
                await rooms.claim(used_up, "teacher")
        code, key = await rooms.claim(newer, "teacher")
        assert code == room.code
        assert await rooms.desk(code, key)
        with pytest.raises(NotTheTeacher):
            await rooms.claim(newer, "teacher")
        assert await rooms.desk(code, newer) is None

    with_rooms(settings, check)


def test_a_key_of_one_room_opens_no_other(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        (room, key), (other, other_key) = [await rooms.open("teacher") for _ in range(2)]
        _, seat_key = await rooms.sit(room.code, "phone")
        for wrong in (other_key, seat_key, "", key.lower(), key + "x"):
            assert await rooms.desk(room.code, wrong) is None
        for wrong in (key, other_key, ""):
            assert await rooms.seat(room.code, wrong) is None
        assert await rooms.seat(other.code, seat_key) is None

    with_rooms(settings, check)


def test_one_seat_a_device_gives_the_same_seat_again(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        desk, _ = await opened(rooms)
        await rooms.teaching.switch(desk, "one_seat_a_device", on=True)
        (seat, key), (same, further), (other, _) = [
            await rooms.sit(desk.room, where) for where in ("phone", "phone", "another")
        ]
        assert seat == same != other
        assert await rooms.seat(desk.room, key) == await rooms.seat(desk.room, further) == seat

    with_rooms(settings, check)


def test_rooms_and_seats_are_limited(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        desk, _ = await opened(rooms, 2)
        with pytest.raises(RoomFull):
            await rooms.sit(desk.room, "one too many")
        await opened(rooms)
        with pytest.raises(RoomFull):
            await opened(rooms)

    with_rooms(settings.model_copy(update={"rooms": 2, "room_seats": 2}), check)


def test_who_does_anything_too_often_waits(settings: Settings) -> None:
    async def hundreds(what: Any, *usual: type[LabError]) -> None:
        for _ in range(1000):
            with suppress(*usual):
                await what()

    async def often(what: Any, *usual: type[LabError]) -> None:
        with pytest.raises(TooOften):
            await hundreds(what, *usual)

    async def check(rooms: Rooms) -> None:
        desk, seats = await opened(rooms, 1)
        await rooms.teaching.ask(desk, ASIDE)
        await often(lambda: rooms.learning.vote(seats[0], 1, 1, "a"))
        await often(lambda: rooms.learning.call(seats[0], "x"))
        await often(lambda: rooms.sit(desk.room, "one phone"))
        await often(lambda: rooms.open("one address"))
        await often(lambda: rooms.room("AAAA", "guesses"), NoSuchRoom)

    with_rooms(settings, check)


def test_a_program_is_shown_only_with_consent(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        desk, (seat, other) = await opened(rooms, 2)
        await rooms.learning.call(seat, "  Ad\u202eda\n ")
        await rooms.learning.offer(seat, "print(1)")
        (offer,) = await rooms.teaching.offers(desk)
        assert (offer.name, offer.source) == ("Adda", "print(1)")
        shown = (await rooms.teaching.show(desk, offer.id)).state.on_screen
        assert shown
        assert shown.source == "print(1)"
        await rooms.learning.offer(other, "print(2)")
        assert (await rooms.room(desk.room, "")).state.on_screen == shown
        await rooms.learning.offer(seat, "")
        assert (await rooms.room(desk.room, "")).state.on_screen is None
        with pytest.raises(NotFound):
            await rooms.teaching.show(desk, offer.id)

    with_rooms(settings, check)


def test_the_teacher_sees_counts_of_tries_and_of_who_is_stuck(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        desk, seats = await opened(rooms, 3)
        for seat, ends in zip(seats, (["runs", "same"], ["same"], ["runs", "", "runs"]), strict=True):
            for failing in ends:
                await rooms.learning.tried(seat, "storages", "repair", failing)
        await rooms.learning.stuck(seats[0], "lessons/storages#repair")
        (progress,) = await rooms.teaching.progress(desk)
        assert (progress.tried, progress.passed, progress.failing) == (3, 1, {"same": 2})
        counts = await rooms.counts(desk.room)
        assert (counts.tries, counts.stuck) == (6, {"lessons/storages#repair": 1})
        await rooms.learning.stuck(seats[0], "")
        assert (await rooms.counts(desk.room)).stuck == {}

    with_rooms(settings, check)


def test_a_closed_room_takes_nothing_more(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        desk, seats = await opened(rooms, 1)
        await rooms.teaching.ask(desk, ASIDE)
        await rooms.teaching.end(desk)
        for what in (
            rooms.teaching.ask(desk, ASIDE),
            rooms.teaching.lead(desk, Place()),
            rooms.learning.vote(seats[0], 1, 1, "a"),
            rooms.learning.call(seats[0], "Ada"),
            rooms.learning.offer(seats[0], "print(1)"),
        ):
            with pytest.raises(WrongPhase):
                await what
        assert "students" in await rooms.teaching.counts_csv(desk)

    with_rooms(settings, check)


def test_what_looks_like_a_formula_is_text_in_the_file(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        desk, seats = await opened(rooms, 1)
        await rooms.teaching.ask(desk, typed_question("=1+1", ("@a", "-b"), ""))
        await rooms.learning.call(seats[0], "Ada")
        await rooms.learning.vote(seats[0], 1, 1, "a")
        await rooms.teaching.lock(desk)
        await rooms.teaching.reveal(desk)
        text = await rooms.teaching.counts_csv(desk)
        assert "vote,1,,'=1+1,1,'@a,1" in text
        assert "Ada" not in text
        assert seats[0].id not in text

    with_rooms(settings, check)


def test_what_was_read_late_does_not_take_the_place_of_what_is_newer(settings: Settings) -> None:
    async def check(rooms: Rooms) -> None:
        desk, _ = await opened(rooms)
        ledger: Ledger = rooms._ledger
        old = await ledger.room(desk.room)
        new = await rooms.teaching.ask(desk, ASIDE)
        assert ledger._know(old) == new
        assert await ledger.room(desk.room) == new

    with_rooms(settings, check)


def test_a_seat_has_a_line_of_its_own() -> None:
    one, other = Seat("1", "KQ7M"), Seat("2", "KQ7M")
    assert one.client(locked=False).line != other.client(locked=False).line
    assert one.client(locked=False).group == other.client(locked=False).group == "KQ7M"
    assert not one.client(locked=True).may_run
