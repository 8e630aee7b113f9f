"""Anatomy: which layer of a network did what in a trace: its result, what it overwrote, what its nodes keep.

A layer is known by its line in `forward`. What it returned is the last tensor of the expected shape and dtype that its
calls made; where they made none, it returned what had arrived.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from ...trace import Node, Phase, Save, Step, Storage, Tensor, Trace
from ..network.shape import Shape
from ..network.shapes import shapes_of
from ..network.spec import Act, Add, Back, BatchNorm2d, Block, Capture, Concat, GroupNorm, Mark, MaxPool2d, NetworkSpec
from ..programs.program import Program, set_to
from .comparison import Keep, LayerRow, Role, StorageRow
from .figures import called_steps

INPUT = "x"
_WRITES_ARRIVED = (Act, Add)
_HIDING = "CopySlices"


@dataclass
class Anatomy:
    """One run of one network, layer by layer."""

    spec: NetworkSpec
    program: Program
    trace: Trace
    inplace: bool
    rows: list[LayerRow] = field(default_factory=list, init=False)
    _held: dict[str, list[str]] = field(default_factory=dict, init=False)
    _overwrote: dict[str, list[str]] = field(default_factory=dict, init=False)
    _kept: dict[str, list[str]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        leaving = shapes_of(self.spec).require().leaving
        current = self._input
        marked: dict[str, str | None] = {}
        self._hold(current, INPUT)
        for index, block in enumerate(self.spec.blocks):
            match block:
                case Mark():
                    marked[block.name] = current
                case Back():
                    current = marked[block.name]
                case Capture():
                    pass
                case _:
                    current = self._layer(index, block, current, leaving[index])

    def storages(self) -> Iterator[StorageRow]:
        """The storages that hold the input and the results of layers, in the order of their birth."""
        for id_, held in self._held.items():
            storage = self._storages[id_]
            after, phase = self._freed(storage)
            yield StorageRow(
                storage=id_,
                nbytes=storage.nbytes,
                version=storage.version,
                held=tuple(held),
                overwritten_by=tuple(dict.fromkeys(self._overwrote.get(id_, ()))),
                kept_by=tuple(dict.fromkeys(self._kept.get(id_, ()))),
                freed_after=after,
                freed_in=phase,
            )

    def label_of(self, step: Step) -> str:
        """The layer that a step belongs to, of a backward node the one that made it; else what was called."""
        made = self._nodes[step.node].step if step.node else step.index
        return self._labels.get(self.trace.steps[made].line or 0, self.trace.steps[made].op)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The steps from the call of the network on."""
        return called_steps(self.trace, self.program)

    def _layer(self, index: int, block: Block, arrived: str | None, shape: Shape) -> str | None:
        steps = [step for step in self._forward if step.line == self.program.lines[index]]
        label = self.program.labels[index]
        wrote = self._wrote(block, steps, arrived)
        result = arrived if wrote or not steps else self._result(steps, shape) or arrived
        keeps = tuple(self._keeps(block, steps, arrived, result, wrote))
        alias = self._held[result][-1] if result in self._held else None
        self._hold(result, label)
        if wrote and arrived:
            self._overwrote.setdefault(arrived, []).append(label)
        for keep in keeps:
            self._kept.setdefault(keep.storage, []).append(label)
        after, phase = self._freed(self._storages[result]) if result else (None, None)
        self.rows.append(
            LayerRow(
                block=index,
                label=label,
                shape=shape,
                storage=result,
                alias=alias,
                wrote=wrote,
                allocated=sum(storage.nbytes for step in steps for storage in self._born(step)),
                keeps=keeps,
                hidden=wrote and any(self._is_hidden(step) for step in steps),
                freed_after=after,
                freed_in=phase,
            )
        )
        return result

    def _wrote(self, block: Block, steps: list[Step], arrived: str | None) -> bool:
        flagged = isinstance(block, _WRITES_ARRIVED) and set_to(block.inplace, self.inplace)
        return flagged and any(write.storage == arrived for step in steps for write in step.writes)

    def _result(self, steps: list[Step], shape: Shape) -> str | None:
        made = (self._tensors[each] for step in steps for each in step.creates)
        fits = [t for t in made if t.shape == shape and t.dtype == self.spec.options.dtype]
        return fits[-1].storage if fits else None

    def _keeps(
        self, block: Block, steps: list[Step], arrived: str | None, result: str | None, wrote: bool
    ) -> Iterator[Keep]:
        seen = set()
        for step in steps:
            for save in step.saves:
                storage = self._storages.get(save.storage or "")
                if storage is None or storage.category == "parameters" or (save.node, storage.id) in seen:
                    continue
                seen.add((save.node, storage.id))
                role = _role(block, save, arrived, result, copied=wrote and storage.born == step.index)
                yield Keep(node=self._nodes[save.node].name, role=role, storage=storage.id, nbytes=storage.nbytes)

    def _is_hidden(self, step: Step) -> bool:
        return any(node.step == step.index and node.name == _HIDING for node in self.trace.nodes)

    def _hold(self, storage: str | None, label: str) -> None:
        if storage is not None:
            self._held.setdefault(storage, []).append(label)

    def _born(self, step: Step) -> Iterator[Storage]:
        return (s for s in self.trace.storages if s.born == step.index and s.freed != step.index)

    def _freed(self, storage: Storage) -> tuple[str | None, Phase | None]:
        if storage.freed is None:
            return None, None
        step = self.trace.steps[storage.freed]
        return self.label_of(step), step.phase

    @cached_property
    def _input(self) -> str | None:
        bound = (b for step in self.trace.steps for b in step.bindings if b.name == INPUT and b.tensor)
        first = next(bound, None)
        return self._tensors[first.tensor].storage if first and first.tensor else None

    @cached_property
    def _forward(self) -> list[Step]:
        return [step for step in self.steps if step.phase == "forward"]

    @cached_property
    def _labels(self) -> dict[int, str]:
        return {line: label for line, label in zip(self.program.lines, self.program.labels, strict=True) if line}

    @cached_property
    def _storages(self) -> dict[str, Storage]:
        return {storage.id: storage for storage in self.trace.storages}

    @cached_property
    def _tensors(self) -> dict[str, Tensor]:
        return {tensor.id: tensor for tensor in self.trace.tensors}

    @cached_property
    def _nodes(self) -> dict[str, Node]:
        return {node.id: node for node in self.trace.nodes}


def _role(block: Block, save: Save, arrived: str | None, result: str | None, *, copied: bool) -> Role:
    """What a saved storage is to its layer."""
    if save.storage == result and (save.storage != arrived or save.slot.startswith("result")):
        return "result"
    if save.storage == arrived or isinstance(block, (Add, Concat)):
        return "input"
    if isinstance(block, (BatchNorm2d, GroupNorm)):
        return "statistics"
    if isinstance(block, MaxPool2d):
        return "indices"
    if not isinstance(block, Act):
        return "other"
    if "dropout" in block.name:
        return "mask"
    if save.slot == "noise":
        return "noise"
    return "copy" if copied else "other"
