"""Sketch: a Trace that is put together from single facts, out of order and from few of them."""

from dataclasses import dataclass
from typing import Any

import torch

from ...trace import Binding, Bytes, Category, Frame, Node, Phase, Save, State, Step, Storage, Tensor, Trace, Write
from ..storages import address_of
from .called import Look, look_of
from .happening import RESULTS, Happening
from .unpacked import Graph

_SIZES = {"float64": 8, "int64": 8, "float16": 2, "bfloat16": 2, "int16": 2, "bool": 1, "uint8": 1, "int8": 1}


@dataclass(slots=True)
class _Memory:
    """A storage in the making."""

    nbytes: int
    device: str
    dtype: str
    category: Category = "activations"


class Sketch:
    """What is known of tensors, storages and nodes, by where they lie."""

    def __init__(self, graph: Graph, members: set[int]) -> None:
        self._graph, self._members = graph, members
        self._parameters, self._gradients = graph.parameters, graph.gradients
        self._happenings: dict[int, Happening] = {}
        self._storages: dict[int, _Memory] = {}
        self._tensors: dict[tuple[int, Look], int] = {}
        self._are_parameters: set[int] = set()
        self._bases: dict[int, int] = {}
        self._nodes: dict[int, str] = {}

    @property
    def steps(self) -> list[Happening]:
        """What happened, in order."""
        return [self._happenings[tick] for tick in sorted(self._happenings)]

    def step(
        self,
        tick: int,
        op: str,
        phase: Phase,
        frames: tuple[Frame, ...],
        kernel: str = "",
        visit: int = 1,
        *,
        failed: bool = False,
    ) -> Happening:
        """The one step of a moment."""
        if tick not in self._happenings:
            self._happenings[tick] = Happening(tick, op, phase, frames, kernel, visit, failed)
        return self._happenings[tick]

    def tensor(
        self, address: int, look: Look, *, parameter: bool = False, nbytes: int | None = None, device: str = "cpu"
    ) -> int:
        """The number of the tensor that looks at a storage in this way."""
        if address not in self._storages:
            self._storages[address] = _Memory(nbytes if nbytes is not None else _extent(look), device, look[3])
        number = self._tensors.setdefault((address, look), len(self._tensors))
        if parameter:
            self._are_parameters.add(number)
            self._parameters.add(address)
        return number

    def object(self, tensor: torch.Tensor) -> int | None:
        """The number of a tensor that is there; None where it has no single storage."""
        address = address_of(tensor)
        if address is None:
            return None
        parameter, nbytes = isinstance(tensor, torch.nn.Parameter), tensor.untyped_storage().nbytes()
        number = self.tensor(address, look_of(tensor), parameter=parameter, nbytes=nbytes, device=tensor.device.type)
        if tensor._base is not None and (base := self.object(tensor._base)) is not None and base != number:
            self._bases[number] = base
        return number

    def address(self, number: int) -> int:
        """Where the storage of a tensor lies."""
        return next(address for (address, _), found in self._tensors.items() if found == number)

    def node(self, number: int, name: str) -> int:
        """torch's own number of a node, once its name is known."""
        self._nodes[number] = name
        return number

    def trace(self, **rest: Any) -> Trace:
        """The trace. Ids are given in order; what is known of bytes is the storages that it mentions."""
        steps = [*self._before(), *self.steps]
        born: dict[int, int] = {}
        for index, step in enumerate(steps):
            for number in sorted(step.touches):
                for each in (number, self._bases.get(number, number)):
                    born.setdefault(each, index)
        storages = self._drawn_storages(born)
        tensors = tuple(self._drawn_tensor(key, born) for key in self._tensors)
        return Trace(
            device="cuda" if any(storage.device == "cuda" for storage in storages) else "cpu",
            storages=storages,
            tensors=tensors,
            nodes=self._drawn_nodes(steps, tensors),
            steps=tuple(self._drawn_step(i, step, _live(storages, i)) for i, step in enumerate(steps)),
            **rest,
        )

    def _before(self) -> list[Happening]:
        """One step for what was there before the first that is told: operands, and what a call got that was refused."""
        operands = [t for step in self.steps for _, slot, t, _ in step.saves if not slot.startswith(RESULTS)]
        made = {number for step in self.steps for number in step.creates}
        operands += [t for step in self.steps for t in (*step.refused, *step.given) if t not in made]
        before = Happening(0, "", "setup", (), "", 1, False)
        before.reads.extend(operands)
        return [before] if operands else []

    def _drawn_storages(self, born: dict[int, int]) -> tuple[Storage, ...]:
        return tuple(
            Storage(
                id=f"s{i}",
                nbytes=memory.nbytes,
                device=memory.device,
                category=self._category(address),
                born=min((born[n] for (a, _), n in self._tensors.items() if a == address and n in born), default=0),
                freed=None,
                version=None,
            )
            for i, (address, memory) in enumerate(self._storages.items())
        )

    def _category(self, address: int) -> Category:
        if address in self._gradients:
            return "gradients"
        return "parameters" if address in self._parameters | self._members else "saved"

    def _storage(self, address: int) -> str:
        return f"s{list(self._storages).index(address)}"

    def _drawn_tensor(self, key: tuple[int, Look], born: dict[int, int]) -> Tensor:
        address, (offset, shape, stride, dtype) = key
        number = self._tensors[key]
        return Tensor(
            id=f"t{number}",
            storage=self._storage(address),
            shape=shape,
            stride=stride,
            offset=offset,
            dtype=dtype,
            base=f"t{self._bases[number]}" if number in self._bases else None,
            parameter=number in self._are_parameters or (key in self._graph.leaves and address in self._parameters),
            born=born.get(number, 0),
        )

    def _drawn_nodes(self, steps: list[Happening], tensors: tuple[Tensor, ...]) -> tuple[Node, ...]:
        """The nodes that are told of, and one for each tensor that is a leaf, which fills its gradient."""
        first = {node: i for i, step in reversed(list(enumerate(steps))) for node in step.graph}
        told = [(self._nodes[number], first.get(number, 0), None) for number in sorted(self._nodes)]
        leaves = [
            ("AccumulateGrad", tensor.born, tensor.id)
            for tensor, key in zip(tensors, self._tensors, strict=True)
            if key in self._graph.leaves
        ]
        return tuple(
            Node(id=f"n{i}", name=name, step=step, next=(), leaf=leaf)
            for i, (name, step, leaf) in enumerate([*told, *leaves])
        )

    def _drawn_step(self, index: int, step: Happening, live: Bytes) -> Step:
        nodes = {number: f"n{i}" for i, number in enumerate(sorted(self._nodes))}
        written = {tensor for tensor, *_ in step.writes}
        return Step(
            index=index,
            line=step.frames[-1].line if step.frames else None,
            visit=max(step.visit, 1),
            frames=step.frames,
            phase=step.phase,
            op=step.op,
            kernels=(step.kernel,) if step.kernel else (),
            node=nodes.get(step.ran) if step.ran is not None else None,
            reads=tuple(f"t{n}" for n in dict.fromkeys(step.reads) if n not in written),
            writes=tuple(
                Write(tensor=f"t{n}", storage=self._storage(self.address(n)), kernel=kernel, before=before, after=after)
                for n, kernel, before, after in step.writes
            ),
            creates=tuple(f"t{n}" for n in dict.fromkeys(step.creates)),
            saves=tuple(self._drawn_save(saved, nodes) for saved in step.saves),
            states=tuple(self._drawn_state(step, n, nodes) for n in step.versions),
            frees=(),
            bindings=tuple(Binding(frame=f, name=n, tensor=f"t{t}") for (f, n), t in step.bindings.items()),
            live=live,
            peak=live,
            failed=step.failed,
            refused=tuple(f"t{n}" for n in dict.fromkeys(step.refused)),
            given=tuple(f"t{n}" for n in dict.fromkeys(step.given)),
        )

    def _drawn_save(self, saved: tuple[int, str, int, int], nodes: dict[int, str]) -> Save:
        node, slot, tensor, version = saved
        address, look = next(key for key, number in self._tensors.items() if number == tensor)
        return Save(
            node=nodes[node],
            slot=slot,
            tensor=f"t{tensor}",
            storage=self._storage(address),
            shape=look[1],
            version=version,
        )

    def _drawn_state(self, step: Happening, tensor: int, nodes: dict[int, str]) -> State:
        """The node that keeps its own result is the result's grad_fn."""
        requires_grad, is_leaf = step.facts.get(tensor, (tensor in self._are_parameters, True))
        made = [nodes[node] for node, _, kept, _ in step.saves if kept == tensor and tensor in step.creates]
        made += [nodes[step.nodes[tensor]]] if tensor in step.nodes else []
        return State(
            tensor=f"t{tensor}",
            version=step.versions[tensor],
            requires_grad=requires_grad,
            is_leaf=is_leaf,
            grad_fn=made[0] if made else None,
        )


def _live(storages: tuple[Storage, ...], index: int) -> Bytes:
    sums: dict[str, int] = {}
    for storage in storages:
        if storage.born <= index and storage.device != "meta":
            sums[storage.category] = sums.get(storage.category, 0) + storage.nbytes
    return Bytes(**sums)


def _extent(look: Look) -> int:
    """Bytes up to the last element that a tensor looks at."""
    offset, shape, stride, dtype = look
    if 0 in shape:
        return 0
    last = sum((size - 1) * step for size, step in zip(shape, stride, strict=True))
    return (offset + last + 1) * _SIZES.get(dtype, 4)
