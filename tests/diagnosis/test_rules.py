"""Each rule has a page and an example, is found on the lines that are marked there, and finds no other rule's."""

from functools import cache

import pytest

from inplace_lab.diagnosis.diagnose import diagnose
from inplace_lab.diagnosis.fine import fine
from inplace_lab.diagnosis.model import Diagnosis
from inplace_lab.diagnosis.pages import RulePage, rule_page, rule_pages

from .corpus import marked_lines
from .trials import trial

CODES = [page.code for page in rule_pages()]


@cache
def findings(code: str) -> tuple[Diagnosis, ...]:
    """What is found in the example of a rule."""
    page = rule_page(code)
    assert page is not None
    return diagnose(*trial(page.marked_example))


def test_codes_are_given_once() -> None:
    assert len(CODES) == len(set(CODES)) >= 60


@pytest.mark.parametrize("code", CODES)
def test_an_example_has_its_own_code_and_no_other(code: str) -> None:
    assert {found.code for found in findings(code)} == {code}


@pytest.mark.parametrize("code", CODES)
def test_an_example_is_found_on_its_lines(code: str) -> None:
    page = rule_page(code)
    assert page is not None
    marks, found = marked_lines(page.marked_example), findings(code)
    for mark, places in (
        ("saves", [place for each in found for place in each.saved]),
        ("overwrites", [place for each in found for place in each.overwritten]),
        ("raises", [each.raised for each in found if each.raised]),
    ):
        if marks[mark]:
            assert {place.line for place in places} == marks[mark], mark


@pytest.mark.parametrize("page", rule_pages(), ids=CODES)
def test_a_page_says_what_happened_why_and_how_to_cure_it(page: RulePage) -> None:
    headings = [section.heading for section in page.sections]
    assert headings[0] == "What happened"
    assert any(heading.startswith("Why torch") for heading in headings)
    assert "How to cure it" in headings
    assert "Source" in headings
    assert all(section.paragraphs for section in page.sections)


@pytest.mark.parametrize("page", rule_pages(), ids=CODES)
def test_readers_do_not_see_the_marks(page: RulePage) -> None:
    assert "#:" in page.marked_example
    assert "#:" not in page.example
    assert len(page.example.splitlines()) <= 40


def test_what_is_right_is_told_with_its_reasons() -> None:
    head = "import torch\nx = torch.ones(3)\nx += 1\nw = torch.ones(3, requires_grad=True)\n"
    program = head + "(w * x).sum().backward()\nx.zero_()"
    trace, _ = trial(program)
    assert [str(each) for each in fine(trace)] == [
        "Line 3 wrote before autograd kept anything there: what it kept is the new content.",
        "Line 6 wrote what autograd had kept before, and no backward pass needed it any more.",
    ]


@pytest.mark.parametrize(
    ("weight", "said"),
    [("nn.Parameter(torch.ones(3))", "It is a parameter"), ("torch.ones(3, requires_grad=True)", "It is a leaf")],
)
@pytest.mark.parametrize("writes", ["torch.optim.SGD([w], lr=0.1).step()", "w.detach().sub_(0.1)"])
def test_only_a_parameter_is_called_one(weight: str, said: str, writes: str) -> None:
    head = f"import torch\nfrom torch import nn\nw = {weight}\nw.grad = torch.ones(3)\n"
    trace, _ = trial(head + f"loss = (w * w).sum()\n{writes}\nloss.backward()")
    (found,) = diagnose(trace)
    assert found.code == "IL006"
    assert said in found.explanation
