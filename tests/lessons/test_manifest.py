"""What is wrong with a lesson.toml is told with the line that it stands in."""

from pathlib import Path

import pytest

from inplace_lab.lessons.manifest import line_of, read_manifest
from inplace_lab.lessons.trouble import Trouble

from .running import made


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("minutes = 10", "minutes = ", 1, "Invalid value (at line 1, column 11)"),
        ("minutes = 10", "minutes = 10\ncolour = 3", 2, "colour: Extra inputs are not permitted"),
        ('show = "error"', 'show = "film"', 6, "cells.spoiled.show: Input should be 'memory', 'error' or 'output'"),
        ('cell = "spoiled"', 'cell = "gone"', 0, "the prediction 'backward' asks about a cell 'gone'"),
        ('answer = "raises"', 'answer = "wrong"', 8, "the answer 'wrong' is none of the choices"),
        ('fails = "runs"', 'fails = "same"', 13, "no check is of the kind 'same' that the start is said to fail"),
        ('names = ["w"]', "names = []", 23, "exercises.repair.checks.1.gradients.names: Tuple should have at least 1"),
        ('exemplar = "repaired.py"', 'exemplar = "../x.py"', 15, "exercises.repair.exemplar: String should match"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, old: str, new: str, line: int, what: str) -> None:
    with pytest.raises(Trouble) as caught:
        read_manifest(made(tmp_path, {"lesson.toml": (old, new)}))
    assert caught.value.line == line
    assert what in caught.value.what


def test_a_cell_is_told_from_a_prediction_of_the_same_name(tmp_path: Path) -> None:
    path = tmp_path / "lesson.toml"
    path.write_text('minutes = 1\n[cells.on]\n[predictions.on]\ncell = "on"\n[cells.one]\n')
    assert [line_of(path, place) for place in (("cells", "on"), ("predictions", "on"), ("cells", "one"))] == [2, 3, 5]
