"""The allocator's history as a file for the memory viewer. The snapshot here is made by hand; a GPU's comes last."""

import asyncio
import base64
import pickle
import zlib
from typing import Any

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch.cuda import _memory_viz as viewer

from inplace_lab.lab.network.contrast import Contrast, sides_of
from inplace_lab.lab.network.spec import NetworkSpec
from inplace_lab.lab.programs.program import program_of
from inplace_lab.lab.programs.snapshot import MOST_BYTES, MOST_EVENTS, snapshot_of, snapshot_program
from inplace_lab.lab.service import Lab
from inplace_lab.runs.client import Client
from inplace_lab.runs.report import Status
from inplace_lab.runs.service import RunService
from inplace_lab.sandbox.pool import Pool
from inplace_lab.settings import Settings

from .gpu_runs import HERE, GpuRuns, packed, report, snapshot

ON_GPU = NetworkSpec().with_options(device="cuda")


def handed(data: bytes) -> bytes | None:
    """What comes of bytes that a program packed and printed."""
    return snapshot_of(report(base64.b64encode(zlib.compress(data)).decode()))


def check_readable(data: bytes) -> None:
    """torch's own readers of snapshots take it."""
    seen = pickle.loads(data)
    assert f"{HERE}:" in viewer.segments(seen, format_flamegraph=str)
    assert "total_reserved" in viewer.segsum(seen)
    assert "Active Memory Timeline" in viewer.trace_plot(seen)
    assert "Allocator State History" in viewer.segment_plot(seen)


def test_a_snapshot_comes_through_as_the_viewer_reads_it() -> None:
    data = snapshot_of(report(packed(snapshot())))
    assert data is not None
    check_readable(data)
    assert data[:2] == b"\x80\x04"  # the newest protocol that the viewer knows


def test_tracebacks_are_cut_to_the_program_and_written_once() -> None:
    seen = snapshot()
    data = snapshot_of(report(packed(seen)))
    assert data is not None
    first, second, _ = pickle.loads(data)["device_traces"][0]
    assert [frame["line"] for frame in first["frames"]] == [12, 18]
    assert first["frames"] is second["frames"]
    assert "time_us" not in first


def test_the_longest_history_that_fits_does_and_a_longer_one_is_not_cut() -> None:
    fits = packed(snapshot(MOST_EVENTS - 1))
    assert snapshot_of(report(fits)) is not None
    assert len(fits) < Settings().output_bytes
    assert packed(snapshot(MOST_EVENTS)) == ""


def test_lines_keep_the_numbers_that_the_page_shows() -> None:
    for side in sides_of(ON_GPU, Contrast()):
        shown = program_of(side.spec, inplace=side.inplace).snippet.source.splitlines()
        recorded = snapshot_program(side).source.splitlines()
        differing = [line for line, text in enumerate(shown) if recorded[line] != text]
        assert [shown[line] for line in differing] == [""]


@pytest.mark.parametrize("value", [print, snapshot_of, ValueError(), b"bytes", {1}, 2**3000])
def test_what_is_no_plain_data_is_not_handed_on(value: Any) -> None:
    assert handed(pickle.dumps({"segments": [value]}, protocol=4)) is None


def test_what_follows_the_pickle_is_not_handed_on() -> None:
    good = pickle.dumps(snapshot(), protocol=4)
    assert handed(good) == good
    assert handed(good + b"more") is None
    assert handed(good[:-1]) is None
    assert handed(b"\0" * (MOST_BYTES + 1)) is None


@given(st.text() | st.binary().map(lambda data: base64.b64encode(data).decode()))
def test_no_text_is_mistaken_for_a_snapshot(text: str) -> None:
    assert snapshot_of(report(text)) is None


@given(st.binary())
def test_no_bytes_are_mistaken_for_a_snapshot(data: bytes) -> None:
    made = handed(data)
    assert made is None or made == data


def test_a_program_that_did_not_reach_its_end_has_none() -> None:
    assert snapshot_of(report(packed(snapshot()), Status.KILLED)) is None


def test_the_lab_hands_out_the_side_that_was_asked_for() -> None:
    runs = GpuRuns(history=packed(snapshot()))
    lab = Lab(runs)  # type: ignore[arg-type]
    assert asyncio.run(lab.snapshot(NetworkSpec(), Contrast(), side="right", client=Client("a")))
    assert ["inplace=True" in snippet.source for snippet, _ in runs.asked] == [True]


@pytest.mark.skipif(not torch.cuda.is_available(), reason="this machine has no CUDA device")
def test_a_gpu_gives_a_snapshot_that_can_be_read() -> None:
    async def ask() -> bytes | None:
        runs = RunService(Pool(warm_children=1), Settings())
        await runs.start()
        try:
            return await Lab(runs).snapshot(ON_GPU, Contrast(), side="right", client=Client("a"))
        finally:
            await runs.stop()

    data = asyncio.run(ask())
    assert data is not None
    check_readable(data)
