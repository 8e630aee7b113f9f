"""No attack gets through the walls; each of many does where its wall is left out; the page tells of all of them."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from inplace_lab.sandbox.walls import Walls

from .catalogue import ATTACKS, CONTROLS, HERE_AND_NOW, Attack
from .conftest import why_no_ordinary_user
from .ground import Ground, bites_alone
from .page import attacks_page

# A kernel may have an older Landlock, or none.
HELD_TWICE = [attack for attack in HERE_AND_NOW if {"landlock", "seccomp"} <= {*attack.held_by}]
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("attack", HERE_AND_NOW, ids=lambda attack: attack.id)
def test_no_attack_gets_through(walled: dict[str, Ground], attack: Attack) -> None:
    with ThreadPoolExecutor() as side_by_side:
        attempts = {who: side_by_side.submit(ground.attempt, attack) for who, ground in walled.items()}
    outcomes = {who: attempt.result() for who, attempt in attempts.items()}
    assert [alarm for outcome in outcomes.values() for alarm in outcome["alarms"]] == [], outcomes
    if attack.ends:
        assert {outcome["ending"] for outcome in outcomes.values()} <= attack.ends, outcomes


def test_attacks_are_tried_as_an_ordinary_user() -> None:
    if reason := why_no_ordinary_user():
        pytest.skip(f"no ordinary user can run Python here: {reason}")


@pytest.mark.parametrize("attack", CONTROLS, ids=lambda attack: attack.id)
def test_an_attack_gets_through_where_its_wall_is_left_out(without: Callable[[Walls], Ground], attack: Attack) -> None:
    if not without(attack.bites_without).attempt(attack)["alarms"]:
        if not bites_alone(attack):
            pytest.skip("this machine holds it by itself")
        pytest.fail("it did not get through")


@pytest.mark.parametrize("attack", HELD_TWICE, ids=lambda attack: attack.id)
def test_what_two_walls_hold_the_wall_of_calls_holds_alone(without: Callable[[Walls], Ground], attack: Attack) -> None:
    outcome = without(Walls.LANDLOCK).attempt(attack)
    assert outcome["alarms"] == [], outcome


def test_there_are_enough_attacks_and_controls() -> None:
    assert len(ATTACKS) >= 130
    assert len(CONTROLS) >= 25


def test_the_page_of_attacks_is_current() -> None:
    assert (ROOT / "docs" / "attacks.md").read_text() == attacks_page(), "run `make attacks`"
