"""Seat rows: who sits in a room, what they are stuck at, what they offer. Each works in its caller's transaction."""

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import Connection, delete, func, insert, select, update

from ..store.schema import offers, seat_keys, seats
from .keys import digest, new_id
from .people import Seat
from .room_rows import now
from .tally import Offer

HERE_SECONDS = 45
"""Who was seen in this time is there; the server looks three times as often."""


def by_key(connection: Connection, code: str, key: str) -> Seat | None:
    """The seat that a key belongs to."""
    its = (seat_keys.c.digest == digest(key)) & (seat_keys.c.room == code)
    seat = connection.scalar(select(seat_keys.c.seat).where(its))
    return by_id(connection, code, seat) if seat else None


def by_id(connection: Connection, code: str, seat: str) -> Seat | None:
    """The seat of that name."""
    its = (seats.c.room == code) & (seats.c.seat == seat)
    row = connection.execute(select(seats.c.name, seats.c.stuck).where(its)).one_or_none()
    return Seat(seat, code, row.name, row.stuck) if row is not None else None


def on_device(connection: Connection, code: str, device: str) -> Seat | None:
    """The seat that was first taken from a device."""
    its = (seats.c.room == code) & (seats.c.device == digest(code + device))
    seat = connection.scalar(select(seats.c.seat).where(its).order_by(seats.c.seat).limit(1))
    return by_id(connection, code, seat) if seat else None


def add(connection: Connection, code: str, device: str) -> Seat:
    """A new seat."""
    seat = Seat(new_id(), code)
    row = {"room": code, "seat": seat.id, "name": "", "stuck": "", "device": digest(code + device), "seen": now()}
    connection.execute(insert(seats).values(row))
    return seat


def add_key(connection: Connection, seat: Seat, key: str) -> None:
    """A key of a seat."""
    connection.execute(insert(seat_keys).values(digest=digest(key), room=seat.room, seat=seat.id))


def change(connection: Connection, seat: Seat, **values: str) -> None:
    """Another name, or another place to be stuck at."""
    connection.execute(update(seats).where(seats.c.room == seat.room, seats.c.seat == seat.id).values(values))


def see(connection: Connection, code: str, here: Iterable[str]) -> None:
    """Note who has the room open."""
    connection.execute(update(seats).where(seats.c.room == code, seats.c.seat.in_(here)).values(seen=now()))


def count(connection: Connection, code: str) -> int:
    """How many seats were ever taken."""
    return connection.scalar(select(func.count()).select_from(seats).where(seats.c.room == code)) or 0


def count_here(connection: Connection, code: str) -> int:
    """How many were seen of late."""
    its = (seats.c.room == code) & (seats.c.seen > now() - HERE_SECONDS)
    return connection.scalar(select(func.count()).select_from(seats).where(its)) or 0


def stuck(connection: Connection, code: str) -> dict[str, int]:
    """How many are stuck, by place."""
    places = connection.scalars(select(seats.c.stuck).where(seats.c.room == code, seats.c.stuck != ""))
    return dict(Counter(places).most_common())


def put_offer(connection: Connection, seat: Seat, source: str) -> None:
    """Offer a program to be shown, in the place of one that was offered before; an empty one offers nothing."""
    connection.execute(delete(offers).where(offers.c.room == seat.room, offers.c.seat == seat.id))
    if source:
        connection.execute(insert(offers).values(room=seat.room, seat=seat.id, offer=new_id(), source=source))


def offers_of(connection: Connection, code: str) -> list[Offer]:
    """What is offered, with the names that students gave themselves."""
    named = select(offers.c.offer, seats.c.name, offers.c.source).join(
        seats, (seats.c.room == offers.c.room) & (seats.c.seat == offers.c.seat)
    )
    rows = connection.execute(named.where(offers.c.room == code).order_by(offers.c.offer))
    return [Offer(row.offer, row.name, row.source) for row in rows]


def offer_of(connection: Connection, seat: Seat) -> Offer | None:
    """What a student offers."""
    its = (offers.c.room == seat.room) & (offers.c.seat == seat.id)
    row = connection.execute(select(offers.c.offer, offers.c.source).where(its)).one_or_none()
    return Offer(row.offer, seat.name, row.source) if row is not None else None


def count_offers(connection: Connection, code: str) -> int:
    """How many programs are offered."""
    return connection.scalar(select(func.count()).select_from(offers).where(offers.c.room == code)) or 0
