"""Each page is made of its typed context, in every state that a result can be in."""

from dataclasses import fields, replace

import pytest
from jinja2 import meta
from starlette.datastructures import QueryParams

from inplace_lab.i18n import CHINESE, ENGLISH, LANGUAGES, Language
from inplace_lab.lab.measuring.comparison import Comparison, Equality, LabResult, Latency
from inplace_lab.resources import folder
from inplace_lab.runs.report import Status
from inplace_lab.web.assets import Assets
from inplace_lab.web.contexts import ErrorPage, LabPage, Page, TimePage, WarmingPage
from inplace_lab.web.lab.forms import read_form
from inplace_lab.web.lab.lab_page import LabView, TimeView
from inplace_lab.web.rendering import Renderer

PAGE = Page(language=ENGLISH, theme="", path="", query="", version="0")


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    """The renderer of the real templates."""
    return Renderer(folder("templates"), Assets(folder("static")))


def render(renderer: Renderer, result: LabResult, language: Language = ENGLISH, latency: Latency | None = None) -> str:
    """The Lab's page for a result."""
    form = read_form(QueryParams(""), ("cpu",))
    return renderer.html(LabPage(replace(PAGE, language=language), form, LabView.of(result, latency), None))


def changed(result: LabResult, **changes: object) -> LabResult:
    """The result with another training comparison."""
    train = result.train.model_copy(update=changes)
    return result.model_copy(update={"train": train, "shown": train})


def with_right(result: LabResult, **changes: object) -> LabResult:
    """The result with another right side in training."""
    return changed(result, right=result.train.right.model_copy(update=changes))


@pytest.mark.parametrize("context", [LabPage, TimePage, WarmingPage, ErrorPage])
def test_a_template_uses_nothing_but_its_context(renderer: Renderer, context: type) -> None:
    environment = renderer.environment(ENGLISH)
    source = (folder("templates") / context.template).read_text()
    given = {field.name for field in fields(context)} | set(environment.globals)
    assert meta.find_undeclared_variables(environment.parse(source)) <= given


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("mode", ["train", "infer"])
def test_the_page_shows_the_numbers_of_its_run(
    renderer: Renderer, result: LabResult, mode: str, language: Language
) -> None:
    comparison: Comparison = getattr(result, mode)
    page = render(renderer, result.model_copy(update={"shown": comparison}), language)
    for side in comparison.sides:
        assert f'<data value="{side.step_peak}"' in page
        assert f'<data value="{side.forward_peak}"' in page
    assert result.torch in page


def test_layers_that_share_a_storage_share_a_box(renderer: Renderer, result: LabResult) -> None:
    page = render(renderer, result)
    assert page.count('<div class="box') == 6
    assert page.count("writes over B") == 1
    assert "freed after relu1" in page


def test_a_cost_is_called_a_cost(renderer: Renderer, result: LabResult) -> None:
    page = render(renderer, with_right(result, step_peak=result.train.left.step_peak + 1024))
    assert "costs" in page
    assert "higher by" in page


def test_values_that_differ_stand_out(renderer: Renderer, result: LabResult) -> None:
    page = render(renderer, changed(result, equalities=(Equality(name="y", shape=(1,), equal=False),)))
    assert "changes the result" in page
    assert "✕ different" in page
    assert "1 of 1 compared values differ: <code>y</code>" in page


def test_an_input_that_was_written_over_is_told(renderer: Renderer, result: LabResult) -> None:
    page = render(renderer, changed(result, equalities=(Equality(name="x", shape=(1,), equal=False),)))
    assert "The network wrote over <code>x</code>" in page


def test_a_side_that_raised_is_told_in_place_of_numbers(renderer: Renderer, result: LabResult) -> None:
    page = render(renderer, with_right(result, status=Status.FAILED, raised="RuntimeError: stale", bars=()))
    assert "<code>inplace=True</code> stops with an error" in page
    assert "RuntimeError: stale" in page
    assert "Forward peak</h3>" not in page


def test_a_missing_value_is_told(renderer: Renderer, result: LabResult) -> None:
    assert "No value of the two runs could be compared." in render(renderer, changed(result, equalities=()))


def test_a_time_that_is_not_there_yet_is_asked_for(renderer: Renderer, result: LabResult) -> None:
    assert 'data-from="/en/time?' in render(renderer, result)


def test_a_time_that_is_known_is_shown_with_its_program(
    renderer: Renderer, result: LabResult, latency: Latency
) -> None:
    page = render(renderer, result, latency=latency)
    assert "data-from=" not in page
    assert "medians of" in page
    assert 'id="code-time"' in page


def test_a_time_that_cannot_be_had_is_told(renderer: Renderer, result: LabResult) -> None:
    form = read_form(QueryParams(""), ("cpu",))
    page = renderer.html(TimePage(PAGE, form, TimeView.of(None), result.train.sides))
    assert "did not finish, so there is no number" in page


def test_what_a_program_says_cannot_become_markup(renderer: Renderer, result: LabResult) -> None:
    evil = {"raised": "<b>", "status": Status.FAILED, "step_peak_at": "<b>"}
    page = render(renderer, with_right(result, **evil))
    assert "<b></pre>" not in page


def test_one_line_differs_and_is_marked_on_both_sides(renderer: Renderer, result: LabResult) -> None:
    assert render(renderer, result).count('class="line differs"') == 2


def test_chinese_pages_have_no_english_sentence(renderer: Renderer, result: LabResult) -> None:
    page = render(renderer, result, language=CHINESE)
    assert "Nothing saved" not in page
    assert "没有省下" in page
