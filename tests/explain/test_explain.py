"""`inplace-lab explain` on scripts of one and of several files: the lines, the exit status, the two outputs."""

import io
import re
import subprocess
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from inplace_lab.diagnosis.diagnose import diagnose
from inplace_lab.explain.command import status
from inplace_lab.explain.explanation import Explanation
from inplace_lab.explain.page import page
from inplace_lab.explain.text import show

from .conftest import PROGRAMS, TARGETS, Played

RESNET = ("resnet/net.py", "resnet/net.py", "resnet/training.py")
PLACES = {
    "resnet/main.py": RESNET,
    "resnet/alone.py": RESNET,
    "gan.py": ("gan.py",) * 3,
    "checkpointed.py": ("checkpointed.py",) * 3,
}


def marked(file: str, word: str) -> dict[str, Any]:
    """The place in a file that a comment marks."""
    lines = (PROGRAMS / file).read_text().splitlines()
    (line,) = (number for number, text in enumerate(lines, start=1) if text.endswith(f"# {word}"))
    return {"file": file, "line": line}


def place(position: dict[str, Any]) -> dict[str, Any]:
    """Where a position of the answer is."""
    return {"file": position["file"], "line": position["line"]}


@pytest.mark.parametrize("target", PLACES)
def test_the_lines_are_named_in_the_files_that_they_are_in(documents: dict[str, Any], target: str) -> None:
    answer = documents[target]
    saved, overwritten, raised = (
        marked(file, word) for file, word in zip(PLACES[target], ("saved", "overwritten", "raised"), strict=True)
    )
    (found,) = answer["diagnoses"]
    assert answer["status"] == "found"
    assert [place(each) for each in found["saved"]] == [saved]
    assert {(each["file"], each["line"]) for each in found["overwritten"]} == {tuple(overwritten.values())}
    assert place(found["raised"]) == raised
    assert found["certain"]
    assert answer["error"]["type"] == "RuntimeError"
    assert (answer["error"]["file"], answer["error"]["line"]) == tuple(raised.values())


def test_the_lines_are_named_after_the_recording_has_ended(played: Played) -> None:
    (found,) = diagnose(played.late.trace)
    named = [(each.file, each.line) for each in (*found.saved, *found.overwritten, found.raised) if each is not None]
    assert named == [tuple(marked("late.py", word).values()) for word in ("saved", "overwritten", "raised")]
    assert found.saved[0].visit == 40
    assert [cut.limit for cut in played.late.trace.cuts] == ["steps"]


def test_a_correct_script_is_in_order(documents: dict[str, Any]) -> None:
    answer = documents["correct.py"]
    assert (answer["status"], answer["error"], answer["diagnoses"]) == ("ok", None, [])


def test_a_failure_of_another_kind_is_told_as_that(documents: dict[str, Any]) -> None:
    answer = documents["other_trouble.py"]
    assert (answer["status"], answer["diagnoses"]) == ("failed", [])
    assert (answer["error"]["file"], answer["error"]["line"]) == ("other_trouble.py", 5)


def test_what_is_no_program_cannot_be_run(documents: dict[str, Any]) -> None:
    assert documents["unreadable.txt"]["status"] == documents["nowhere.py"]["status"] == "cannot_run"
    assert documents["unreadable.txt"]["error"]["type"] == "SyntaxError"
    assert documents["unreadable.txt"]["error"]["line"] == 1
    assert documents["nowhere.py"]["error"]["type"] == "FileNotFoundError"


def test_each_target_has_one_line_and_nothing_else_is_on_standard_output(
    answered: subprocess.CompletedProcess[str], documents: dict[str, Any]
) -> None:
    assert list(documents) == list(TARGETS)
    assert len(answered.stdout.splitlines()) == len(documents)
    assert "done" in answered.stderr
    assert "arguments ['2']" in answered.stderr
    assert answered.returncode == 1


def test_exit_status_tells_what_came_of_the_targets(played: Played) -> None:
    found, well, failed = played.small, Explanation("a", "ok"), Explanation("b", "failed")
    assert [status(each) for each in ([well], [well, failed], [failed, found, well])] == [0, 2, 1]


def test_standard_input_is_a_program_too(documents: dict[str, Any]) -> None:
    (found,) = documents["-"]["diagnoses"]
    lines = [[place(each) for each in found[kind]] for kind in ("saved", "overwritten")]
    assert lines == [[{"file": "<stdin>", "line": 3}], [{"file": "<stdin>", "line": 4}]]


def test_cures_were_run_and_judged(played: Played) -> None:
    (examined,) = played.small.found
    assert "verified" in {fix.verdict for fix in examined.fixes}
    assert {fix.verdict for fix in examined.fixes if fix.tempting} <= {"wrong", "fails"}


def test_text_shows_the_lines_of_the_script(played: Played) -> None:
    console = Console(file=io.StringIO(), width=100)
    show(console, played.small)
    said = console.file.getvalue()  # type: ignore[attr-defined]
    assert re.search(r"① \S*small\.py:8 .*kept", said)
    assert re.search(r"② \S*small\.py:9 .*wrote", said)
    assert re.search(r"③ \S*small\.py:10 .*stops", said)
    assert "y += 1  # overwritten" in said
    assert "✓ right" in said
    assert "+++ b/" in said


def test_html_is_one_file_without_a_script(played: Played) -> None:
    told = page([played.small])
    assert "<script" not in told
    assert "src=" not in told
    assert 'class="here"' in told
    assert "y += 1  # overwritten" in told


def test_html_of_a_script_is_text(played: Played) -> None:
    sources = {file: text.replace("y += 1", "y += 1 # <b>\x1b") for file, text in played.small.sources.items()}
    told = page([replace(played.small, target="<u>", sources=sources)])
    assert "y += 1 # &lt;b&gt;␛" in told
    assert "<h2><code>&lt;u&gt;</code></h2>" in told
