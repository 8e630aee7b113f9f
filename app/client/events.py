"""Events: a stream of server-sent events, taken apart."""

from dataclasses import dataclass, field


@dataclass
class Events:
    """Collects the lines of a stream until an event is whole. Lines that are no data, comments too, are left out."""

    _data: list[str] = field(default_factory=list)

    def take(self, line: str) -> bytes | None:
        """The data of the event that this line ends, where it ends one."""
        if line.startswith("data:"):
            self._data.append(line[5:].removeprefix(" "))
        if line or not self._data:
            return None
        told = "\n".join(self._data).encode()
        self._data.clear()
        return told
