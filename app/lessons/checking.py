"""Checking: runs every program of a course and holds what the words say against what happened."""

from collections.abc import Iterator, Mapping

from ..i18n import LANGUAGES, Language
from ..numbers import NBSP
from ..runs.report import Report
from .exercises import Run, graded
from .facts import Facts, NoSuchFact, cells_of
from .lesson import Lesson, file_of
from .manifest import FILE, line_of
from .shelf import Shelf
from .trouble import Trouble
from .words import Claim


async def check(shelf: Shelf, run: Run) -> list[Trouble]:
    """Everything that is wrong with a course."""
    troubles = list(shelf.troubles)
    for lesson in shelf.lessons:
        troubles += await check_lesson(lesson, run)
    return troubles


async def check_lesson(lesson: Lesson, run: Run) -> list[Trouble]:
    """What shows only when its programs run: wrong numbers, wrong answers, checks that do not hold."""
    reports = await reports_of(lesson, run)
    troubles = [*_shown(lesson, reports), *_predicted(lesson, reports)]
    others = {name: await run(lesson.snippet(name)) for name in _also_claimed(lesson)}
    facts = Facts(reports | others)
    for language in LANGUAGES:
        troubles += _claimed(lesson, facts, language)
    return troubles + await graded(lesson, run)


async def reports_of(lesson: Lesson, run: Run) -> dict[str, Report]:
    """What each cell comes to; cells without a program are left out."""
    cells = [name for name in lesson.cells if file_of(name) in lesson.programs]
    return {name: await run(lesson.snippet(name)) for name in cells}


def _also_claimed(lesson: Lesson) -> set[str]:
    """The programs of exercises that the words tell numbers of."""
    claims = (claim for words in lesson.words.values() for claim in words.claims)
    named = {name for claim in claims for name in cells_of(claim.source)}
    return {name for name in named - set(lesson.cells) if file_of(name) in lesson.programs}


def _claimed(lesson: Lesson, facts: Facts, language: Language) -> Iterator[Trouble]:
    """Claims that are not what happened."""
    path = lesson.folder / f"{language.tag}.md"
    for claim in lesson.words[language.tag].claims:
        try:
            told = facts.of(claim.source).text(language.locale)
        except NoSuchFact as error:
            yield Trouble(path, claim.line, f"{claim.source}: {error}")
            continue
        if not _says(claim, told):
            told = told.replace(NBSP, " ")
            yield Trouble(path, claim.line, f"{claim.source} is {told!r}, and the text says {claim.text!r}")


def _says(claim: Claim, told: str) -> bool:
    """Whether a text is a number as the site writes it; which kind of space it has does not matter."""
    return " ".join(claim.text.replace(NBSP, " ").split()) == " ".join(told.replace(NBSP, " ").split())


def _shown(lesson: Lesson, reports: Mapping[str, Report]) -> Iterator[Trouble]:
    """Cells of which nothing, or not what the manifest says, can be shown."""
    for name, report in reports.items():
        cell, trace = lesson.cells[name], report.trace
        if trace is None or trace.cuts:
            yield _of(lesson, "cells", name, "its trace was cut" if trace else f"it has no trace: {report.message}")
        elif cell.show == "error" and trace.failure is None:
            yield _of(lesson, "cells", name, "an error is to be shown, and there is none")
        elif cell.show == "output" and not report.stdout.strip():
            yield _of(lesson, "cells", name, "the output is to be shown, and there is none")
        elif cell.show == "memory" and not trace.steps:
            yield _of(lesson, "cells", name, "its steps are to be shown, and there are none")
        elif cell.step is not None and cell.step > len(trace.steps):
            yield _of(lesson, "cells", name, f"it is to open at step {cell.step}, and has {len(trace.steps)}")


def _predicted(lesson: Lesson, reports: Mapping[str, Report]) -> Iterator[Trouble]:
    """Answers that are not what happens, as far as that can be told: `raises` and nothing else means an exception."""
    for name, prediction in lesson.predictions.items():
        report = reports.get(prediction.cell)
        if report is None or report.trace is None or not {"runs", "raises"} & set(prediction.choices):
            continue
        failure = report.trace.failure
        if failure and prediction.answer != "raises":
            happens = f"{prediction.cell} raises {failure.type} in line {failure.line}"
            yield _of(lesson, "predictions", name, f"the answer is {prediction.answer!r}, and {happens}")
        elif not failure and prediction.answer == "raises":
            yield _of(lesson, "predictions", name, f"the answer is 'raises', and {prediction.cell} reaches its end")


def _of(lesson: Lesson, table: str, name: str, what: str) -> Trouble:
    manifest = lesson.folder / FILE
    return Trouble(manifest, line_of(manifest, (table, name)), f"{name}: {what}")
