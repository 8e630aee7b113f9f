"""The frame that a child's result travels in: its length, then its bytes. A snippet can forge one: never trust it."""

import struct

_LENGTH = struct.Struct("<Q")


def pack(data: bytes) -> bytes:
    """Put the data into a frame."""
    return _LENGTH.pack(len(data)) + data


class FrameBuffer:
    """Takes in bytes until the frame is whole, or is known to become longer than `limit`."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._bytes = bytearray()

    @property
    def whole(self) -> bool:
        """All of the frame is here."""
        return (length := self._length) is not None and _LENGTH.size + length <= len(self._bytes)

    @property
    def too_large(self) -> bool:
        """The frame says that it is longer than the limit."""
        return (length := self._length) is not None and length > self._limit

    @property
    def full(self) -> bool:
        """There is nothing more to wait for."""
        return self.whole or self.too_large

    @property
    def data(self) -> bytes:
        """What was in the frame."""
        return bytes(self._bytes[_LENGTH.size : _LENGTH.size + (self._length or 0)]) if self.whole else b""

    def feed(self, data: bytes) -> None:
        """Take in what was read."""
        self._bytes += data

    @property
    def _length(self) -> int | None:
        return _LENGTH.unpack_from(self._bytes)[0] if len(self._bytes) >= _LENGTH.size else None
