"""Every program of ours can be drawn, step by step; in Chinese, which fills in what English fills in."""

import pytest

from inplace_lab.i18n import CHINESE
from inplace_lab.resources import folder
from inplace_lab.runs.report import Report, Status, Timing
from inplace_lab.sentence import sentence
from inplace_lab.web.assets import Assets
from inplace_lab.web.page import Page
from inplace_lab.web.player import PlayerView
from inplace_lab.web.rendering import Renderer

from ..tracer.programs import BY_NAME, run


@pytest.fixture(scope="module")
def renderer() -> Renderer:
    """The renderer of the real templates."""
    return Renderer(folder("templates"), Assets(folder("static")))


def report_of(name: str) -> Report:
    said = sentence("The program ran to its end.")
    timing = Timing(queued=0, wall=0, cpu=0, program=0)
    trace = run(BY_NAME[name]).trace
    return Report(
        id="0123456789", status=Status.OK, message=str(said), sentence=said, trace=trace, timing=timing,
        stdout="", stderr="", output_cut=False,
    )  # fmt: skip


@pytest.mark.parametrize("name", BY_NAME)
def test_every_program_is_drawn(renderer: Renderer, name: str) -> None:
    player = PlayerView.of(report_of(name), BY_NAME[name], whole=True)
    if player is None:
        return
    template = renderer.environment(CHINESE).from_string('{% include "_player.html" %}')
    html = template.render(player=player, page=Page(CHINESE, "", "", "", "0", None))
    assert html.count('class="scene') == player.total
    assert '<p class="say"></p>' not in html
