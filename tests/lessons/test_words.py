"""Markdown becomes a tree of prose and directives; what does not fit is told with its line."""

from pathlib import Path

import pytest

from inplace_lab.lessons.trouble import Trouble
from inplace_lab.lessons.words import Claim, Words, read_words

FRONT = '---\ntitle: "T"\nquestion: "Q?"\nsummary: "S."\n---\n'


def words(tmp_path: Path, body: str, front: str = FRONT) -> Words:
    """What a file says."""
    path = tmp_path / "en.md"
    path.write_text(front + body, encoding="utf-8")
    return read_words(path)


def html(tmp_path: Path, body: str) -> str:
    """The prose of a file of one section."""
    return "".join(part.html for part in words(tmp_path, body).sections[0].parts)


def test_headings_begin_sections_that_are_called_alike_in_all_languages(tmp_path: Path) -> None:
    read = words(tmp_path, "Before.\n\n## One\n\nText.\n\n## Two `x`\n")
    assert [(s.title, s.slug, s.line) for s in read.sections] == [
        ("", "start", 1),
        ("One", "part-1", 8),
        ("Two <code>x</code>", "part-2", 12),
    ]


def test_a_prediction_has_its_question_its_choices_and_what_is_told_afterwards(tmp_path: Path) -> None:
    body = ":::: predict backward\nWhat **now**?\n\n- It `runs`.\n- It raises.\n\n::: reveal\nIt raises.\n:::\n::::\n"
    (part,) = words(tmp_path, body).sections[0].parts
    assert (part.kind, part.names, part.line) == ("predict", ("backward",), 6)
    assert part.html == "<p>What <strong>now</strong>?</p>\n"
    assert part.choices == ("It <code>runs</code>.", "It raises.")
    assert [reveal.html for reveal in part.inside("reveal")] == ["<p>It raises.</p>\n"]


def test_directives_are_told_in_their_order_with_those_inside(tmp_path: Path) -> None:
    body = "::: run a\n:::\n\n:::: exercise b\nDo.\n\n::: hint\nh\n:::\n::: solution\ns\n:::\n::::\n"
    assert list(words(tmp_path, body).directives()) == [
        ("section", ()),
        ("run", ("a",)),
        ("exercise", ("b",)),
        ("hint", ()),
        ("solution", ()),
    ]


def test_claims_are_found_wherever_they_stand_with_their_line(tmp_path: Path) -> None:
    body = (
        "A\n[784 KiB](=off.kept) and\n[`v1`](=off.version(feats[1])).\n\n"
        "::: run off\n[**2**](=off.steps)\n:::\n\n| a |\n|---|\n| [3](=off.writes) |\n"
    )
    assert words(tmp_path, body).claims == (
        Claim("784 KiB", "off.kept", 7),
        Claim("v1", "off.version(feats[1])", 8),
        Claim("2", "off.steps", 11),
        Claim("3", "off.writes", 16),
    )


def test_a_claim_is_marked_in_the_prose(tmp_path: Path) -> None:
    assert html(tmp_path, "[1](=off.version(y))") == '<p><data class="claim" value="off.version(y)">1</data></p>\n'


@pytest.mark.parametrize(
    "body",
    [
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)>",
        "[x](javascript:alert(1))",
        "[x](//evil.example)",
        "![x](https://evil.example/x.png)",
        '[x](=a"onmouseover=alert(1)//.b)',
        "<javascript:alert(1)>",
    ],
)
def test_hostile_markdown_stays_text(tmp_path: Path, body: str) -> None:
    told = html(tmp_path, body)
    assert not any(bad in told for bad in ("<script", "<img", 'href="javascript', 'href="//', '"onmouseover'))


@pytest.mark.parametrize(
    ("body", "line", "what"),
    [
        ("::: run\n:::", 6, "run takes 1 name, not 0"),
        ("\n::: compare a\n:::", 7, "compare takes 2 names, not 1"),
        ("::: hint\n:::", 6, "hint stands only inside of exercise"),
        (":::: key\n::: run a\n:::\n::::", 7, "run cannot stand inside of key"),
        ("::: rnu a\n:::", 6, "there is no directive 'rnu a'"),
        ("x\n\n::: run a\ntext", 8, "'run a' is never closed"),
        ("::: predict a\n::: reveal\n:::\n:::", 9, "this fence closes nothing; is the outer longer?"),
        ("- item\n\n  ::: key\n  x\n  :::", 8, "a directive cannot stand in a list or a quotation"),
    ],
)
def test_directives_that_do_not_fit_are_told_with_their_line(tmp_path: Path, body: str, line: int, what: str) -> None:
    with pytest.raises(Trouble) as caught:
        words(tmp_path, body + "\n")
    assert (caught.value.line, caught.value.what) == (line, what)


def test_lines_of_chinese_are_joined_without_a_space_and_lines_of_english_with_one(tmp_path: Path) -> None:
    assert html(tmp_path, "第一行，\n第二行\n`x` 叫“名”\n的\n") == "<p>第一行，第二行\n<code>x</code> 叫“名”的</p>\n"
    assert html(tmp_path, "one\ntwo\n") == "<p>one\ntwo</p>\n"


@pytest.mark.parametrize(
    ("front", "line", "what"),
    [
        ("", 1, "no title"),
        ('---\ntitle: "T"\nquestion: "Q"\n---\n', 1, "no summary"),
        ("---\ntitle: T\nquestion: a: b\nsummary: S\n---\n", 3, "is not YAML"),
        ("---\n- a\n---\n", 1, "is no list of title"),
        (FRONT.replace("---\n", "---\nauthor: me\n", 1), 1, "knows nothing of author"),
    ],
)
def test_front_matter_that_does_not_fit_is_told(tmp_path: Path, front: str, line: int, what: str) -> None:
    with pytest.raises(Trouble) as caught:
        words(tmp_path, "Text.\n", front)
    assert caught.value.line == line
    assert what in caught.value.what


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(Trouble, match=r"zh\.md: it is missing"):
        read_words(tmp_path / "zh.md")


def test_the_search_is_not_told_what_comes_later(tmp_path: Path) -> None:
    body = "Seen `x`.\n\n:::: exercise a\nTask.\n\n::: hint\nHidden.\n:::\n::: solution\nHidden.\n:::\n::::\n\nAfter.\n"
    text = words(tmp_path, body).text
    assert [word in text for word in ("Seen", "x", "Task", "After", "Hidden")] == [True, True, True, True, False]
