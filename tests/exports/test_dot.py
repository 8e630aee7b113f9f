"""Graphviz itself draws the file, with every name as it is."""

import shutil
import subprocess
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from inplace_lab.exports.dot import dot, quoted
from inplace_lab.exports.words import shown
from inplace_lab.trace import Trace

from .traces import ALL, HOSTILE, renamed, trace_of

pytestmark = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not here: scripts/apt graphviz")
SVG = "{http://www.w3.org/2000/svg}"
STALE = "modified by an inplace operation"


def drawn(document: str) -> ElementTree.Element:
    """What dot makes of a file that it has nothing to say about."""
    made = subprocess.run(["dot", "-Tsvg"], input=document.encode(), capture_output=True, check=True, timeout=120)
    assert made.stderr == b""
    return ElementTree.fromstring(made.stdout)


def texts(drawing: ElementTree.Element) -> list[str]:
    """The lines of all labels."""
    return [(each.text or "").replace("\xa0", " ") for each in drawing.iter(f"{SVG}text")]


def groups(drawing: ElementTree.Element, kind: str) -> list[str]:
    """The titles of all nodes, or of all edges."""
    found = (each for each in drawing.iter(f"{SVG}g") if each.get("class") == kind)
    return [each.findtext(f"{SVG}title") or "" for each in found]


@pytest.mark.parametrize("name", ALL)
def test_everything_in_a_trace_is_drawn_and_hangs_together(name: str) -> None:
    trace = trace_of(name)
    drawing = drawn(dot(trace))
    vertices, edges = groups(drawing, "node"), groups(drawing, "edge")
    known = {row.id for row in (*trace.storages, *trace.tensors, *trace.nodes)}
    lost = {vertex for vertex in vertices if vertex not in known}
    assert known <= set(vertices)
    assert len(lost) == sum(save.tensor is None and save.storage is None for _, save in trace.saves())
    between = {f"{t.id}->{t.storage}" for t in trace.tensors if t.storage}
    between |= {f"{n.id}->{follows}" for n in trace.nodes for follows in n.next}
    between |= {
        f"{save.node}->{save.tensor or save.storage}" for _, save in trace.saves() if save.tensor or save.storage
    }
    between |= {f"{n.id}->{n.leaf}" for n in trace.nodes if n.leaf}
    assert {edge for edge in edges if edge.split("->")[1] not in lost} == between


@pytest.mark.parametrize("name", ALL)
def test_a_save_that_backward_found_broken_is_told_by_shape_line_and_words(name: str) -> None:
    trace, document = trace_of(name), dot(trace_of(name))
    stale = trace.failure is not None and STALE in trace.failure.message
    marks = ("BROKEN: it is at", 'style="bold"', 'arrowhead="tee"', 'shape="octagon"')
    if stale:
        assert all(mark in document for mark in marks)
    if not any(write.before is not None for _, write in trace.writes()):
        assert not any(mark in document for mark in marks)


def test_a_broken_save_names_both_versions() -> None:
    lines = texts(drawn(dot(trace_of("sigmoid_then_mul"))))
    start = lines.index("saved result")
    assert lines[start : start + 3] == ["saved result", "expects version 0", "BROKEN: it is at 1"]
    assert lines.count("BROKEN: it is at 1") == 1


def test_a_write_past_the_counter_is_told_too() -> None:
    assert "UNNOTICED: its values are others" in texts(drawn(dot(trace_of("data_write_is_silent"))))


@given(HOSTILE)
@settings(max_examples=50, deadline=None)
def test_every_text_comes_out_as_it_was(text: str) -> None:
    line = f"|{shown(text)}|"
    drawing = drawn(f"digraph {{ {quoted(line)} [label={quoted(line)}]; }}")
    assert texts(drawing) == [line.replace("\xa0", " ")]


@given(HOSTILE)
@settings(max_examples=25, deadline=None)
def test_no_name_adds_or_hides_a_node(name: str) -> None:
    assert _sizes(renamed(name)) == _sizes(trace_of("sigmoid_then_mul"))


def _sizes(trace: Trace) -> tuple[int, int]:
    drawing = drawn(dot(trace))
    return len(groups(drawing, "node")), len(groups(drawing, "edge"))
