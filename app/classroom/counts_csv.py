"""The file of a room's counts: a line a number, for spreadsheets. It is English in every language, and names nobody."""

import csv
from collections.abc import Iterable, Iterator
from io import StringIO

from .question import Question
from .tally import Progress, Tally

COLUMNS = ("kind", "number", "lesson", "item", "round", "value", "count")
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")
Row = tuple[object, ...]


def counts_csv(polls: Iterable[tuple[int, Question, Tally]], exercises: Iterable[Progress], seats: int) -> str:
    """The file, as RFC 4180 has it."""
    text = StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerow(("students", "", "", "", "", "joined", seats))
    for number, question, tally in polls:
        writer.writerows(map(_plain, _votes(number, question, tally)))
    for progress in exercises:
        writer.writerows(map(_plain, _tries(progress)))
    return text.getvalue()


def _votes(number: int, question: Question, tally: Tally) -> Iterator[Row]:
    named = dict(zip(question.values, question.choices, strict=False))
    for turn in range(1, len(tally.rounds) + 1):
        for value in question.values:
            what = question.prediction or question.text
            yield "vote", number, question.lesson, what, turn, named.get(value, value), tally.count(turn, value)


def _tries(progress: Progress) -> Iterator[Row]:
    counts = {"tried": progress.tried, "passed": progress.passed}
    counts |= {f"fails {check}": count for check, count in progress.failing.items()}
    for value, count in counts.items():
        yield "exercise", "", progress.lesson, progress.exercise, "", value, count


def _plain(row: Row) -> Row:
    """A spreadsheet takes what begins like a formula for one; a teacher's question may begin like that."""
    return tuple(f"'{each}" if isinstance(each, str) and each.startswith(_FORMULAS) else each for each in row)
