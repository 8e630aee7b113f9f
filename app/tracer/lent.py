"""Lent: storages that others than torch may write to, as NumPy does, and whether they have.

Nobody is told of such a write. So the bytes of these storages are compared after each step: what differs although no
operator of the step wrote there was written by somebody else, between this step and the next one.
"""

from dataclasses import dataclass, field

from .draft import Draft
from .raw import span_of
from .storages import SeenStorage
from .tensors import Tensors

MOST_BYTES = 2**14
"""A larger storage is not watched."""
MOST_STORAGES = 64


@dataclass(slots=True)
class Lent:
    """The storages that have been lent, with the bytes that they had last."""

    tensors: Tensors
    _bytes: dict[str, bytes] = field(default_factory=dict)
    _known: int = 0

    def take(self, seen: SeenStorage | None) -> None:
        """From now on others may write to a storage."""
        if seen is None or seen.id in self._bytes or seen.nbytes > MOST_BYTES or len(self._bytes) >= MOST_STORAGES:
            return
        if (now := self._now(seen)) is not None:
            self._bytes[seen.id] = now

    def take_unheard(self, draft: Draft, gradients: set[str]) -> None:
        """Take the storages that have come up without a call that made them, as torch.frombuffer makes them."""
        fresh = self.tensors.storages.all[self._known :]
        self._known += len(fresh)
        if draft.phase != "backward":
            for seen in fresh:
                if seen.id not in draft.touched and seen.id not in gradients:
                    self.take(seen)

    def written(self, draft: Draft) -> list[str]:
        """The ids of those that have changed since the last step, and not by an operator."""
        found = []
        for id_, before in list(self._bytes.items()):
            now = self._now(self.tensors.storages.all[int(id_[1:])])
            if now is None:
                del self._bytes[id_]
            elif now != before:
                self._bytes[id_] = now
                if all(write.storage != id_ for write in draft.writes):
                    found.append(id_)
        return found

    def _now(self, seen: SeenStorage) -> bytes | None:
        tensor = next((living for _, living in self.tensors.living_on(seen.id)), None) if seen.watch is None else None
        span = span_of(seen, tensor)
        return span.copied(span.nbytes) if span is not None and span.on_gpu is None else None
