"""StageView: what stands before a whole class: the question, then its run, then how the class voted.

Students, the desk and the projector show the same stage, each with a template of its own. Nothing of a later phase is
in it: before the program ran there is no answer, and before the votes are revealed there is no tally.
"""

from dataclasses import dataclass

from markupsafe import Markup, escape

from ...classroom.question import Question
from ...classroom.room_rows import Room
from ...classroom.state import OnScreen, Phase, Poll
from ...classroom.tally import Tally
from ...i18n import Language
from ...lessons.lesson import Lesson
from ...lessons.manifest import Shown
from ...runs.report import Report
from ...trace import Snippet
from ..code import CodeLine, coloured
from ..lessons.cells import CellView, Ran
from ..services import Services

_KNOWN = (Phase.RAN, Phase.REVEALED)
"""The phases in which the answer is known to all."""


@dataclass(frozen=True)
class Choice:
    """One answer to choose from."""

    value: str
    html: Markup
    right: bool
    """It is the right one; False as long as nobody is to know."""


@dataclass(frozen=True)
class Asked:
    """The question in the language of its reader."""

    html: Markup
    choices: tuple[Choice, ...]
    code: tuple[CodeLine, ...]
    source: str
    title: str
    """Of the lesson that it is from; empty where the teacher typed it."""
    number: int
    """Of that lesson."""
    slug: str
    reveal: Markup
    """What the lesson says afterwards; empty until the votes are revealed."""


@dataclass(frozen=True)
class StageView:
    """What a room shows now."""

    room: Room
    asked: Asked | None = None
    run: CellView | None = None
    """What the program did, once it ran."""
    tally: Tally | None = None
    """Once it is revealed."""
    on_screen: OnScreen | None = None
    """A student's program, without the name where names are muted."""
    on_screen_code: tuple[CodeLine, ...] = ()

    @property
    def poll(self) -> Poll | None:
        """The question as the room has it."""
        return self.room.state.poll

    @property
    def phase(self) -> str:
        """The name of the phase; idle where nothing is asked."""
        return self.poll.phase.value if self.poll else "idle"

    @property
    def round(self) -> int:
        """Which vote it is, the first or the second."""
        return self.poll.round if self.poll else 1


async def stage_of(services: Services, room: Room, shown: Language) -> StageView:
    """The stage of a room. Raises StoreUnavailable."""
    state = room.state
    on_screen = state.on_screen
    if on_screen and state.names_muted:
        on_screen = on_screen.model_copy(update={"name": ""})
    code = coloured(on_screen.source) if on_screen else ()
    if (poll := state.poll) is None:
        return StageView(room, on_screen=on_screen, on_screen_code=code)
    kept = await services.store.find(poll.run) if poll.run and poll.phase in _KNOWN else None
    report = kept.report if kept else None
    return StageView(
        room=room,
        asked=_asked(services, poll, shown),
        run=_run(poll, report, shown) if report else None,
        tally=await services.rooms.teaching.tally(room.code) if poll.phase is Phase.REVEALED else None,
        on_screen=on_screen,
        on_screen_code=code,
    )


def _asked(services: Services, poll: Poll, shown: Language) -> Asked:
    question, known = poll.question, poll.phase in _KNOWN
    lesson = services.bookshelf.read().lesson(question.lesson) if question.lesson else None
    html, choices, reveal = _words(lesson, question, shown.tag)
    return Asked(
        html=html,
        choices=tuple(Choice(value, each, known and value == question.answer) for value, each in choices),
        code=coloured(question.source),
        source=question.source,
        title=lesson.words[shown.tag].title if lesson else "",
        number=lesson.number if lesson else 0,
        slug=question.lesson,
        reveal=reveal if poll.phase is Phase.REVEALED else Markup(),
    )


def _words(lesson: Lesson | None, question: Question, tag: str) -> tuple[Markup, list[tuple[str, Markup]], Markup]:
    """The question, its choices by value, and what is told afterwards."""
    parts = lesson.words[tag].parts() if lesson else ()
    part = next((each for each in parts if each.kind == "predict" and each.names == (question.prediction,)), None)
    if part is None:
        plain = Markup("<p>%s</p>") % question.text
        texts = question.choices or question.values
        return plain, [(value, escape(text)) for value, text in zip(question.values, texts, strict=False)], Markup()
    choices = zip(question.values, map(Markup, part.choices), strict=False)  # rendered by words.py, without any HTML
    reveal = Markup().join(Markup(each.html) for each in part.inside("reveal"))  # noqa: S704 - as above
    return Markup(part.html), list(choices), reveal  # noqa: S704 - as above


def _run(poll: Poll, report: Report, shown: Language) -> CellView:
    """The picture of the run; what failed is shown as what it is."""
    snippet = Snippet(source=poll.question.source)
    ran = Ran(report, live=True, more=f"/{shown.tag}/steps/{poll.run}")
    show: Shown = "error" if report.diagnoses else "memory" if report.trace and report.trace.steps else "output"
    return CellView.of("answer", snippet, show, ran)
