"""Whatever a snippet says is text in a terminal: no escape, no markup, no smileys of rich's own."""

import io
import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.console import Console

from inplace_lab.diagnosis.model import Diagnosis
from inplace_lab.doctor import Finding
from inplace_lab.runs.report import Report, Status, Timing
from inplace_lab.sentence import Sentence
from inplace_lab.terminal import show_findings, show_json, show_report
from inplace_lab.trace import Bytes, Failure, Save, Step, Trace, Write

words = st.one_of(
    st.text(st.characters(codec="utf-8"), max_size=40), st.text("\x1b[]()/;?m0123 \x07\x9b\u202e:smile_\0", max_size=30)
)


def report_of(said: str) -> Report:
    """A report in which every word is the snippet's own."""
    step = Step(
        index=0, line=1, frames=(), phase="forward", op=said, kernels=(said,), node=None, reads=(), creates=(),
        writes=(Write(tensor=said, storage=said, kernel=said, before=0, after=1),),
        saves=(Save(node=said, slot=said, tensor=None, storage=said, shape=(), version=0),),
        states=(), frees=(), bindings=(), live=Bytes(), peak=Bytes(), failed=True,
    )  # fmt: skip
    failure = Failure(type=said, message=said, line=1, step=0, traceback=said)
    return Report(
        id="0",
        status=Status.FAILED,
        message=said,
        sentence=Sentence(text="%(said)s", values={"said": said}),
        trace=Trace(torch=said, device=said, threads=1, steps=(step,), failure=failure, seconds=0),
        diagnoses=(Diagnosis(code="IL001", title=said, explanation=said, certain=True),),
        timing=Timing(queued=0, wall=0, cpu=0, program=None),
        stdout=said,
        stderr=said,
        output_cut=False,
    )


def shown(said: str, **options: object) -> str:
    """What a terminal gets of such a report."""
    console = Console(file=io.StringIO(), width=200, **options)  # type: ignore[arg-type]
    show_report(console, report_of(said))
    show_findings(console, [Finding("x", False, said, said)])
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def silent(text: str) -> set[str]:
    """Characters that do something, or nothing that can be seen."""
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")} - {"\n", "\t"}


@settings(max_examples=100, deadline=None)
@given(said=words)
def test_a_terminal_gets_no_escape_of_a_snippet(said: str) -> None:
    assert not silent(shown(said))


@pytest.mark.parametrize("said", ["[bold red]x[/]", "[/]", ":smile:", "[link=file:///etc]x[/link]", "\\[a]", "[b]\\"])
def test_markup_is_shown_letter_by_letter(said: str) -> None:
    assert shown(said).count(said) >= 8


def test_in_colour_the_escapes_are_all_our_own() -> None:
    said = "\x1b]0;owned\x07\x1b[2J\x9b2J"
    text = shown(said, force_terminal=True, color_system="standard")
    assert "\x1b]0" not in text
    assert "\x1b[2J" not in text
    assert "\x9b" not in text
    assert "␛]0;owned␇␛[2J⟨U+009B⟩2J" in text


@settings(max_examples=100, deadline=None)
@given(said=words)
def test_the_json_says_the_same_and_is_safe_to_look_at(said: str) -> None:
    document = show_json(report_of(said))
    assert not silent(document)
    assert json.loads(document) == json.loads(report_of(said).model_dump_json())
