"""Limits of one run: up to the server's own, and no further."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inplace_lab.errors import BadRequest
from inplace_lab.runs.limits import LessThan, limits_of
from inplace_lab.settings import Settings

OWN = limits_of(Settings())
MOST = {"wall_seconds": OWN.wall_seconds, "memory_bytes": OWN.memory_bytes, "max_steps": OWN.max_steps}
ASKED = st.fixed_dictionaries(
    {},
    optional={
        "wall_seconds": st.floats(0, 2 * OWN.wall_seconds, exclude_min=True),
        "memory_bytes": st.integers(1, 2 * OWN.memory_bytes),
        "max_steps": st.integers(1, 2 * OWN.max_steps),
    },
)


@given(ASKED)
def test_a_run_gets_what_it_asks_for_or_is_told_which_is_too_much(asked: dict[str, float]) -> None:
    beyond = [name for name, value in asked.items() if value > MOST[name]]
    wanted = LessThan.model_validate(asked)
    if beyond:
        with pytest.raises(BadRequest) as refused:
            wanted.of(OWN)
        assert any(f"limits.{name}" in refused.value.detail for name in beyond)
    else:
        assert vars(wanted.of(OWN)) == vars(OWN) | asked
