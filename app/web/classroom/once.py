"""Once: what many ask for at the same moment is made once."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, TypeVar

T = TypeVar("T")
MOST = 200


class Once:
    """Remembers what was made last, by a key that names all that went into it; what failed is tried again."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._made: OrderedDict[Hashable, asyncio.Task[Any]] = OrderedDict()

    async def get(self, key: Hashable, make: Callable[[], Coroutine[Any, Any, T]]) -> T:
        """What was made for this key, or is being made. Who hangs up leaves the others theirs.

        Raises what the making raises.
        """
        task: asyncio.Task[T] | None = self._made.get(key)
        if task is None:
            task = self._begin(key, asyncio.create_task(make()))
        self._made.move_to_end(key)
        return await asyncio.shield(task)

    def _begin(self, key: Hashable, task: asyncio.Task[T]) -> asyncio.Task[T]:
        self._made[key] = task
        task.add_done_callback(lambda _: self._forget_failed(key, task))
        if len(self._made) > self._most:
            self._made.popitem(last=False)
        return task

    def _forget_failed(self, key: Hashable, task: asyncio.Task[T]) -> None:
        failed = task.cancelled() or task.exception() is not None
        if failed and self._made.get(key) is task:
            del self._made[key]
