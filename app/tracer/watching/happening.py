"""Happening: a step that is put together from single facts. Tensors and nodes are numbers in it, nodes torch's own."""

from dataclasses import dataclass, field

from ...trace import Frame, Phase

RESULTS = ("result", "output")
"""How the slots of nodes begin that keep what their own operator made."""


@dataclass(slots=True)
class Happening:
    """A step in the making."""

    tick: int
    op: str
    phase: Phase
    frames: tuple[Frame, ...]
    kernel: str
    visit: int
    failed: bool
    saves: list[tuple[int, str, int, int]] = field(default_factory=list)
    writes: list[tuple[int, str, int, int]] = field(default_factory=list)
    creates: list[int] = field(default_factory=list)
    reads: list[int] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)
    given: list[int] = field(default_factory=list)
    nodes: dict[int, int] = field(default_factory=dict)
    """The node of a tensor."""
    versions: dict[int, int] = field(default_factory=dict)
    ran: int | None = None
    """The node that it ran."""
    facts: dict[int, tuple[bool, bool]] = field(default_factory=dict)
    """Whether a tensor requires a gradient, and whether it is a leaf."""
    bindings: dict[tuple[str, str], int] = field(default_factory=dict)

    def save(self, node: int, slot: str, tensor: int, version: int) -> None:
        """A node keeps a tensor."""
        if all(saved[:2] != (node, slot) for saved in self.saves):
            self.saves.append((node, slot, tensor, version))
            is_result = slot.startswith(RESULTS)
            (self.creates if is_result else self.reads).append(tensor)
            self.versions[tensor] = version
            self.facts[tensor] = (is_result, not is_result)

    def write(self, tensor: int, kernel: str, before: int, after: int) -> None:
        """The operator wrote a tensor."""
        if (told := (tensor, kernel, before, after)) not in self.writes:
            self.writes.append(told)

    @property
    def graph(self) -> list[int]:
        """Every node that is mentioned."""
        return [*(each[0] for each in self.saves), *self.nodes.values()]

    @property
    def touches(self) -> set[int]:
        """Every tensor that is mentioned."""
        saved, written = (each[2] for each in self.saves), (each[0] for each in self.writes)
        named = (*self.creates, *self.reads, *self.refused, *self.given, *self.versions, *self.bindings.values())
        return {*saved, *written, *named}
