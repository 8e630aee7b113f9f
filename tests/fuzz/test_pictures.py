"""Whatever a snippet hands in as its trace: if the trace is taken, it can be drawn."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inplace_lab.i18n import ENGLISH
from inplace_lab.resources import folder
from inplace_lab.web.assets import Assets
from inplace_lab.web.finding import findings_of
from inplace_lab.web.page import Page
from inplace_lab.web.player import PlayerView
from inplace_lab.web.rendering import Renderer

from ..runs.fakes import outcome
from ..tracer.programs import BY_NAME, run
from .mutations import mutated
from .test_results import Reported, reported

__all__ = ["reported"]
CARDS = '{% from "_finding.html" import card %}{% for each in findings %}{{ card(each, page) }}{% endfor %}'
DRAWN = ("sigmoid_then_mul", "detach_shares_counter", "views_of_one_tensor")


@pytest.fixture(scope="module")
def traces() -> list[Any]:
    """What the tracer itself said of some small programs."""
    return [json.loads(run(BY_NAME[name]).trace.model_dump_json()) for name in DRAWN]


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    """The renderer of the real templates."""
    return Renderer(folder("templates"), Assets(folder("static")))


@settings(max_examples=70, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_a_trace_that_is_taken_can_be_drawn(
    reported: Reported, traces: list[Any], renderer: Renderer, data: st.DataObject
) -> None:
    came = reported(outcome(result=data.draw(mutated(traces))))
    page, source = Page(ENGLISH, "", "", "", "0", None), "x = 1\n" * 12
    environment, findings = renderer.environment(ENGLISH), findings_of(came.diagnoses, source)
    cards = environment.from_string(CARDS).render(findings=findings, page=page)
    assert cards.count("</article>") == len(findings)
    player = PlayerView.of(came, source, whole=True)
    if player is not None:
        template = environment.from_string('{% include "_player.html" %}')
        assert template.render(player=player, page=page)
