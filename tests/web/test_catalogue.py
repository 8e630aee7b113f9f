"""Every sentence has its Chinese, none is left over, and both languages fill in the same numbers."""

import re
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from inplace_lab import errors
from inplace_lab.i18n import CHINESE, catalogue_path
from inplace_lab.resources import folder
from inplace_lab.sandbox.promise import PROMISES

_METHODS = [("**.html", "jinja2")]
_OPTIONS = {"**.html": {"trimmed": "true"}}


@pytest.fixture(scope="module")
def chinese() -> Catalog:
    """The catalogue as it lies in app/locale."""
    with catalogue_path(CHINESE).open("rb") as file:
        return read_po(file)


def said_in_english() -> set[str]:
    """All that the templates say, and what the error tree and the levels say on pages."""
    found = extract_from_dir(folder("templates"), method_map=_METHODS, options_map=_OPTIONS)
    said = {message for _, _, message, _, _ in found if isinstance(message, str)}
    said |= set(PROMISES.values())
    return said | {text for error in tree(errors.LabError) for text in (error.title, error.hint)}


def tree(error: type[errors.LabError]) -> Iterator[type[errors.LabError]]:
    """An error and all its kinds."""
    yield error
    for kind in error.__subclasses__():
        yield from tree(kind)


def test_every_sentence_has_its_chinese(chinese: Catalog) -> None:
    assert said_in_english() - {message.id for message in chinese if message.string} == set()


def test_no_chinese_is_left_over(chinese: Catalog) -> None:
    assert {message.id for message in chinese if message.id} - said_in_english() == set()
    assert not chinese.obsolete


def test_both_languages_fill_in_the_same_numbers(chinese: Catalog) -> None:
    for message in chinese:
        assert set(re.findall(r"%\(\w+\)s", message.id)) == set(re.findall(r"%\(\w+\)s", message.string))
