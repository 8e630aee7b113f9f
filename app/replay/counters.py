"""Counters: which tensors share a version counter, and where each counter stands.

NOTE [Following a version counter]
Version counters belong to tensors, not to storages: a view shares its base's and `detach()` the original's, `.data` has
one of its own. While a saved tensor lives, its State tells its version. Once it has died its counter lives on in those
that share it, so counters are followed as groups: a view belongs to its base's, and a tensor that moves from the same
version to the same version as one that was written on its storage belongs to that one's.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ..trace import Save, State, Step, Tensor


@dataclass
class Counters:
    """Every version counter of a trace, up to the step that was taken in last."""

    tensors: Mapping[str, Tensor]
    _of_tensor: dict[str, int] = field(default_factory=dict)
    _of_storage: dict[str | None, set[int]] = field(default_factory=dict)
    _at: list[int] = field(default_factory=list)
    _joined: dict[int, int] = field(default_factory=dict)

    def take(self, step: Step) -> None:
        """Take in what a step did to version counters."""
        moves = dict(self._moves(step))
        for state in step.states:
            if state.version is not None:
                self._take_state(state, state.version, moves)
        for tensor, (_, after) in moves.items():
            self._raise(self.of(tensor), after)

    def of(self, tensor: str) -> int:
        """The counter of a tensor."""
        if tensor not in self._of_tensor:
            base = self.tensors[tensor].base
            self._of_tensor[tensor] = self.of(base) if base in self._of_tensor else self._new()
            self._of_storage.setdefault(self.tensors[tensor].storage, set()).add(self._of_tensor[tensor])
        return self._root(self._of_tensor[tensor])

    def of_save(self, save: Save) -> int | None:
        """The counter that a saved tensor has; None where several come into question."""
        if save.tensor is not None:
            return self.of(save.tensor)
        on_it = {self._root(counter) for counter in self._of_storage.get(save.storage, ())}
        return on_it.pop() if len(on_it) == 1 else None

    def tensors_on(self, storage: str) -> Iterator[str]:
        """The tensors on a storage whose counter is known, the latest first."""
        return (tensor for tensor in reversed(self._of_tensor) if self.tensors[tensor].storage == storage)

    def version(self, tensor: str) -> int | None:
        """The version of a tensor; None where it has none, as inference tensors."""
        return self.at(self.of(tensor)) if tensor in self._of_tensor else None

    def at(self, counter: int) -> int:
        """Where a counter stands now."""
        return self._at[self._root(counter)]

    def _moves(self, step: Step) -> Iterator[tuple[str, tuple[int, int]]]:
        """For each tensor that was written, its version before the first write of the step and after the last."""
        first: dict[str, int] = {}
        for write in step.writes:
            if write.before is not None and write.after is not None:
                yield write.tensor, (first.setdefault(write.tensor, write.before), write.after)

    def _take_state(self, state: State, version: int, moves: Mapping[str, tuple[int, int]]) -> None:
        known = state.tensor in self._of_tensor
        counter = self.of(state.tensor)
        if known and state.tensor not in moves and version != self._at[counter]:
            storage = self.tensors[state.tensor].storage
            for tensor, move in moves.items():
                if self.tensors[tensor].storage == storage and move == (self._at[counter], version):
                    self._joined[counter] = counter = self.of(tensor)
                    break
        self._raise(counter, version)

    def _raise(self, counter: int, version: int) -> None:
        self._at[counter] = max(version, self._at[counter])

    def _new(self) -> int:
        self._at.append(0)
        return len(self._at) - 1

    def _root(self, counter: int) -> int:
        while counter in self._joined and self._joined[counter] != counter:
            counter = self._joined[counter]
        return counter
