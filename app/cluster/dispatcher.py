"""The dispatcher: a process that is part of the Ray cluster, and asks there what the server wants to know.

It decides nothing. It ends with the server, and Ray ends it where the head of the cluster has gone away; then the
server starts another one. `channel.py` says how the two speak.
"""

import asyncio
import logging
import os
import socket
import sys
from dataclasses import asdict
from typing import Any

from . import channel, rays
from .channel import Lost, Message
from .member import Node
from .runner import Answer

PARTING_SECONDS = 1.0
"""Time for Ray to pass on what is cancelled."""

_log = logging.getLogger(__name__)


def main() -> None:
    """Connect, say so, and answer until the server hangs up."""
    asyncio.run(Dispatcher().serve(socket.socket(fileno=int(sys.argv[1])), sys.argv[2]))


class Dispatcher:
    """The runners that it has found, by their node, and what is being asked of them."""

    def __init__(self) -> None:
        self._runners: dict[str, Any] = {}
        self._asked: dict[int, asyncio.Task[None]] = {}

    async def serve(self, control: socket.socket, address: str) -> None:
        """Answer until the server hangs up; it is told at once where the cluster cannot be reached."""
        reader, writer = await asyncio.open_unix_connection(sock=control)
        try:
            rays.connect(address)
        except rays.CannotConnect as error:
            channel.send(writer, Message({"refused": str(error) or type(error).__name__}))
            return await writer.drain()
        channel.send(writer, Message({"connected": True}))
        while (message := await channel.receive(reader)) is not None:
            self._take(message, writer)
        for task in self._asked.values():
            task.cancel()  # what runs for the server is stopped
        await asyncio.sleep(PARTING_SECONDS if self._asked else 0)
        os._exit(0)  # a thread may still wait for a head that has gone

    def _take(self, message: Message, writer: asyncio.StreamWriter) -> None:
        match message.words:
            case {"stop": int(number)}:
                if number in self._asked:
                    self._asked[number].cancel()
            case {"ask": int(number), **words}:
                task = asyncio.create_task(self._tell(number, words, message.data, writer))
                self._asked[number] = task
                task.add_done_callback(lambda _: self._asked.pop(number))

    async def _tell(self, number: int, words: dict[str, Any], data: bytes, writer: asyncio.StreamWriter) -> None:
        told: dict[str, Any]
        result = b""
        try:
            answer, result = await self._answer(words, data)
            told = {"answer": answer}
        except Lost as why:
            told = {"lost": str(why)}
        except Exception:
            _log.exception("A machine of the cluster answered with a mistake of ours.")
            told = {"broken": ""}
        channel.send(writer, Message({"told": number, **told}, result))
        await writer.drain()

    async def _answer(self, words: dict[str, Any], data: bytes) -> Answer:
        match words:
            case {"do": "nodes"}:
                return {"nodes": [asdict(node) for node in await asyncio.to_thread(rays.nodes)]}, b""
            case {"do": "start", "node": dict(row)}:
                node = Node(**row)
                self._runners[node.id] = await asyncio.to_thread(rays.engage, node)
                return await rays.ask(self._runners[node.id], "start", *words["with"], data)
            case {"do": str(method), "node": str(node_id)}:
                return await rays.ask(self._runners[node_id], method, *words["with"], data)
        raise ValueError(words)


if __name__ == "__main__":
    main()
