"""Asking: what a teacher may ask: every prediction of every lesson, or a question typed on the spot."""

from dataclasses import dataclass

from markupsafe import Markup
from starlette.datastructures import FormData

from ...classroom.question import MOST_CHOICE, MOST_CHOICES, MOST_TEXT, Question, typed_question
from ...classroom.state import Poll
from ...errors import BadRequest, NotFound
from ...lessons.grading.wording import short
from ...lessons.lesson import Lesson
from ...lessons.shelf import Shelf
from ...runs.check import refuse_unreadable
from ...sentence import sentence
from ...trace import Snippet

_MOST_WORDS = 120
_FEWEST_CHOICES = 2


@dataclass(frozen=True)
class Pick:
    """A prediction of a lesson that can be asked."""

    value: str
    """Names it in the form: version-counter/after_writing."""
    words: str
    """How its question begins."""


@dataclass(frozen=True)
class Picks:
    """Those of one lesson."""

    number: int
    title: str
    picks: tuple[Pick, ...]


@dataclass(frozen=True)
class Typed:
    """The form for a question of one's own, as it was filled in."""

    text: str = ""
    choices: tuple[str, ...] = ("",) * MOST_CHOICES
    source: str = ""

    @classmethod
    def of(cls, form: FormData) -> "Typed":
        """The form as it was sent."""
        choices = [str(each).strip() for each in form.getlist("choice")[:MOST_CHOICES]]
        padded = (*choices, *("",) * (MOST_CHOICES - len(choices)))
        source = str(form.get("source", "")).replace("\r\n", "\n").replace("\r", "\n")
        return cls(str(form.get("text", "")).strip(), padded, source)

    def question(self, most_bytes: int) -> Question:
        """The question that it asks. Raises BadRequest for what is missing or too long."""
        if not self.text:
            raise BadRequest(sentence("Type the question first."))
        if len(self.text) > MOST_TEXT:
            raise BadRequest(sentence("The question is longer than %(most)s characters. Shorten it.", most=MOST_TEXT))
        if sum(map(bool, self.choices)) < _FEWEST_CHOICES:
            raise BadRequest(sentence("Give two choices at least."))
        if any(len(choice) > MOST_CHOICE for choice in self.choices):
            raise BadRequest(sentence("A choice is longer than %(most)s characters. Shorten it.", most=MOST_CHOICE))
        refuse_unreadable(Snippet(source=self.source), most_bytes)
        return typed_question(self.text, self.choices, self.source)


def picks_of(shelf: Shelf, tag: str) -> tuple[Picks, ...]:
    """Every prediction, in the order of the course; lessons without any are left out."""
    lessons = ((lesson, _picks(lesson, tag)) for lesson in shelf.lessons)
    return tuple(Picks(lesson.number, lesson.words[tag].title, picks) for lesson, picks in lessons if picks)


def following(groups: tuple[Picks, ...], poll: Poll | None) -> str:
    """The prediction after the one that is before the class; the first where there is none."""
    values = [pick.value for group in groups for pick in group.picks]
    now = f"{poll.question.lesson}/{poll.question.prediction}" if poll else ""
    at = values.index(now) + 1 if now in values else 0
    return values[at % len(values)] if values else ""


def picked(shelf: Shelf, slug: str, name: str) -> Question:
    """The question of a prediction. Raises NotFound."""
    lesson = shelf.lesson(slug)
    prediction = lesson.predictions.get(name) if lesson else None
    if lesson is None or prediction is None:
        raise NotFound(sentence("No lesson here has this question."), hint=sentence("Choose another one."))
    return Question(
        lesson=slug,
        prediction=name,
        values=prediction.choices,
        source=lesson.program(prediction.cell),
        answer=prediction.answer,
    )


def _picks(lesson: Lesson, tag: str) -> tuple[Pick, ...]:
    parts = (part for part in lesson.words[tag].parts() if part.kind == "predict")
    return tuple(Pick(f"{lesson.slug}/{part.names[0]}", _plain(part.html)) for part in parts)


def _plain(html: str) -> str:
    return short(Markup(html).striptags(), _MOST_WORDS)  # noqa: S704 - rendered by words.py, and its tags are dropped
