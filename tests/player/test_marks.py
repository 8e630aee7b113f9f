"""Marks tell the story before anybody goes through it."""

from inplace_lab.player.marks import line_marks, step_marks, ticks

from .five import SIGMOID, trace_of


def test_the_gutter_shows_who_keeps_and_who_writes_the_same_storage() -> None:
    marks = {mark.line: mark for mark in line_marks(trace_of(SIGMOID))}
    assert (marks[4].keeps, marks[4].writes) == (("B",), ())
    assert (marks[5].keeps, marks[5].writes) == ((), ("B",))
    assert marks[6].fails


def test_the_last_step_of_each_line_is_marked() -> None:
    steps = step_marks(trace_of(SIGMOID))
    assert [mark.line for mark in steps if "m" in mark.flags] == [3, 4, 5, 6]


def test_a_loop_stops_at_each_visit_of_a_line() -> None:
    steps = step_marks(trace_of("import torch\nx = torch.ones(2)\nfor _ in range(3):\n    x = x * 2\n    x += 1\n"))
    assert [mark.line for mark in steps if "m" in mark.flags] == [2, 4, 5, 4, 5, 4, 5]


def test_ticks_of_a_long_trace_are_bounded() -> None:
    source = "import torch\nx = torch.ones(2)\nfor _ in range(900):\n    x += 1\n    x = x * 2\n"
    marks = ticks(step_marks(trace_of(source)))
    assert len(marks) < 900
    assert all(0 <= tick.x <= 100 for tick in marks)
