"""Work on a database, away from the event loop."""

import asyncio
import time

from inplace_lab.store.threads import Threads


def test_a_cancellation_that_comes_together_with_the_result_is_not_lost() -> None:
    async def check() -> None:
        threads = Threads("test")

        async def work_and_wait() -> None:
            await threads.run(lambda: None)
            await asyncio.Event().wait()

        for _ in range(20):
            task = asyncio.create_task(work_and_wait())
            await asyncio.sleep(0)
            time.sleep(0.01)  # the thread has its result; the loop, which is held up, has not been told yet
            asyncio.get_running_loop().call_soon(task.cancel)
            _, pending = await asyncio.wait([task], timeout=1)
            task.cancel()
            assert not pending
        await threads.stop()

    asyncio.run(check())
