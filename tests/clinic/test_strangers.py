"""Whatever a snippet hands in as its account: it is refused, or it can be judged, and soon."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inplace_lab.clinic.judge import differs, judge
from inplace_lab.clinic.numbers import printed_apart
from inplace_lab.clinic.runner import Run
from inplace_lab.diagnosis.model import Diagnosis
from inplace_lab.soundness import refuse_unsound
from inplace_lab.trace import Trace

from ..fuzz.mutations import mutated
from ..growth import PROPORTIONAL, growth
from .bench import candidate, trace_of

SOURCE = """
import torch
w = torch.ones(3, requires_grad=True)
o = torch.optim.SGD([w], lr=0.1)
y = w.exp()
y.data.zero_()
y.sum().backward()
o.step()
"""
DIAGNOSIS = Diagnosis(code="IL201", title="", explanation="", certain=True)


def taken(document: bytes) -> Run | None:
    """A run with this trace, where it is taken for one."""
    try:
        trace = Trace.model_validate_json(document)
        refuse_unsound(trace)
    except (ValueError, RecursionError):
        return None
    return Run(trace)


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
@given(data=st.data())
def test_an_account_that_is_taken_can_be_judged(data: st.DataObject) -> None:
    honest = trace_of(SOURCE, oracle="gradients")
    forged = taken(data.draw(mutated([json.loads(honest.model_dump_json())])))
    if forged is not None:
        for runs in ((Run(honest), forged, Run(honest)), (Run(honest), Run(honest), forged), (forged, None, forged)):
            assert judge(candidate("x = 1"), *runs, diagnosis=DIAGNOSIS, sources={"": SOURCE}).reason
        differs(forged, Run(honest))


@pytest.mark.parametrize(
    ("place", "forged"),
    [
        (("sums",), [1.0]),
        (("sums",), [1e999, 1.0, 1.0]),
        (("shape",), [2**62, 2**62]),
        (("shape",), [-1]),
        (("shape",), [1] * 65),
        (("head",), [1.0] * 9),
    ],
)
def test_a_sample_that_is_none_is_refused(place: tuple[str, ...], forged: Any) -> None:
    document = json.loads(trace_of(SOURCE).model_dump_json())
    assert taken(json.dumps(document).encode()) is not None
    document["account"]["roots"][0][place[0]] = forged
    assert taken(json.dumps(document).encode().replace(b"Infinity", b"1e999")) is None


@pytest.mark.parametrize(("part", "times"), [("updates", 65), ("roots", 5000), ("spoiled", 65)])
def test_more_than_is_written_down_is_refused(part: str, times: int) -> None:
    document = json.loads(trace_of(SOURCE, oracle="gradients").model_dump_json())
    document["account"][part] = document["account"][part][:1] * times
    assert taken(json.dumps(document).encode()) is None


@pytest.mark.parametrize("line", ["1" * 60_000, "1." * 30_000, "1:" * 30_000, "grad_fn=<" * 7_000, "0x" * 30_000])
def test_what_is_printed_keeps_nobody_waiting(line: str) -> None:
    short = line[: len(line) // 4]
    assert printed_apart(line, line + "#") is not None
    grown = growth(lambda: printed_apart(short, short + "#"), lambda: printed_apart(line, line + "#"))
    assert grown < PROPORTIONAL
