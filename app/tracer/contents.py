"""Contents: what storages hold, looked into when a step has ended and written down where it is new."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import torch

from ..trace import MOST_CONTENTS, MOST_ELEMENTS
from .draft import Draft
from .elements import extremes, is_plain
from .held import Held, block_starts
from .raw import Span, span_of
from .storages import SeenStorage
from .tensors import Tensors

MOST_IN_BLOCKS = 2**20
"""A storage of more elements is not looked into."""

MOST_SUMMARISED = 2**22
"""Elements of large storages that one run looks through, each time anew."""

Found = Iterable[tuple[SeenStorage | None, torch.Tensor | None]]
"""Storages, each with a tensor on it while one lives."""


@dataclass(slots=True)
class Contents:
    """What storages held when they were last looked into."""

    tensors: Tensors
    shown_until: int | None = None
    """The last step whose contents are told, once there are too many."""
    _last: dict[str, Held] = field(default_factory=dict)
    _copied: int = 0
    _summarised: int = 0
    _settled: int = 0
    _waiting: list[SeenStorage] = field(default_factory=list)

    def of_call(self, draft: Draft) -> None:
        """Tell what the storages hold that a step touched: once, as soon as its call has ended.

        What a program writes afterwards without torch, as through NumPy, is told by the next step that touches it.
        """
        if not draft.looked_into:
            draft.looked_into = True
            self._tell(draft, ((seen.storage, seen.ref()) for seen in draft.touched.values()))

    def of_step(self, draft: Draft) -> None:
        """Tell what the storages hold that a step has shown without touching them, such as a .grad."""
        if self._waiting or self._settled < len(self.tensors.storages.all):
            self._tell(draft, self._first_seen())

    def _tell(self, draft: Draft, found: Found) -> None:
        if self.shown_until is not None:
            return
        for seen, tensor in found:
            if seen is not None and seen.id not in draft.blank:
                self._look_into(draft, seen, tensor)
        if self._copied > MOST_CONTENTS:
            draft.contents.clear()
            self.shown_until = draft.index - 1

    def _look_into(self, draft: Draft, seen: SeenStorage, tensor: torch.Tensor | None) -> None:
        if tensor is None and seen.watch is None:
            tensor = next((living for _, living in self.tensors.living_on(seen.id)), None)
        span = span_of(seen, tensor)
        if span is None:
            return
        held = self._held(draft, seen, span)
        if held != self._last.get(seen.id):
            self._last[seen.id] = held
            self._copied += held.count if held.values else 0
            draft.contents.append(held)

    def _held(self, draft: Draft, seen: SeenStorage, span: Span) -> Held:
        """What a storage holds now. A large one is taken to hold what it held, unless the step wrote it."""
        count, last = span.nbytes // seen.itemsize, self._last.get(seen.id)
        held = Held(seen.id, seen.dtype, seen.itemsize, count)
        if not is_plain(seen.dtype):
            return held
        known = min(count, seen.reach // seen.itemsize)
        if count <= MOST_ELEMENTS:
            held.values = span.copied(known * seen.itemsize)
        elif last is not None and last.count == count and all(write.storage != seen.id for write in draft.writes):
            return last
        elif count <= MOST_IN_BLOCKS and self._summarised + count <= MOST_SUMMARISED:
            self._summarised += count
            starts = block_starts(count, known)
            held.lowest, held.highest = extremes(span.bytes(known * seen.itemsize), seen.dtype, starts)
        return held

    def _first_seen(self) -> Iterator[tuple[SeenStorage, torch.Tensor | None]]:
        """The storages that nobody has looked into since the last step was settled.

        On a GPU one that is seen in a backward pass waits until it may be asked: see NOTE [Watching a storage].
        """
        every = self.tensors.storages.all
        fresh = [s for s in (*self._waiting, *every[self._settled :]) if s.freed is None and s.id not in self._last]
        self._waiting = [seen for seen in fresh if seen.device == "cuda" and seen.watch is None]
        self._settled = len(every)
        yield from ((seen, None) for seen in fresh)
