"""On programs as people write them, the lines that saved, overwrote and raised are the right ones."""

import pytest

from inplace_lab.diagnosis.diagnose import diagnose
from inplace_lab.diagnosis.model import Diagnosis, Place

from .corpus import Program, programs
from .trials import trial

MISSED = {
    "compiled_cond_mutates_input": "torch quotes the line of torch.cond, not that of the write inside the branch",
    "frombuffer_audio_chunks": "a bytearray is written by Python alone, on a line that calls nothing of torch",
}
"""Programs on which we are wrong, and why. docs/diagnosis.md says so, too."""


def _each(group: str) -> list[object]:
    marks = [pytest.mark.xfail(strict=True)]
    return [
        pytest.param(program, id=program.name, marks=marks if program.name in MISSED else [])
        for program in programs(group)
    ]


def lines(places: tuple[Place, ...]) -> set[int | None]:
    """The lines of some places."""
    return {place.line for place in places}


def found_in(program: Program) -> tuple[Diagnosis, ...]:
    """What is found in a program that raises where it says it does, or not at all."""
    trace, oracle = trial(program.source)
    assert {trace.failure.line} == program.raises if trace.failure else not program.raises
    return diagnose(trace, oracle)


@pytest.mark.parametrize("program", _each("backward"))
def test_errors_in_backward_name_all_three_lines(program: Program) -> None:
    (found,) = found_in(program)
    assert found.code in program.codes
    assert lines(found.saved) == program.saves
    assert lines(found.overwritten) == program.overwrites
    assert found.raised is not None
    assert {found.raised.line} == program.raises
    assert found.certain


@pytest.mark.parametrize("program", _each("call"))
def test_refused_calls_name_the_line_that_wrote(program: Program) -> None:
    (found,) = found_in(program)
    assert found.code in program.codes
    assert lines(found.overwritten) >= program.overwrites
    assert found.raised is not None
    assert {found.raised.line} == program.raises


@pytest.mark.parametrize("program", _each("silent"))
def test_silent_hazards_are_found_where_they_are(program: Program) -> None:
    found = [each for each in found_in(program) if each.code in program.codes]
    assert found
    assert program.overwrites <= set().union(*(lines(each.overwritten) for each in found))
    assert not program.saves or program.saves & set().union(*(lines(each.saved + each.made) for each in found))


@pytest.mark.parametrize("program", _each("correct"))
def test_nothing_is_found_in_correct_programs(program: Program) -> None:
    assert [(each.code, lines(each.overwritten)) for each in found_in(program)] == []
