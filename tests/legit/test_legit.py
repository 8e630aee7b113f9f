"""Programs as students write them work inside the walls, and say the same whether they are traced or not."""

import dataclasses
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from inplace_lab.trace import Snippet

from ..sandbox.pools import LIMITS, MIB, Sandboxed, trace_of

PROGRAMS = sorted((Path(__file__).parent / "programs").glob("*.py"))
MORE = {"memory_bytes": 1024 * MIB, "output_bytes": 256 * 1024, "result_bytes": 16 * MIB, "file_bytes": 8 * MIB}


@pytest.fixture(scope="module")
def sandboxed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sandboxed]:
    sandboxed = Sandboxed(warm_children=2, data_dir=tmp_path_factory.mktemp("runs"))
    yield sandboxed
    sandboxed.stop()


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda path: path.stem)
def test_it_works_and_says_the_same_traced_and_untraced(sandboxed: Sandboxed, program: Path) -> None:
    said = {trace: _said(sandboxed, program.read_text(), trace) for trace in (False, True)}
    assert said[False] == said[True] != ""


def test_there_are_enough_programs() -> None:
    assert len(PROGRAMS) >= 60


def _said(sandboxed: Sandboxed, source: str, trace: bool) -> str:
    snippet = Snippet(source=source, device="cpu", trace=trace)
    outcome = sandboxed.wait(sandboxed.pool.run(snippet, dataclasses.replace(LIMITS, **MORE)))
    failure = trace_of(outcome).failure
    assert failure is None, f"{'traced' if trace else 'untraced'}: {failure.traceback}"
    return re.sub("0x[0-9a-f]+", "0x…", outcome.stdout)
