"""Recent: the links opened last, ready made. A whole class opens the same one, and a long trace is read in pages."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from .kept import Kept

MOST_BYTES = 8 * 1024 * 1024
"""As JSON; in memory it is some ten times as much."""


class Recent:
    """A few links, as many as fit. Several threads may come at once."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._room = most_bytes
        self._lock = threading.Lock()
        self._known: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], tuple[Kept, int]]) -> Kept:
        """The link of this key, made if it is not known, which is told with its size."""
        with self._lock:
            if (known := self._known.get(key)) is not None:
                self._known.move_to_end(key)
                return known[0]
        kept, nbytes = make()
        with self._lock:
            self._known[key] = kept, nbytes
            while sum(size for _, size in self._known.values()) > self._room:
                self._known.popitem(last=False)
        return kept
