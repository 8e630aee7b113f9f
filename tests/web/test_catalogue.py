"""Every sentence has its Chinese, none is left over, and both languages fill in the same numbers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from inplace_lab import errors
from inplace_lab.diagnosis.pages import rule_pages
from inplace_lab.i18n import CHINESE, catalogue_path
from inplace_lab.resources import folder
from inplace_lab.sandbox.promise import PROMISES

CODE = Path(errors.__file__).parent
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
_METHODS = [("**.html", "jinja2")]
_OPTIONS = {"**.html": {"trimmed": "true"}}


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    """The catalogue as it lies in app/locale."""
    with catalogue_path(CHINESE).open("rb") as file:
        return read_po(file)


Words = str | tuple[str, ...]
"""One message, or both of its forms where it counts something."""


def said_in_english() -> set[Words]:
    """All that the templates say, and what the error tree, the levels and the rules say on pages."""
    found = extract_from_dir(folder("templates"), method_map=_METHODS, options_map=_OPTIONS)
    said = {message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found}
    said |= set(PROMISES.values()) | {template_of(call) for call in sentences()} | set(rules())
    return said | {text for error in tree(errors.LabError) for text in (error.title, error.hint)}


def rules() -> Iterator[str]:
    """What the pages of the rules say."""
    for page in rule_pages():
        yield page.title
        for section in page.sections:
            yield from (section.heading, *section.paragraphs)


def sentences() -> Iterator[ast.Call]:
    """Every call in the source that makes a Sentence."""
    for path in CODE.rglob("*.py"):
        if "sentence(" in (source := path.read_text()):
            calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
            yield from (call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "sentence")


def template_of(call: ast.Call) -> str:
    """The words that are written out in such a call."""
    (words,) = call.args
    assert isinstance(words, ast.Constant), ast.unparse(call)
    return str(words.value)


def forms(words: Words) -> tuple[str, ...]:
    """The message, in each form that it has."""
    return (words,) if isinstance(words, str) else words


def tree(error: type[errors.LabError]) -> Iterator[type[errors.LabError]]:
    """An error and all its kinds."""
    yield error
    for kind in error.__subclasses__():
        yield from tree(kind)


def test_every_sentence_has_its_chinese(chinese: Catalog) -> None:
    assert said_in_english() - {message.id for message in chinese if all(forms(message.string))} == set()


def test_every_sentence_has_its_placeholders_filled_in() -> None:
    for call in sentences():
        filled_in = {keyword.arg: 7 for keyword in call.keywords}
        assert set(PLACEHOLDER.findall(template_of(call))) == set(filled_in)
        assert template_of(call) % filled_in


def test_no_chinese_is_left_over(chinese: Catalog) -> None:
    assert {message.id for message in chinese if message.id} - said_in_english() == set()
    assert not chinese.obsolete


def test_both_languages_fill_in_the_same_numbers(chinese: Catalog) -> None:
    for message in chinese:
        assert set(PLACEHOLDER.findall(" ".join(forms(message.id)))) == set(
            PLACEHOLDER.findall(" ".join(forms(message.string)))
        )
