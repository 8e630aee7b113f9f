"""The channel between the server and its dispatcher. A message is a JSON object, and bytes beside it.

    dispatcher → server   {"connected": true}           once, or {"refused": reason}
    server → dispatcher   {"ask": n, "do": …, …}        + the snippet, where one is to be run
    server → dispatcher   {"stop": n}                   nobody waits for the answer any more
    dispatcher → server   {"told": n, "answer": {…}}    + the result, where one has run
    dispatcher → server   {"told": n, "lost": reason}   the machine that should answer has gone
    dispatcher → server   {"told": n, "broken": ""}     it answered with a mistake of ours

What a program printed and what it handed in are values in it, never more.
"""

import asyncio
import json
import struct
from typing import Any, NamedTuple

_LENGTHS = struct.Struct("<II")


class Lost(Exception):
    """The machine that was asked has gone, or what ran there has."""


class Message(NamedTuple):
    """What was said, and the bytes that came with it."""

    words: dict[str, Any]
    data: bytes = b""


def send(writer: asyncio.StreamWriter, message: Message) -> None:
    """Send one message, without waiting until it has gone."""
    words = json.dumps(message.words).encode()
    writer.write(_LENGTHS.pack(len(words), len(message.data)) + words + message.data)


async def receive(reader: asyncio.StreamReader) -> Message | None:
    """The next message, or None where the other side has gone."""
    try:
        words, data = _LENGTHS.unpack(await reader.readexactly(_LENGTHS.size))
        return Message(json.loads(await reader.readexactly(words)), await reader.readexactly(data))
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
