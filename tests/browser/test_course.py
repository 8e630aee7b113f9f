"""A newcomer walks through the first eight lessons: reads, expects the wrong thing, runs, repairs, goes on."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from inplace_lab.lessons.lesson import Lesson
from inplace_lab.lessons.shelf import Shelf
from inplace_lab.resources import folder

pytestmark = pytest.mark.browser
Open = Callable[..., Page]
LESSONS = Shelf.of(folder("lessons") / "course").lessons[:8]
DESK: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
PHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def predict_wrongly(page: Page, lesson: Lesson) -> None:
    """Answer every question with what it is not, and be told."""
    for name, prediction in lesson.manifest.predictions.items():
        asked = page.locator(f"#predict-{name}")
        wrong = next(choice for choice in prediction.choices if choice != prediction.answer)
        asked.locator(f"label:has([value='{wrong}'])").click()
        asked.locator("button.main").click()
        expect(asked.locator(".outcome.other")).to_be_visible()
        expect(asked.locator(".cell, .shown")).not_to_have_count(0)


def repair(page: Page, lesson: Lesson) -> None:
    """Send the last exercise as it begins, which fails, and then each one repaired, which holds."""
    *_, last = lesson.manifest.exercises
    for name, exercise in lesson.manifest.exercises.items():
        place = page.locator(f"#exercise-{name}")
        place.scroll_into_view_if_needed()
        place.locator("code-editor[data-ready]").wait_for()
        if name == last:
            place.locator("button.main").click()
            expect(place.locator(".grade.failed")).to_be_visible()
        place.locator("textarea").fill(lesson.program(exercise.exemplar))
        place.locator("button.main").click()
        expect(place.locator(".grade.passed")).to_be_visible()


def fits(page: Page) -> bool:
    """Whether nothing scrolls sideways, neither on a desk nor on a phone."""
    for screen in (DESK, PHONE):
        page.set_viewport_size(screen["viewport"])
        if page.evaluate("document.documentElement.scrollWidth") > screen["viewport"]["width"]:
            return False
    return True


# Each lesson in one of the looks, and each look in every other lesson: the templates are the same for all.
LOOKS = [("en", DESK), ("zh", PHONE)] * (len(LESSONS) // 2)
WALKS = [
    pytest.param(lesson, language, screen, id=f"{lesson.slug} in {language}")
    for lesson, (language, screen) in zip(LESSONS, LOOKS, strict=True)
]


@pytest.mark.parametrize(("lesson", "language", "screen"), WALKS)
def test_a_newcomer_gets_through(open_page: Open, lesson: Lesson, language: str, screen: dict[str, Any]) -> None:
    page = open_page(f"/{language}/lessons/{lesson.slug}", **screen)
    predict_wrongly(page, lesson)
    repair(page, lesson)
    assert fits(page)
    page.locator("a[rel=next]").click()
    expect(page.locator("h1")).to_be_visible()
    assert lesson.slug not in page.url


def test_each_lesson_fits_in_the_language_that_it_is_not_walked_through_in(open_page: Open) -> None:
    page = open_page("/en/lessons")
    for lesson, (language, _) in zip(LESSONS, LOOKS[1:] + LOOKS[:1], strict=True):
        page.goto(f"/{language}/lessons/{lesson.slug}")
        assert fits(page), lesson.slug


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_lesson_can_be_read_and_answered_without_javascript(open_page: Open, language: str) -> None:
    lesson = LESSONS[0]
    page = open_page(f"/{language}/lessons/{lesson.slug}", java_script_enabled=False)
    for section in lesson.words[language].sections[1:]:
        expect(page.locator("h2", has_text=section.title).first).to_be_visible()
    name, prediction = next(iter(lesson.manifest.predictions.items()))
    page.locator(f"#predict-{name} label:has([value='{prediction.answer}'])").click()
    page.locator(f"#predict-{name} button.main").click()
    expect(page.locator(f"#predict-{name} .outcome.same")).to_be_visible()
    name, exercise = next(iter(lesson.manifest.exercises.items()))
    page.locator(f"#exercise-{name} textarea").fill(lesson.program(exercise.exemplar))
    page.locator(f"#exercise-{name} button.main").click()
    expect(page.locator(f"#exercise-{name} .grade.passed")).to_be_visible()
