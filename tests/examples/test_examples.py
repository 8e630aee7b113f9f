"""Every example does what its entry says, with tensors small enough to be looked at."""

import pytest

from inplace_lab.i18n import LANGUAGES
from inplace_lab.resources import folder
from inplace_lab.trace import Snippet, Trace
from inplace_lab.tracer.run import run_snippet
from inplace_lab.web.examples import DEFAULT, Example, example_groups, example_of

EXAMPLES = [example for group in example_groups() for example in group.examples]
SIXTEEN_NUMBERS = 16 * 8
REAL_LAYERS = {"conv-relu", "conv-relu-inplace"}


@pytest.fixture(params=EXAMPLES, ids=lambda example: example.slug)
def example(request: pytest.FixtureRequest) -> Example:
    """Each of them."""
    return request.param  # type: ignore[no-any-return]


def run(example: Example) -> Trace:
    """What the example does."""
    return run_snippet(Snippet(source=example.source, device="cpu"), max_steps=2000, max_tensors=20000)


def test_it_ends_as_it_says(example: Example, capsys: pytest.CaptureFixture[str]) -> None:
    failure = run(example).failure
    assert ending_of(failure.line if failure else None, example) == example.outcome


def ending_of(failed: int | None, example: Example) -> str:
    """How a run of an example ended, in the words of its entry."""
    if failed is None:
        return "ok"
    return "error at backward" if "backward" in example.source.splitlines()[failed - 1] else "error at call"


def test_its_tensors_can_be_seen_element_by_element(example: Example, capsys: pytest.CaptureFixture[str]) -> None:
    largest = max(storage.nbytes for storage in run(example).storages)
    assert largest <= SIXTEEN_NUMBERS or example.slug in REAL_LAYERS


def test_it_is_short(example: Example) -> None:
    assert 4 <= len(example.source.splitlines()) <= 20
    assert example.source.isascii()


def test_it_has_words_in_every_language(example: Example) -> None:
    tags = {language.tag for language in LANGUAGES}
    assert set(example.title) == set(example.about) == tags
    assert all(example.title.values())
    assert example.about["zh"].endswith("。") or example.about["zh"].endswith("？")


def test_names_are_unique_and_no_program_is_left_over() -> None:
    slugs = [example.slug for example in EXAMPLES]
    assert len(set(slugs)) == len(slugs) >= 14
    assert {path.stem for path in (folder("lessons") / "examples").glob("*.py")} == set(slugs)


def test_the_first_one_fails_and_is_explained() -> None:
    assert (first := example_of(DEFAULT)) is not None
    assert first.outcome == "error at backward"


def test_a_name_that_nobody_has_finds_nothing() -> None:
    assert example_of("../../etc/passwd") is None
