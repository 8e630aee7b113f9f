"""Facts: what there is to say of a step, in the order in which it is said. The words are in the templates.

Each fact names what it is about by storage letters and the reader's own names, and claims only what the trace holds.
"""

from dataclasses import dataclass, field

from ..replay.geometry import reading_order
from ..replay.moment import Moment, Pin
from ..trace import Step, Tensor
from .names import shown
from .plan import Plan

_BACKWARD_CALLS = ("backward", "grad")


@dataclass(frozen=True)
class Fact:
    """One thing to say. `kind` chooses the sentence."""

    kind: str
    op: str = ""
    letter: str = ""
    nbytes: int = 0
    name: str = ""
    names: tuple[str, ...] = ()
    before: int | None = None
    after: int | None = None
    count: int = 0
    total: int = 0
    pins: tuple[Pin, ...] = field(default=())
    text: str = ""


def facts_of(moment: Moment, plan: Plan) -> tuple[Fact, ...]:
    """What there is to say of the step that the moment stands at."""
    step = moment.trace.steps[moment.index]
    teller = _Teller(moment, plan, step)
    told = [
        *teller.run(),
        *teller.writes(),
        *teller.creations(),
        *teller.saves(),
        *teller.secrets(),
        *teller.names(),
        *teller.failure(),
    ]
    # A view that nobody named is torch's own business, unless it is all that there is to say.
    named = [fact for fact in told if fact.kind != "views" or fact.names]
    return (*(named or told or teller.reading()), *teller.frees())


