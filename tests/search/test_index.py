"""The index finds what is there, whatever is typed, and shows of it what stands there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inplace_lab.search.index import Document, Index
from inplace_lab.search.passages import Piece
from inplace_lab.search.words import stem, words

TEXTS = (
    Document("error", "/1", "IL004 A leaf was written", "A leaf that requires a gradient was written by relu_."),
    Document("error", "/2", "版本计数器", "autograd 会比较版本：每次写入，计数器都加一。"),
    Document("lesson", "/3", "LeakyReLU", "nn.LeakyReLU(0.1, inplace=True) keeps its result; SigmoidBackward0, too."),
    Document("lesson", "/4", "Saving memory", "What is saved: bytes, copies, activations."),
)
INDEX = Index(TEXTS)


def found(query: str) -> list[str]:
    """The addresses of what fits, the best first."""
    return [hit.document.address for hit in INDEX.search(query)]


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("il004", "/1"),
        ("ＩＬ００４", "/1"),
        ("relu_", "/1"),
        ("gradients", "/1"),
        ("版本计数器", "/2"),
        ("计数", "/2"),
        ("叶", ""),
        ("版", "/2"),
        ("leaky_relu", "/3"),
        ("leakyrelu", "/3"),
        ("inplace=True", "/3"),
        ("sigmoid", "/3"),
        ("sav", "/4"),
        ("copy", "/4"),
        ("activation", "/4"),
        ("zebra", ""),
    ],
)
def test_words_names_codes_and_chinese_are_found(query: str, address: str) -> None:
    assert found(query)[:1] == ([address] if address else [])


def test_endings_do_not_matter() -> None:
    assert len({stem(word) for word in ("save", "saves", "saved", "saving")}) == 1
    assert stem("copies") == stem("copied") == "copy"
    assert stem("is") == "is"


def test_what_was_looked_for_is_marked_where_it_stands() -> None:
    (hit,) = INDEX.search("计数器")
    assert [piece.text for piece in hit.passage if piece.hit] == ["计数器"]
    assert Piece("版本", False) in hit.title


def test_a_mistyped_word_is_near_a_written_one() -> None:
    assert INDEX.near("gradeint") == ("gradient",)


anything = st.text(max_size=300) | st.text("(){}[]<>\"'`*&^%$#@!\\|;:,.?/_-=+~ 版本relu\n\t\0", max_size=300)


@given(anything, anything)
@settings(max_examples=60, deadline=None)
def test_hostile_words_break_nothing_and_a_text_is_found_by_its_title(title: str, query: str) -> None:
    index = Index((*TEXTS, Document("lesson", "/own", title, query)))
    for hit in index.search(query):
        shown = "".join(piece.text for piece in hit.passage).removeprefix("… ").removesuffix(" …")
        assert shown in hit.document.body
        assert "".join(piece.text for piece in hit.title) == hit.document.title
    assert isinstance(index.near(query), tuple)
    if list(words(title)):
        assert "/own" in [hit.document.address for hit in index.search(title)]
