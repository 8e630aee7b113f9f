"""Documents: everything that can be found, as plain text of one language."""

import html
import re
from collections.abc import Iterator, Mapping, Sequence

from ...diagnosis.pages import rule_pages
from ...i18n import Language, translations
from ...lab.cheatsheet.model import Habit, Sheet
from ...lab.cheatsheet.operations import OPERATIONS
from ...lab.cheatsheet.placements import PLACEMENTS
from ...lessons.lesson import Lesson
from ...lessons.words import Part, Section
from ...search.index import Document
from ..examples import example_groups

_INLINE = re.compile(r"</?(?:a|code|data|em|s|strong)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_UNTOLD = ("reveal", "hint", "solution", "notes")
"""What a lesson tells later."""


def documents(
    shown: Language, lessons: Sequence[Lesson], sheet: Sheet | None, messages: Mapping[str, str]
) -> Iterator[Document]:
    """All of it. `messages` is what torch said of the examples of errors, as far as they have been run."""
    for lesson in lessons:
        yield from _of_lesson(lesson, shown)
    yield from _errors(shown, messages)
    yield from _operations(shown, sheet)
    yield from _placements(shown)
    yield from _examples(shown)


def _of_lesson(lesson: Lesson, shown: Language) -> Iterator[Document]:
    """The lesson itself, and each of its sections."""
    words = lesson.words[shown.tag]
    address = f"/{shown.tag}/lessons/{lesson.slug}"
    first, *others = words.sections
    opening = " ".join(filter(None, (words.question, words.summary, _told(first))))
    yield Document("lesson", address, words.title, _plain(opening))
    for section in others:
        title = f"{words.title} › {_plain(section.title)}"
        yield Document("lesson", f"{address}#{section.slug}", title, _told(section))


def _told(section: Section) -> str:
    return " ".join(text for part in section.parts for text in _of_part(part))


def _of_part(part: Part) -> Iterator[str]:
    if part.kind not in _UNTOLD:
        yield from (_plain(text) for text in (part.html, *part.choices))
        for inner in part.parts:
            yield from _of_part(inner)


def _plain(text: str) -> str:
    """HTML as text; backticks go with the tags."""
    return " ".join(html.unescape(_TAG.sub(" ", _INLINE.sub("", text))).replace("`", "").split())


def _errors(shown: Language, messages: Mapping[str, str]) -> Iterator[Document]:
    say = translations(shown).gettext
    for rule in rule_pages():
        said = [say(paragraph) for section in rule.sections for paragraph in section.paragraphs]
        body = " ".join((*said, messages.get(rule.code, ""), rule.example)).replace("`", "")
        title = f"{rule.code} {say(rule.title)}".replace("`", "")
        yield Document("error", f"/{shown.tag}/errors/{rule.code}", title, " ".join(body.split()))


def _operations(shown: Language, sheet: Sheet | None) -> Iterator[Document]:
    habits = {habit.slug: habit for habit in sheet.habits} if sheet else {}
    for each in OPERATIONS:
        said = " · ".join(filter(None, (each.call, _kept(habits.get(each.slug), shown))))
        title = each.label if each.slug in each.call else f"{each.label} ({each.slug})"
        yield Document("operation", f"/{shown.tag}/cheatsheet#op-{each.slug}", title, said)


def _kept(habit: Habit | None, shown: Language) -> str:
    """What is known of an operation, in words; nothing while it is being measured."""
    if habit is None:
        return ""
    say = translations(shown).gettext
    kept = {
        (True, True): say("keeps neither"),
        (True, False): say("keeps its result"),
        (False, True): say("keeps its input"),
        (False, False): say("keeps both"),
    }[habit.free_input, habit.free_result]
    return " · ".join((*habit.nodes, kept))


def _placements(shown: Language) -> Iterator[Document]:
    say = translations(shown).gettext
    for each in PLACEMENTS:
        body = f"inplace=True · {each.line} · {' '.join(each.body.split())}"
        address = f"/{shown.tag}/cheatsheet#place-{each.slug}"
        yield Document("operation", address, say(each.title.text).replace("`", ""), body)


def _examples(shown: Language) -> Iterator[Document]:
    for group in example_groups():
        for each in group.examples:
            body = f"{each.about[shown.tag]} {group.title[shown.tag]} · {' '.join(each.source.split())}"
            yield Document("example", f"/{shown.tag}/play?example={each.slug}", each.title[shown.tag], body)
