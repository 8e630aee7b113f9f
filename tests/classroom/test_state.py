"""A room goes from step to step as the arrows say, whatever anybody tries in between."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from inplace_lab.classroom import state
from inplace_lab.classroom.codes import LENGTH, LETTERS, code_in, new_code
from inplace_lab.classroom.question import Question, typed_question
from inplace_lab.classroom.signal import Signal
from inplace_lab.classroom.state import Phase, Place, RoomState
from inplace_lab.errors import BadRequest, WrongPhase

SECRET = "the right one"
ASKED = Question(lesson="l", prediction="p", values=("no", SECRET), source="print()", answer=SECRET)
STEPS = {
    "ask": lambda now: state.ask(now, ASKED),
    "ask aside": lambda now: state.ask(now, typed_question("?", ("a", "b"), "")),
    "lock": state.lock,
    "begin run": state.begin_run,
    "end run": lambda now: state.end_run(now, now.polls, "0123456789"),
    "run failed": lambda now: state.end_run(now, now.polls, ""),
    "stale run": lambda now: state.end_run(now, now.polls - 1, "0123456789"),
    "reveal": state.reveal,
    "again": state.again,
    "clear": state.clear,
    "mark": lambda now: state.mark(now, "a"),
    "lead": lambda now: state.lead(now, Place(path="lessons/storages", cell="first", step=now.version % 3)),
    "send": lambda now: state.send(now, "print(1)"),
    "lock runs": lambda now: state.switch(now, "runs_locked", True),
    "end": state.end,
}
BEFORE = {
    "lock": {Phase.ASKING},
    "begin run": {Phase.LOCKED, Phase.RUNNING},
    "reveal": {Phase.LOCKED, Phase.RAN},
    "again": {Phase.LOCKED, Phase.RAN, Phase.REVEALED},
    "mark": {Phase.RAN, Phase.REVEALED},
}

ASIDE = {"send", "lock runs"}
"""What is neither before the class nor leads it anywhere."""


class AnyTeacher(RuleBasedStateMachine):
    """Presses buttons in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.now = RoomState()

    @rule(name=st.sampled_from(sorted(STEPS)))
    def press(self, name: str) -> None:
        before = self.now
        try:
            after = STEPS[name](before)
        except WrongPhase:
            return
        assert not before.ended or after == before
        if name in BEFORE:
            assert before.poll is not None
            assert before.poll.phase in BEFORE[name]
        if after != before:
            assert after.version == before.version + 1
            assert after.stage in (before.stage, before.stage + 1)
            on_stage = {"poll", "sent", "on_screen", "runs_locked", "names_muted", "one_seat_a_device", "ended"}
            changed = any(getattr(after, each) != getattr(before, each) for each in on_stage)
            assert (after.stage > before.stage) == changed
            assert after.in_hall == (name == "lead" or (before.in_hall and name in ASIDE))
        self.now = after

    @invariant()
    def is_kept_and_read_again(self) -> None:
        assert RoomState.model_validate_json(self.now.model_dump_json()) == self.now

    @invariant()
    def tells_nobody_the_answer(self) -> None:
        assert SECRET not in Signal.of(self.now).model_dump_json()

    @invariant()
    def reveals_only_what_ran(self) -> None:
        poll = self.now.poll
        if poll and poll.phase in (Phase.RAN, Phase.REVEALED) and poll.question.source:
            assert poll.run
        assert not poll or poll.round <= state.ROUNDS


TestAnyTeacher = AnyTeacher.TestCase


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_a_class_is_led_to_places_of_this_site_alone(path: str, cell: str, ref: str) -> None:
    place = Place(path=path, cell=cell, ref=ref)
    try:
        led = state.lead(RoomState(), place).place
    except BadRequest:
        return
    assert led == place
    assert re.fullmatch(r"(lessons/[a-z0-9-]+|p/[0-9a-f]+)?", path)
    assert not set("<>\"'&/:\n") & set(cell + ref)


@pytest.mark.parametrize("path", ["//evil.example", "lessons/../play", "https://evil.example", "lessons/a?x", "p/xyz"])
def test_a_class_is_not_led_astray(path: str) -> None:
    for now in (RoomState(), state.ask(RoomState(), ASKED)):
        with pytest.raises(BadRequest):
            state.lead(now, Place(path=path))


def test_codes_have_letters_that_nobody_takes_for_others() -> None:
    for code in (new_code() for _ in range(500)):
        assert code_in(f" {code[:2].lower()}-{code[2:]} ") == code
        assert not set(code) & set("01ILO2Z5S")
    assert len(LETTERS) ** LENGTH > 500_000


@given(st.text(max_size=6))
def test_what_is_no_code_is_none(typed: str) -> None:
    code = code_in(typed)
    assert code is None or set(code) <= set(LETTERS)


@pytest.mark.parametrize("choices", [(), ("one",), ("one", "  "), tuple("1234567"), ("x" * 201, "y")])
def test_a_typed_question_has_two_to_six_choices(choices: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"."):
        typed_question("?", choices, "")


def test_a_class_is_not_led_away_from_an_open_vote() -> None:
    asking = state.ask(RoomState(), ASKED)
    with pytest.raises(WrongPhase):
        state.lead(asking, Place(path="lessons/storages"))
    assert state.lead(asking, None) == asking
    assert state.lead(state.lock(asking), Place(path="lessons/storages")).place is not None
