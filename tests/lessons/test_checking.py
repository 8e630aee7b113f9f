"""A lesson passes when its words are what its programs do, and fails with file and line when they are not."""

from pathlib import Path

import pytest

from .running import made, troubles


def test_a_new_lesson_passes(tmp_path: Path) -> None:
    assert troubles(made(tmp_path)) == []


BYTES, STEPS = "first.bytes(y) is", "lesson.toml:3: first:"
SPOILED, BACKWARD = "lesson.toml:5: spoiled:", "lesson.toml:8: backward: the answer is"


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("en.md", "[256 KiB]", "[255 KiB]", f"en.md:7: {BYTES} '256 KiB', and the text says '255 KiB'"),
        ("zh.md", "[256 KiB]", "[0.25 MiB]", f"zh.md:7: {BYTES} '256 KiB', and the text says '0.25 MiB'"),
        ("first.py", "256, 256", "512, 256", f"en.md:7: {BYTES} '512 KiB', and the text says '256 KiB'"),
        ("first.py", "x.add_(1)", "x + 1", "zh.md:10: first.storages(x,y) is '2', and the text says '1'"),
        ("first.py", "y =", "z =", "en.md:7: first.bytes(y): no tensor is called 'y' when first ends; there are x, z"),
        ("first.py", "import torch", "torch = 1 / 0", f"{STEPS} its steps are to be shown, and there are none"),
        ("spoiled.py", "y.mul_(2)", "y = y * 2", f"{SPOILED} an error is to be shown, and there is none"),
        ("spoiled.py", "y.mul_(2)", "y = y * 2", f"{BACKWARD} 'raises', and spoiled reaches its end"),
        ("lesson.toml", '= "raises"', '= "runs"', f"{BACKWARD} 'runs', and spoiled raises RuntimeError in line 6"),
        ("lesson.toml", "[cells.first]", "[cells.first]\nstep = 9", f"{STEPS} it is to open at step 9, and has 2"),
        (
            "lesson.toml",
            "[cells.first]",
            '[cells.first]\nshow = "output"',
            f"{STEPS} the output is to be shown, and there is none",
        ),
    ],
)
def test_whoever_changes_a_program_without_its_prose_is_told(
    tmp_path: Path, file: str, old: str, new: str, what: str
) -> None:
    assert what in troubles(made(tmp_path, {file: (old, new)}))


def test_a_solution_can_tell_numbers_of_the_exemplar(tmp_path: Path) -> None:
    folder = made(tmp_path, {"en.md": ("makes a new tensor.", "makes a tensor of [13 B](=repaired.bytes(y)).")})
    assert troubles(folder) == ["en.md:41: repaired.bytes(y) is '12 B', and the text says '13 B'"]


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("repaired.py", "y = y * 2", "y = y.pow_(2)", "lesson.toml:15: repair: repaired.py fails before it is run: "),
        ("lesson.toml", '"w"', '"v"', "lesson.toml:15: repair: repaired.py fails gradients: "),
        ("lesson.toml", 'fails = "runs"', 'fails = "gradients"', "lesson.toml:14: repair: spoiled.py fails runs: "),
        ("spoiled.py", "y.mul_(2)", "y = y.mul(2)", "lesson.toml:14: repair: spoiled.py passes all checks: "),
    ],
)
def test_an_exemplar_that_fails_or_a_start_that_passes_is_told(
    tmp_path: Path, file: str, old: str, new: str, what: str
) -> None:
    assert [line for line in troubles(made(tmp_path, {file: (old, new)})) if line.startswith(what)]
