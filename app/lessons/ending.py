"""Ending: what is the case when a program has ended: names, the storages behind them, their version counters."""

from functools import cached_property

from ..replay.moment import Moment
from ..trace import Storage, Tensor, Trace

_MODULE = "0:<module>"


class Ending:
    """What a run left behind."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace

    @cached_property
    def names(self) -> dict[str, str]:
        """The tensor behind each name of the program itself, also `net.0.weight`, `feats[1]`, `w.grad`."""
        names: dict[str, str] = {}
        for step in self._trace.steps:
            for binding in step.bindings:
                if binding.frame == _MODULE and binding.tensor is not None:
                    names[binding.name] = binding.tensor
                elif binding.frame == _MODULE:
                    names.pop(binding.name, None)
        return names | {value.name: value.tensor for value in self._trace.values}

    def tensor(self, name: str) -> Tensor | None:
        """The tensor that a name points to."""
        return self._moment.tensors.get(self.names.get(name, ""))

    def storage(self, name: str) -> Storage | None:
        """The storage behind a name."""
        tensor = self.tensor(name)
        return self._moment.storages.get(tensor.storage or "") if tensor else None

    def nbytes(self, storage: Storage) -> int:
        """Its size in the end."""
        return self._moment.sizes.get(storage.id, storage.nbytes)

    def version(self, tensor: Tensor) -> int | None:
        """Its version counter in the end; none for inference tensors."""
        return self._moment.counters.version(tensor.id)

    @cached_property
    def _moment(self) -> Moment:
        moment = Moment(self._trace)
        for _ in self._trace.steps:
            moment.advance()
        return moment
