"""The programs that judge the diagnosis are many and well marked; that they fail as they say test_lines sees to."""

import ast
from collections import Counter

import pytest

from .corpus import Program, programs

ALL = programs()
AT_BACKWARD = [f"IL{number:03}" for number in range(1, 17)]
BY_ID = {f"{program.group}/{program.name}": program for program in ALL}
each_program = pytest.mark.parametrize("program", BY_ID.values(), ids=BY_ID)


def test_there_are_enough_programs() -> None:
    groups = Counter(program.group for program in ALL)
    assert groups.total() - groups["correct"] >= 120
    assert groups["correct"] >= 30
    assert groups["backward"] >= 75


def test_every_class_of_error_at_backward_has_a_program() -> None:
    assert {program.code for program in programs("backward")} == set(AT_BACKWARD)


def test_no_program_is_there_twice() -> None:
    trees = Counter(ast.dump(ast.parse(program.source)) for program in ALL)
    assert trees.most_common(1)[0][1] == 1


@each_program
def test_it_says_what_is_wrong_with_it(program: Program) -> None:
    ast.parse(program.source)
    if program.group == "correct":
        assert "#: nothing" in program.source
        assert not program.codes
        return
    assert program.code.startswith("IL")
    assert program.curable != bool(program.reason)


@pytest.mark.parametrize("program", programs("backward"), ids=lambda program: program.name)
def test_it_marks_what_saved_what_wrote_and_what_raised(program: Program) -> None:
    assert len(program.saves) == len(program.raises) == 1
    assert program.overwrites
    assert not program.made
