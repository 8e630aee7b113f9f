"""Vote rows: votes, and tries at exercises. Each function works in its caller's transaction."""

from collections import Counter, defaultdict

from sqlalchemy import Connection, delete, func, insert, select

from ..store.schema import attempts, votes
from .people import Seat
from .question import Question
from .state import Poll
from .tally import Progress, Tally


def put(connection: Connection, seat: Seat, poll: Poll, value: str) -> None:
    """A student's vote in this round, in the place of an earlier one."""
    row = {"room": seat.room, "number": poll.number, "round": poll.round, "seat": seat.id}
    connection.execute(delete(votes).where(*(votes.c[name] == its for name, its in row.items())))
    connection.execute(insert(votes).values({**row, "value": value}))


def own(connection: Connection, seat: Seat, poll: Poll) -> tuple[str, ...]:
    """What a student has voted for in each round up to this one; empty where there is no vote."""
    its = (votes.c.room == seat.room) & (votes.c.number == poll.number) & (votes.c.seat == seat.id)
    rows = connection.execute(select(votes.c.round, votes.c.value).where(its))
    found = {row.round: row.value for row in rows}
    return tuple(found.get(each, "") for each in range(1, poll.round + 1))


def answered(connection: Connection, code: str, poll: Poll) -> int:
    """How many have voted in this round."""
    its = (votes.c.room == code) & (votes.c.number == poll.number) & (votes.c.round == poll.round)
    return connection.scalar(select(func.count()).select_from(votes).where(its)) or 0


def tally(connection: Connection, code: str, number: int, question: Question, rounds: int = 0) -> Tally:
    """The votes on a question in its first rounds; in those that anybody voted in, where no number is given."""
    its = (votes.c.room == code) & (votes.c.number == number)
    grouped = select(votes.c.round, votes.c.value, func.count()).where(its).group_by(votes.c.round, votes.c.value)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for turn, value, count in connection.execute(grouped):
        found[turn][value] = count
    last = rounds or max(found, default=1)
    return Tally(question.values, tuple(found[turn] for turn in range(1, last + 1)))


def note_try(connection: Connection, seat: Seat, lesson: str, exercise: str, failing: str) -> None:
    """A student tried an exercise: the check that failed first, empty where all passed. Once passed stays passed."""
    names = {"room": seat.room, "seat": seat.id, "lesson": lesson, "exercise": exercise}
    its = [attempts.c[name] == value for name, value in names.items()]
    row = connection.execute(select(attempts.c.passed, attempts.c.tries).where(*its)).one_or_none()
    before, tries = (row.passed, row.tries) if row is not None else (0, 0)
    passed = bool(before) or not failing
    ends = {"passed": int(passed), "tries": tries + 1, "failing": "" if passed else failing}
    connection.execute(delete(attempts).where(*its))
    connection.execute(insert(attempts).values({**names, **ends}))


def count_tries(connection: Connection, code: str) -> int:
    """How many tries there were at all exercises."""
    return connection.scalar(select(func.coalesce(func.sum(attempts.c.tries), 0)).where(attempts.c.room == code)) or 0


def progress(connection: Connection, code: str) -> list[Progress]:
    """How far the class is with each exercise that somebody tried."""
    rows = connection.execute(select(attempts).where(attempts.c.room == code)).all()
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        found[row.lesson, row.exercise].append("" if row.passed else row.failing)
    return [_progress(lesson, exercise, ends) for (lesson, exercise), ends in sorted(found.items())]


def _progress(lesson: str, exercise: str, ends: list[str]) -> Progress:
    failing = dict(Counter(filter(None, ends)).most_common())
    return Progress(lesson, exercise, tried=len(ends), passed=ends.count(""), failing=failing)
