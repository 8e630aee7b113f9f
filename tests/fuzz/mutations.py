"""Mutations: a document like a true one, with something in it that no tracer would write."""

import copy
import json
from typing import Any

from hypothesis import strategies as st

HOSTILE: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    2**31,
    2**63,
    -(2**63),
    10**4000,
    0.5,
    float("nan"),
    float("inf"),
    "",
    "t0",
    "s99999",
    "\ud800",
    "\x00\x1b[2J",
    "x" * 5000,
    [],
    {},
    [[[[[]]]]],
    "modified by an inplace operation: [torch.FloatTensor [3]] is at version " + "9" * 5000 + "; expected version 1",
)

Path = tuple[str | int, ...]


def places(document: Any, here: Path = ()) -> list[Path]:
    """Every place in a document."""
    inner = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    return [here, *(place for name, value in inner for place in places(value, (*here, name)))]


@st.composite
def mutated(draw: st.DrawFn, documents: list[Any]) -> bytes:
    """One of the documents after one to four mutations."""
    document = copy.deepcopy(draw(st.sampled_from(documents)))
    for _ in range(draw(st.integers(1, 4))):
        where = draw(st.sampled_from(places(document)[1:] or [()]))
        if where:
            _mutate(document, where, draw(st.sampled_from(["put", "drop", "double", "swap"])), draw)
    return json.dumps(document).encode()


@st.composite
def broken(draw: st.DrawFn, documents: list[Any]) -> bytes:
    """One of the documents with some of its bytes replaced, cut off or doubled."""
    data = json.dumps(draw(st.sampled_from(documents))).encode()
    start = draw(st.integers(0, len(data)))
    return data[:start] + draw(st.binary(max_size=8)) + data[start + draw(st.integers(-20, 20)) :]


def _mutate(document: Any, where: Path, how: str, draw: st.DrawFn) -> None:
    *above, name = where
    holder = document
    for step in above:
        holder = holder[step]
    match how:
        case "drop":
            del holder[name]
        case "double" if isinstance(holder, list):
            holder.append(copy.deepcopy(holder[name]))
        case "swap" if isinstance(holder, list):
            other = draw(st.integers(0, len(holder) - 1))
            holder[name], holder[other] = holder[other], holder[name]
        case _:
            holder[name] = copy.deepcopy(draw(st.sampled_from(HOSTILE)))
