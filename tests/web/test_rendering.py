"""Each page is made of its typed context, in every state that a result can be in."""

from dataclasses import fields, replace

import pytest
from jinja2 import meta

from inplace_lab.i18n import CHINESE, ENGLISH, LANGUAGES, Language
from inplace_lab.lab.comparison import Comparison, Equality, LabResult
from inplace_lab.resources import folder
from inplace_lab.web.assets import Assets
from inplace_lab.web.contexts import ErrorPage, LabPage, LabView, Page, WarmingPage
from inplace_lab.web.forms import read_form
from inplace_lab.web.rendering import Renderer

PAGE = Page(language=ENGLISH, theme="", path="", query="", version="0")


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    """The renderer of the real templates."""
    return Renderer(folder("templates"), Assets(folder("static")))


def render(renderer: Renderer, result: LabResult, mode: str = "train", language: Language = ENGLISH) -> str:
    """The Lab's page for a result."""
    form = read_form({"mode": mode}, ("cpu",))
    return renderer.html(LabPage(replace(PAGE, language=language), form, LabView.of(result, form), None))


def changed(result: LabResult, **changes: object) -> LabResult:
    """The result with another training comparison."""
    return result.model_copy(update={"train": result.train.model_copy(update=changes)})


@pytest.mark.parametrize("context", [LabPage, WarmingPage, ErrorPage])
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
    page = render(renderer, result, mode, language)
    comparison: Comparison = getattr(result, mode)
    for side in (comparison.off, comparison.on):
        assert f'<data value="{side.step_peak}"' in page
        assert f'<data value="{side.forward_peak}"' in page
    assert result.torch in page


def test_off_has_two_storages_and_on_has_one_written_over(renderer: Renderer, result: LabResult) -> None:
    page = render(renderer, result)
    assert page.count('<li class="storage') == 3
    assert page.count('<li class="storage written">') == 1
    assert "relu_ wrote over what conv had left here" in page
    assert "freed after relu" in page


def test_a_cost_is_called_a_cost(renderer: Renderer, result: LabResult) -> None:
    worse = result.train.on.model_copy(update={"step_peak": result.train.off.step_peak + 1024})
    page = render(renderer, changed(result, on=worse))
    assert "costs" in page
    assert "higher by" in page


def test_values_that_differ_stand_out(renderer: Renderer, result: LabResult) -> None:
    page = render(renderer, changed(result, equalities=(Equality(name="y", shape=(1,), equal=False),)))
    assert "✕ different" in page
    assert "1 of 1 compared values differ: <code>y</code>" in page


def test_a_missing_time_and_missing_values_are_told(renderer: Renderer, result: LabResult) -> None:
    page = render(renderer, changed(result, latency=None, equalities=()))
    assert "did not finish, so there is no number" in page
    assert "No value of the two runs could be compared." in page


def test_what_a_program_says_cannot_become_markup(renderer: Renderer, result: LabResult) -> None:
    evil = result.train.off.model_copy(update={"source": "x = '<script>'", "step_peak_at": "<b>"})
    page = render(renderer, changed(result, off=evil, on=evil))
    assert "<script>'" not in page
    assert "<b></code>" not in page


def test_one_line_differs_and_is_marked_on_both_sides(renderer: Renderer, result: LabResult) -> None:
    assert render(renderer, result).count('class="line differs"') == 2


def test_chinese_pages_have_no_english_sentence(renderer: Renderer, result: LabResult) -> None:
    page = render(renderer, result, language=CHINESE)
    assert "Nothing saved" not in page
    assert "没有省下" in page
