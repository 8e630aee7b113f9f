# Has asyncio serve.
# held by: landlock, seccomp
# bites without: landlock, seccomp
import asyncio


async def serve():
    server = await asyncio.start_server(lambda reader, writer: None, "127.0.0.1", 0)
    if server.sockets:
        breach("serves")


asyncio.run(serve())
