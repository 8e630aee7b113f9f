"""A server that takes a job in, says so, and never comes to the end of it. To be killed."""

import asyncio

from inplace_lab.settings import Settings

from .servers import errand, server


async def main() -> None:
    """Hold the job for ever."""
    async with server(Settings()) as one:
        one.hold()
        job = await one.jobs.submit("run", errand("print(1)"))
        print(job.id, flush=True)  # noqa: T201
        await asyncio.Event().wait()


asyncio.run(main())
