"""A course is read in its order; whatever does not fit together is told with file and line."""

from pathlib import Path

import pytest

from inplace_lab.lessons.shelf import Shelf

from .running import lesson_of, made

HINT = "::: hint\nWhich line writes into what `sigmoid` keeps?\n:::\n"
SOLUTION = "::: solution\n`y = y * 2` makes a new tensor.\n:::\n"


def told(folder: Path) -> list[str]:
    """What is wrong with a lesson, without running it."""
    return [str(trouble).replace(f"{folder}/", "") for trouble in Shelf.of(folder).troubles]


def test_lessons_stand_in_their_order_under_their_names(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "01-version-counter").rename(tmp_path / "07-late")
    made(tmp_path)
    (tmp_path / "08-version-counter").rename(tmp_path / "02-early")
    shelf = Shelf.of(tmp_path)
    assert [(lesson.number, lesson.slug) for lesson in shelf.lessons] == [(2, "early"), (7, "late")]
    assert shelf.lesson("late") is shelf.lessons[1]
    assert (shelf.lesson("none"), shelf.troubles) == (None, ())


def test_a_single_lesson_is_a_shelf_of_one(tmp_path: Path) -> None:
    lesson = lesson_of(made(tmp_path))
    assert lesson.program("first") == lesson.program("first.py") == (lesson.folder / "first.py").read_text()
    assert list(lesson.cells) == ["first", "spoiled"]
    assert {tag: words.title for tag, words in lesson.words.items()} == {
        "en": "Version counter",
        "zh": "Version counter",
    }


def test_folders_that_are_misnamed_or_named_twice_are_told(tmp_path: Path) -> None:
    made(tmp_path)
    (tmp_path / "01-other").mkdir()
    (tmp_path / "two").mkdir()
    wrong = [str(trouble) for trouble in Shelf.of(tmp_path).troubles]
    assert any(line.endswith("01-version-counter: 01-other has 1, too") for line in wrong)
    assert any(line.endswith("two: a lesson's folder is called like 05-version-counter") for line in wrong)


def test_a_lesson_that_cannot_be_read_is_left_out_and_told_whole(tmp_path: Path) -> None:
    folder = made(tmp_path, {"lesson.toml": ("minutes = 10", "minutes = 0")})
    (folder / "zh.md").unlink()
    shelf = Shelf.of(tmp_path)
    assert shelf.lessons == ()
    assert [str(trouble).replace(f"{folder}/", "") for trouble in shelf.troubles] == [
        "lesson.toml:1: minutes: Input should be greater than or equal to 1",
        "zh.md: it is missing",
    ]


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert str(Shelf.of(tmp_path / "none").troubles[0]).endswith("none: there is no such folder")


@pytest.mark.parametrize(
    ("file", "old", "new", "what"),
    [
        ("lesson.toml", "[cells.first]", "[cells.second]", "lesson.toml:3: there is no program second.py"),
        ("lesson.toml", "[cells.first]", "[cells.second]", "first.py: no cell and no exercise in lesson.toml uses it"),
        ("lesson.toml", "[cells.first]", "[cells.second]", "en.md:9: lesson.toml has no cell 'first'"),
        ("lesson.toml", "[cells.first]", "[cells.second]", "en.md: the cell 'second' of lesson.toml is not in it"),
        ("first.py", "y = ", "y = = ", "first.py:4: it is not Python: invalid syntax"),
        ("en.md", "predict backward", "predict forward", "en.md:15: lesson.toml has no prediction 'forward'"),
        ("en.md", "- It runs.\n", "", "en.md:15: 1 items in the list, and 2 choices in lesson.toml"),
        ("en.md", HINT, "", "en.md:33: the exercise has no hint"),
        ("en.md", SOLUTION, "", "en.md:33: the exercise needs one solution"),
        ("zh.md", "::: key", "::: notes", "zh.md:27: notes where en.md has key (line 27)"),
        ("zh.md", "## 轮到你了\n", "", "zh.md:32: exercise repair where en.md has ## (line 31)"),
        ("zh.md", "## 轮到你了", "## 轮到你了\n\n## 又一节", "zh.md:33: ## where en.md has exercise repair (line 33)"),
    ],
)  # fmt: skip
def test_what_does_not_fit_together_is_told(tmp_path: Path, file: str, old: str, new: str, what: str) -> None:
    assert what in told(made(tmp_path, {file: (old, new)}))


def test_what_is_used_twice_or_never_is_told(tmp_path: Path) -> None:
    folder = made(tmp_path)
    path = folder / "en.md"
    path.write_text(path.read_text() + "\n:::: exercise repair\n::: hint\n:::\n::: solution\n:::\n::::\n")
    (folder / "left.py").write_text("")
    wrong = told(folder)
    assert "left.py: no cell and no exercise in lesson.toml uses it" in wrong
    assert "en.md:45: the exercise 'repair' stands here a second time" in wrong
