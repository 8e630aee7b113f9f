import asyncio

import torch


async def compute(delay, value):
    await asyncio.sleep(delay)
    return (torch.ones(3) * value).sum().item()


async def main():
    print(await asyncio.gather(compute(0.02, 1), compute(0.01, 2), compute(0, 3)))
    print(await asyncio.to_thread(lambda: torch.ones(2).sum().item()))
    async with asyncio.timeout(1):
        queue = asyncio.Queue()
        await queue.put(torch.tensor(5))
        print(await queue.get())


asyncio.run(main())
