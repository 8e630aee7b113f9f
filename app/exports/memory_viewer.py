"""Memory viewer: what each step took and gave back, as pytorch.org/memory_viz and torch.cuda._memory_viz read it.

The format is told by the docstring of torch.cuda.memory._snapshot: a pickle of plain data. The viewer reads protocols 2
to 4 with a reader of its own (torch/utils/viz/MemoryViz.js). What torch writes of CUDA's allocator is written here of
every device, with the bytes of the storages alone: nothing is rounded, and nothing is in a cache. Each device has one
segment, which holds the highest that it ever needed. Storages without bytes are left out, as the allocator does.

Frames are the program's own, the innermost first, below what was called. The category of a block is what its storage
was for in the end; which part of the bytes was saved for backward at a step is in the other files.
"""

import pickle
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ..trace import Step, Trace
from ..visible import visible
from .changes import Block, Change, changes
from .heap import Heap, Place
from .words import called, file_of, names, shown

_PROTOCOL: Final = 4
_FIRST_ADDRESS: Final = 2**44
"""Of the first device; those of the others are its multiples. The viewer counts exactly up to 2**53."""
_LARGE: Final = 2**20
"""Bytes beyond which torch calls a segment large."""
_LAST_LINE: Final = 2**31 - 1
"""No file has more; longer numbers are written in a way that the viewer does not read."""
_DEFAULT_STREAM: Final = {"stream": 0}
_NO_POOL: Final = (0, 0)

Entry = dict[str, Any]


def memory_viewer(trace: Trace) -> bytes:
    """The file. Equal traces have the same addresses in it."""
    history = _History(trace)
    for change in changes(trace):
        history.add(change)
    return pickle.dumps(history.snapshot(), protocol=_PROTOCOL)


@dataclass
class _Device:
    """What happened on one device."""

    heap: Heap
    events: list[Entry] = field(default_factory=list)


class _History:
    """The changes of a trace so far, by device in order of first sight."""

    def __init__(self, trace: Trace) -> None:
        self._storages = {storage.id: storage for storage in trace.storages}
        self._named = _named(trace)
        self._devices: dict[str, _Device] = {}
        self._frames: dict[int, list[Entry]] = {}
        self._taken: dict[Block, list[Entry]] = {}

    def add(self, change: Change) -> None:
        """Write down one change."""
        storage = self._storages.get(change.block.storage)
        device = self._device(visible(storage.device) if storage else "")
        frames, about = self._at(change.step), self._about(change)
        facts = {"size": change.block.nbytes, **_DEFAULT_STREAM, "frames": frames, "user_metadata": about}
        if change.freed:
            address = device.heap.give(change.block)
            actions = ("free_requested", "free_completed")
            device.events.extend({"action": action, "addr": address, **facts} for action in actions)
        else:
            self._taken[change.block] = frames
            address, category = device.heap.take(change.block), storage.category if storage else "unknown"
            device.events.append({"action": "alloc", "addr": address, **facts, "category": category})

    def snapshot(self) -> dict[str, Any]:
        """All of it, and what is alive in the end."""
        devices = self._devices.values()
        return {
            "segments": [self._segment(i, device.heap) for i, device in enumerate(devices)],
            "device_traces": [[*device.events, _end()] for device in devices] or [[]],
            "devices": [*self._devices],
        }

    def _device(self, name: str) -> _Device:
        if name not in self._devices:
            self._devices[name] = _Device(Heap(_FIRST_ADDRESS * (len(self._devices) + 1)))
        return self._devices[name]

    def _at(self, step: Step) -> list[Entry]:
        """The frames of a step, as one list for all that happens in it: the file holds it once."""
        if step.index not in self._frames:
            self._frames[step.index] = _frames(step)
        return self._frames[step.index]

    def _about(self, change: Change) -> Entry:
        storage = change.block.storage
        about = {"storage": shown(storage), "names": self._named.get(storage), "step": change.step.index}
        return {name: value for name, value in about.items() if value is not None}

    def _segment(self, device: int, heap: Heap) -> Entry:
        total, used = heap.end - heap.start, sum(place.nbytes for place in heap.places if place.block)
        where = {"device": device, "address": heap.start, **_DEFAULT_STREAM, "frames": []}
        sizes = {"total_size": total, "allocated_size": used, "active_size": used, "requested_size": used}
        kind = {"segment_type": "large" if total > _LARGE else "small", "segment_pool_id": _NO_POOL}
        return {**where, **sizes, **kind, "blocks": [self._block(place) for place in heap.places]}

    def _block(self, place: Place) -> Entry:
        where = {"address": place.address, "size": place.nbytes}
        if place.block is None:
            return {**where, "requested_size": 0, "state": "inactive", "frames": []}
        frames = self._taken[place.block]
        return {**where, "requested_size": place.nbytes, "state": "active_allocated", "frames": frames}


def _end() -> Entry:
    """When the snapshot was taken. The viewer needs some entry that has no category, and does not add one itself."""
    return {"action": "snapshot", "addr": 0, "size": 0, **_DEFAULT_STREAM, "frames": [], "category": "unknown"}


def _frames(step: Step) -> list[Entry]:
    """Where the program stood; what it called has no line of its own."""
    inner = {"filename": "torch", "line": 0, "name": called(step)}
    own = (
        {"filename": file_of(frame), "line": min(max(0, frame.line), _LAST_LINE), "name": shown(frame.function)}
        for frame in reversed(step.frames)
    )
    return [inner, *own]


def _named(trace: Trace) -> Mapping[str, str]:
    """For each storage the names of the first tensor on it that has one."""
    by_tensor, found = names(trace), dict[str, str]()
    for tensor in trace.tensors:
        if tensor.storage is not None and tensor.id in by_tensor:
            found.setdefault(tensor.storage, by_tensor[tensor.id])
    return found
