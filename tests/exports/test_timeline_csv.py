"""The file can be read back, line by line, and no spreadsheet computes anything of it."""

import csv
import re
from io import StringIO

import pytest
from hypothesis import given

from inplace_lab.exports.timeline_csv import COLUMNS, timeline_csv
from inplace_lab.trace import Bytes, Trace

from .traces import ALL, HOSTILE, renamed, trace_of


def rows_of(trace: Trace) -> list[dict[str, str]]:
    """The lines below the first, each as long as it."""
    text = timeline_csv(trace)
    header, *rows = csv.reader(StringIO(text, newline=""), strict=True)
    assert tuple(header) == COLUMNS
    assert text.count("\r\n") == text.count("\n") == len(rows) + 1
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


@pytest.mark.parametrize("name", ALL)
def test_each_step_has_a_line_with_its_bytes(name: str) -> None:
    trace = trace_of(name)
    rows = rows_of(trace)
    assert [int(row["step"]) for row in rows] == [step.index for step in trace.steps]
    for row, step in zip(rows, trace.steps, strict=True):
        parts = {category: int(row[f"live_{category}"]) for category in Bytes.model_fields}
        assert parts == step.live.model_dump()
        assert (int(row["live"]), int(row["peak"])) == (sum(parts.values()), step.peak.total)
        assert row["line"] == ("" if step.line is None else str(step.line))
        assert row["versions_written"].count(" to ") == len(step.writes)


def test_a_line_says_what_was_written_and_from_which_version_to_which() -> None:
    (row,) = [row for row in rows_of(trace_of("sigmoid_then_mul")) if row["versions_written"]]
    assert (row["operation"], row["kernels"], row["versions_written"]) == ("mul_", "aten::mul_", "y (t1) 0 to 1")


def test_a_step_of_backward_names_its_node() -> None:
    trace = trace_of("four_blocks_sgd")
    told = {(row["phase"], row["operation"], row["node"]) for row in rows_of(trace) if row["node"]}
    names = {node.id: node.name for node in trace.nodes}
    assert told == {("backward", names[step.node], step.node) for step in trace.steps if step.node}


@given(HOSTILE)
def test_no_name_is_a_formula_or_breaks_a_line(name: str) -> None:
    rows = rows_of(renamed(name))
    assert len(rows) == len(renamed(name).steps)
    assert not [cell for row in rows for cell in row.values() if re.match(r"[=+\-@\t\r]", cell)]
