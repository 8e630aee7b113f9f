"""Memory: storages, how many bytes of them are alive, and how many were at most.

NOTE [Python counts]
A storage dies when nothing refers to it any more. torch counts references, and so does Python; so the theory lets
Python count: a network is followed with the same variables in the same scopes as in its program, and a Storage says
itself when it dies. What follows a network must therefore hold a tensor exactly as long as torch does: no longer in a
variable, a closure or a traceback.
"""


class Memory:
    """Bytes that are alive, and the most that have been."""

    __slots__ = ("live", "peak")

    def __init__(self) -> None:
        self.live = 0
        self.peak = 0

    def take(self, nbytes: int) -> None:
        """So many bytes more are alive."""
        self.live += nbytes
        if self.live > self.peak:
            self.peak = self.live


class Storage:
    """The bytes behind one or more tensors.

    A storage that no operator has been given and none has returned is one that nobody has seen: what it takes is not
    counted before somebody does.
    """

    __slots__ = ("handles", "memory", "nbytes", "own", "seen", "version")

    def __init__(self, memory: Memory, nbytes: int, *, seen: bool = True, own: bool = True) -> None:
        self.memory = memory
        self.nbytes = nbytes
        self.seen = False
        self.own = own
        """It is of the network's own making: neither a parameter nor the input."""
        self.handles = 0
        """Tensors that lie on it."""
        self.version = 0
        """Writes so far: what autograd compares with when backward comes to use what was saved."""
        if seen:
            self.show()

    def show(self) -> None:
        """An operator is given it, or has returned it."""
        if not self.seen:
            self.seen = True
            self.memory.take(self.nbytes)

    def __del__(self) -> None:
        if self.seen:
            self.memory.live -= self.nbytes
