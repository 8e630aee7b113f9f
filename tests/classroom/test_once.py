"""What many ask for at once is made once; whoever hangs up, and whatever fails, spoils it for nobody."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inplace_lab.web.classroom.once import Once


class Maker:
    """Makes a word when it is told to go on, and counts how often it began."""

    def __init__(self) -> None:
        self.begun = 0
        self.go = asyncio.Event()
        self.error: Exception | None = None

    async def make(self) -> str:
        self.begun += 1
        await self.go.wait()
        if self.error:
            raise self.error
        return "made"


def run(work: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(work, 30))


def test_a_class_that_asks_at_once_is_served_by_one_making() -> None:
    async def check() -> None:
        once, maker = Once(), Maker()
        asking = [asyncio.create_task(once.get("key", maker.make)) for _ in range(300)]
        await asyncio.sleep(0)
        asking[0].cancel()
        maker.go.set()
        answers = await asyncio.gather(*asking, return_exceptions=True)
        assert isinstance(answers[0], asyncio.CancelledError)
        assert answers[1:] == ["made"] * 299
        assert maker.begun == 1

    run(check())


def test_what_failed_is_tried_again() -> None:
    async def check() -> None:
        once, maker = Once(), Maker()
        maker.go.set()
        maker.error = ValueError("the database is away")
        with pytest.raises(ValueError, match="away"):
            await once.get("key", maker.make)
        maker.error = None
        assert await once.get("key", maker.make) == "made"

    run(check())


@given(keys=st.lists(st.integers(0, 6), max_size=40), most=st.integers(1, 4))
def test_it_remembers_the_last_ones_and_no_more(keys: list[int], most: int) -> None:
    async def check() -> None:
        once, recent = Once(most), list[int]()
        for key in keys:
            made: list[int] = []

            async def make(key: int = key, made: list[int] = made) -> int:
                made.append(key)
                return key

            assert await once.get(key, make) == key
            assert bool(made) == (key not in recent)
            recent = [*(each for each in recent if each != key), key][-most:]

    run(check())