class _Teller:
    """Finds the facts of one step, one kind at a time."""

    def __init__(self, moment: Moment, plan: Plan, step: Step) -> None:
        self.moment, self.plan, self.step = moment, plan, step
        self.op = shown(step)

    def run(self) -> list[Fact]:
        """The node that a backward pass runs, and whether it found what it had kept."""
        node = self.moment.nodes.get(self.step.node or "")
        if node is None:
            calls = self.step.phase == "backward" and self.op in _BACKWARD_CALLS and not self.step.failed
            return [Fact("backward_begins", op=self.op)] if calls else []
        made = self.moment.trace.steps[node.step]
        found = [
            Fact("deceived" if pin.deceived else "found", letter=self._letter(pin.save.storage), after=pin.has)
            for pin in self.moment.pins_of(node.id)
            if pin.save.storage in self.plan.letters and not pin.broken and pin.save.version is not None
        ]
        told = Fact("runs_node", op=node.name, name=shown(made), count=made.line or 0)
        return [told, *dict.fromkeys(found)]

    def writes(self) -> list[Fact]:
        """Each storage that was there before and was written, with who sees it and who needs it."""
        told: list[Fact] = []
        for storage in dict.fromkeys(write.storage for write in self.step.writes):
            if storage is not None and self.moment.storages[storage].born < self.step.index:
                told += self._write(storage)
        return told

    def creations(self) -> list[Fact]:
        """New tensors: on a storage of their own, or as views of one that was there."""
        told: dict[Fact, None] = {}
        for id_ in self.step.creates:
            tensor = self.moment.tensors[id_]
            if tensor.storage in self.plan.letters:
                told[self._creation(tensor)] = None
        return list(told)

    def saves(self) -> list[Fact]:
        """What autograd keeps from now on."""
        pins: dict[str, list[Pin]] = {}
        for save in self.step.saves:
            if save.storage in self.plan.letters:
                pins.setdefault(self.moment.nodes[save.node].name, [])
        for pin in self.moment.pins():
            if pin.step == self.step.index and pin.node.name in pins and pin.save.storage in self.plan.letters:
                pins[pin.node.name].append(pin)
        return [Fact("keeps", op=node, pins=tuple(kept)) for node, kept in pins.items() if kept]

    def secrets(self) -> list[Fact]:
        """Storages that hold other values although no operator said that it wrote them."""
        written = {write.storage for write in self.step.writes}
        changed = [c.storage for c in self.step.contents if c.storage in self.moment.before and c.values]
        return [
            Fact("secret", letter=self._letter(storage), names=self._names_on(storage))
            for storage in changed
            if storage not in written and storage in self.plan.letters
        ]

    def names(self) -> list[Fact]:
        """Names that this step did not make but moved or took away."""
        told = []
        for binding in self.step.bindings:
            if binding.tensor is None or binding.tensor in self.step.creates:
                continue
            storage = self.moment.tensors[binding.tensor].storage
            if storage in self.plan.letters:
                told.append(Fact("names", name=binding.name, letter=self._letter(storage)))
        return told

    def failure(self) -> list[Fact]:
        """What raised, and why it did where a pin tells."""
        failure = self.moment.trace.failure
        if not self.step.failed or failure is None:
            return []
        stale = [pin for pin in self.moment.pins() if pin.broken and pin.node.id not in self.moment.ran]
        if self.step.phase == "backward" and stale and "modified by an inplace operation" in failure.message:
            latest = max(stale, key=lambda pin: (pin.step, int(pin.node.id[1:])))
            letter = self._letter(latest.save.storage)
            return [Fact("stops", op=self.op, letter=letter, pins=(latest,), text=failure.type)]
        return [Fact("raises", op=self.op, name=failure.type, text=failure.message.split("\n")[0][:300])]

    def frees(self) -> list[Fact]:
        """Storages that nothing holds any more."""
        gone = [self._letter(id_) for id_ in self.step.frees if id_ in self.plan.letters]
        return [Fact("frees", names=tuple(gone), count=len(gone))] if gone else []

    def reading(self) -> list[Fact]:
        """Nothing changed: what was looked at."""
        storages = dict.fromkeys(self.moment.tensors[tensor].storage for tensor in self.step.reads)
        letters = tuple(self._letter(id_) for id_ in storages if id_ in self.plan.letters)
        return [Fact("reads", op=self.op, names=letters) if letters else Fact("nothing", op=self.op)]

    def _write(self, storage: str) -> list[Fact]:
        writes = [write for write in self.step.writes if write.storage == storage]
        first, last = writes[0], writes[-1]
        letter, written = self._letter(storage), self.moment.tensors[last.tensor]
        changed, total = self._changed(storage)
        own, counter = self.moment.counter_on(storage), self.moment.counters.of(last.tensor)
        aside = own is not None and own != counter
        before, after = (None, None) if aside else (first.before, last.after)
        told = [Fact("writes", op=self.op, letter=letter, before=before, after=after, count=changed, total=total)]
        if own is not None and aside:
            told.append(Fact("aside", letter=letter, after=self.moment.counters.at(own)))
        if others := self._others(storage, written):
            told.append(Fact("seen_by", letter=letter, names=others))
        pins = [pin for pin in self.moment.pins_on(storage) if pin.step < self.step.index]
        if broken := tuple(pin for pin in pins if pin.broken):
            told.append(Fact("still_needed", letter=letter, pins=broken))
        if unnoticed := tuple(pin for pin in pins if not pin.broken and self._counter(pin) not in (None, counter)):
            told.append(Fact("unnoticed", letter=letter, pins=unnoticed))
        return told

    def _counter(self, pin: Pin) -> int | None:
        return self.moment.counters.of_save(pin.save)

    def _changed(self, storage: str) -> tuple[int, int]:
        """How many values are not what they were, of how many; nothing where they are not known one by one."""
        old, new = self.moment.before.get(storage), self.moment.contents.get(storage)
        if new is None or not new.values:
            return 0, 0
        if old is None or len(old.values) != len(new.values):
            return 0, len(new.values)
        return sum(a != b for a, b in zip(old.values, new.values, strict=True)), len(new.values)

    def _others(self, storage: str, written: Tensor) -> tuple[str, ...]:
        """The other names that look at cells which were written."""
        grid, dtype = self.plan.grids[storage], self.plan.first[storage].dtype
        cells = set(reading_order(written, grid, dtype))
        names: list[str] = []
        for id_ in self.moment.named_on(storage):
            if id_ != written.id and cells & set(reading_order(self.moment.tensors[id_], grid, dtype)):
                names += self.moment.names_of(id_)
        own = set(self.moment.names_of(written.id))
        return tuple(name for name in dict.fromkeys(names) if name not in own)

    def _creation(self, tensor: Tensor) -> Fact:
        assert tensor.storage is not None  # noqa: S101
        storage = self.moment.storages[tensor.storage]
        names = self.moment.names_of(tensor.id)
        fresh = storage.born == self.step.index
        return Fact(
            "makes" if fresh else "views",
            op=self.op,
            letter=self._letter(storage.id),
            nbytes=storage.nbytes,
            names=names,
            count=len(reading_order(tensor, self.plan.grids[storage.id], self.plan.first[storage.id].dtype)),
            total=self.plan.grids[storage.id].cells,
        )

    def _names_on(self, storage: str) -> tuple[str, ...]:
        return tuple(name for tensor in self.moment.named_on(storage) for name in self.moment.names_of(tensor))

    def _letter(self, storage: str | None) -> str:
        return self.plan.letters.get(storage or "", "")
