"""Memory: live bytes by category, step by step, replayed from the journal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..trace import Bytes, Category
from .journal import Event, Kind


@dataclass(frozen=True, slots=True)
class StepMemory:
    """Live bytes once a step has settled, and at its highest moment."""

    live: Bytes
    peak: Bytes


@dataclass(slots=True)
class _Living:
    """What is alive at one moment of the replay: storages with their sizes, and the nodes that keep them."""

    sizes: dict[str, int] = field(default_factory=dict)
    kept_by: dict[str, set[str]] = field(default_factory=dict)
    keeps: dict[str, set[str]] = field(default_factory=dict)

    def apply(self, event: Event) -> None:
        """Let one event happen."""
        if event.kind is Kind.LET_GO and event.node is not None:
            for storage in self.keeps.pop(event.node, ()):
                self.kept_by[storage].discard(event.node)
        elif event.kind is Kind.KEPT and event.storage is not None and event.node is not None:
            self.kept_by.setdefault(event.storage, set()).add(event.node)
            self.keeps.setdefault(event.node, set()).add(event.storage)
        elif event.kind is Kind.FREED and event.storage is not None:
            self.sizes.pop(event.storage, None)
        elif event.kind in (Kind.BORN, Kind.RESIZED) and event.storage is not None:
            self.sizes[event.storage] = event.nbytes

    def bytes(self, categories: Mapping[str, Category]) -> Bytes:
        """The living bytes by category; a result that a node keeps counts as saved."""
        totals: dict[Category, int] = {}
        for storage, nbytes in self.sizes.items():
            category = categories[storage]
            if category in ("activations", "temporaries") and self.kept_by.get(storage):
                category = "saved"
            totals[category] = totals.get(category, 0) + nbytes
        return Bytes(**totals)


def replay(events: Sequence[Event], categories: Mapping[str, Category]) -> list[StepMemory]:
    """Live bytes of every settled step. `categories` tells what each storage was for."""
    highest = set(_highest_moments(events))
    living, peak = _Living(), Bytes()
    memory = []
    for position, event in enumerate(events):
        living.apply(event)
        if position in highest:
            peak = living.bytes(categories)
        if event.kind is Kind.SETTLED:
            live = living.bytes(categories)
            memory.append(StepMemory(live, peak))
            peak = live
    return memory


def _highest_moments(events: Sequence[Event]) -> Iterator[int]:
    """For each step the position of the event after which most bytes were alive, where the step rose at all."""
    sizes: dict[str, int] = {}
    total = highest = 0
    moment: int | None = None
    for position, event in enumerate(events):
        if event.kind in (Kind.BORN, Kind.RESIZED, Kind.FREED) and event.storage is not None:
            total += event.nbytes - sizes.get(event.storage, 0)
            sizes[event.storage] = event.nbytes
        if event.kind is Kind.SETTLED:
            if moment is not None:
                yield moment
            highest, moment = total, None
        elif total >= highest:
            highest, moment = total, position
