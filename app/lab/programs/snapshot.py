"""Snapshot: the history of the allocator over one step, as the file that pytorch.org/memory_viz opens.

What is in it is told by the docstring of torch.cuda.memory._snapshot. The viewer reads pickles of plain data only, of
protocols 2 to 4, with a reader of its own (torch/utils/viz/MemoryViz.js, unpickle). The program prints the pickle,
packed, and its bytes are handed on: nothing here unpickles. What is not plain data is not handed on, so that it runs
nothing in anybody's hands.

Room: a program may print 64 KiB. Each traceback is cut to the lines of the program itself, equal ones are written once,
and times are left out, which the viewer does not show. An event then takes about 7 of the printed bytes. The longest
history that can be built is a checkpoint of 48 blocks with Adam, 6,100 events, counted on the CPU; the Lab's own
examples have 40 to 300. One that does not fit is not cut: the program prints nothing.
"""

import base64
import pickletools
import zlib
from typing import Final

from ...runs.report import Report, Status
from ...trace import Snippet
from ..network.contrast import SideSpec
from .program import program_of

MOST_EVENTS = 8192
MOST_CHARACTERS = 62_000
"""Of what is printed; with the ends of its lines, 62,062 bytes."""
MOST_BYTES = 2**20
"""Of the pickle, unpacked: an event takes about 50."""

_RECORD: Final = 'torch.cuda.memory._record_memory_history(context="all", stacks="python", max_entries={most})'
"""No frames of C++: to name them, torch reads the symbols of its libraries, which takes long."""

_TAKE: Final = """
snapshot = torch.cuda.memory._snapshot()
torch.cuda.memory._record_memory_history(enabled=None)
"""

PACK: Final = f"""
import base64
import pickle
import zlib

here, known = Net.__init__.__code__.co_filename, {{}}


def shorten(record):  # of its traceback the lines of this program; equal tracebacks are one list
    frames = [frame for frame in record.get("frames", []) if frame["filename"] == here]
    record["frames"] = known.setdefault(tuple((frame["line"], frame["name"]) for frame in frames), frames)
    record.pop("time_us", None)


for segment in snapshot["segments"]:
    for record in (segment, *segment["blocks"]):
        shorten(record)
for trace in snapshot["device_traces"]:
    for record in trace:
        shorten(record)

whole = all(len(trace) < {MOST_EVENTS} for trace in snapshot["device_traces"])
packed = base64.b64encode(zlib.compress(pickle.dumps(snapshot, protocol=4), 9)).decode()
if whole and len(packed) <= {MOST_CHARACTERS}:
    for start in range(0, len(packed), 1000):
        print(packed[start : start + 1000])
"""

_PLAIN: Final = frozenset(
    (
        *("PROTO", "FRAME", "MARK", "STOP", "MEMOIZE", "BINPUT", "LONG_BINPUT", "BINGET", "LONG_BINGET"),
        *("NONE", "NEWTRUE", "NEWFALSE", "BININT", "BININT1", "BININT2", "LONG1", "BINFLOAT"),
        *("SHORT_BINUNICODE", "BINUNICODE", "EMPTY_LIST", "APPEND", "APPENDS", "LIST"),
        *("EMPTY_DICT", "SETITEM", "SETITEMS", "DICT", "EMPTY_TUPLE", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3"),
    )
)
"""What the viewer reads; none of it names or calls anything."""


def snapshot_program(side: SideSpec) -> Snippet:
    """The program of a side, recorded; its lines keep their numbers, which tracebacks name. Raises Misfit."""
    snippet = program_of(side.spec.with_options(device="cuda"), inplace=side.inplace).snippet
    lines = snippet.source.splitlines()
    lines[lines.index("")] = _RECORD.format(most=MOST_EVENTS)
    source = "\n".join([*lines, _TAKE]) + PACK
    return Snippet(source=source, device="cuda", seed=snippet.seed, trace=False)


def snapshot_of(report: Report) -> bytes | None:
    """The pickle that the program printed; None where it did not reach its end, or where that is no plain data."""
    if report.status is not Status.OK:
        return None
    unpacking = zlib.decompressobj()
    try:
        packed = base64.b64decode("".join(report.stdout.split()), validate=True)
        data = unpacking.decompress(packed, MOST_BYTES)
        return data if unpacking.eof and not unpacking.unused_data and _is_plain(data) else None
    except (ValueError, zlib.error):
        return None


def _is_plain(data: bytes) -> bool:
    """It is one pickle of plain data, to its last byte. Raises ValueError where it is none at all."""
    last = -1
    for opcode, _, at in pickletools.genops(data):
        if opcode.name not in _PLAIN or at is None:
            return False
        last = at
    return last == len(data) - 1
