"""Evidence: what the rules are asked about, worked out once from a trace and, where there is one, from its oracle.

A trace is followed step by step. Each thing that autograd kept gets the story of its storage from then on: every write
since, whether that write moved the version counter which backward will look at, whether it touched the elements that
were kept, and the backward passes that used it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from ...replay.moment import Moment, Pin
from ...trace import Account, Frame, Save, Step, Tensor, Trace, Write
from ..wording import words
from .callers import caller, checkpoint_call
from .inferred import names_kernel, savers, unknown_node
from .kept import Kept, Written


@dataclass(frozen=True)
class Complaint:
    """What torch says about a saved tensor that was modified: type, shape, versions, and the node that made it."""

    type: str
    shape: tuple[int, ...]
    node: str
    found: int
    needed: int


class Evidence:
    """A trace, its oracle where the program was run again for that, and what follows from both."""

    def __init__(self, trace: Trace, oracle: Trace | None = None) -> None:
        self.trace, self.oracle = trace, oracle
        self.steps = trace.steps
        self.tensors = {tensor.id: tensor for tensor in trace.tensors}
        self.storages = {storage.id: storage for storage in trace.storages}
        self.kept: list[Kept] = []
        """Everything that autograd kept, in the order in which it was saved."""
        self.moment = Moment(trace)
        """What was the case when the program had ended."""
        self._living: dict[tuple[int, str, str], Kept] = {}
        for _ in trace.steps:
            self._take(self.moment.advance())
        self.waiting = list(self._still_kept())
        """What the last backward pass had not come to when the program ended."""

    @property
    def message(self) -> str:
        """What the exception said that ended the program; empty where none did."""
        return self.trace.failure.message if self.trace.failure is not None else ""

    @property
    def type(self) -> str:
        """The class of that exception."""
        return self.trace.failure.type if self.trace.failure is not None else ""

    @property
    def account(self) -> Account | None:
        """The numbers of this run."""
        return self.trace.account

    @property
    def truth(self) -> Account | None:
        """The numbers of the oracle's run."""
        return self.oracle.account if self.oracle is not None else None

    @cached_property
    def failed(self) -> Step | None:
        """The step that raised."""
        return next((step for step in reversed(self.steps) if step.failed), None)

    @cached_property
    def complaint(self) -> Complaint | None:
        """What torch said about a saved tensor, where it did."""
        if (said := words.MODIFIED.search(self.message)) is None:
            return None
        shape = tuple(int(n) for n in (said["shape"] or "").split(",") if n.strip())
        return Complaint(said["type"], shape, said["node"] or "", int(said["found"]), int(said["needed"]))

    @cached_property
    def met(self) -> Kept | None:
        """The stale save that backward met, the one of torch's message. Backward comes to the latest node first."""
        complaint = self.complaint
        if complaint is None:
            return None
        if self._raised_in_checkpoint and (of_checkpoint := self._likeliest(complaint, checkpointed=True)) is not None:
            return of_checkpoint
        for fits in (_fits_wholly, _fits_in_shape, _is_stale):
            if found := [kept for kept in self.waiting if fits(kept, complaint)]:
                return max(found, key=lambda kept: (kept.step.index, int(kept.node.id[1:])))
        return self._likeliest(complaint)

    @cached_property
    def also_stale(self) -> tuple[Kept, ...]:
        """The other saves that backward would refuse next."""
        return tuple(kept for kept in self.waiting if kept is not self.met and kept.stale and kept.counted)

    def tensor(self, id_: str | None) -> Tensor | None:
        """A tensor by its id."""
        return self.tensors.get(id_ or "")

    def is_result(self, kept: Kept) -> bool:
        """Whether what was kept was made by the very step that kept it."""
        if kept.save.slot.startswith(("result", "output")):
            return True
        storage = self.storages.get(kept.save.storage or "")
        return storage is not None and storage.born == kept.step.index

    def of_parameter(self, storage: str | None) -> bool:
        """Whether what is trained lies on a storage: a torch.nn.Parameter, or a leaf that backward fills a .grad of."""
        return storage in self._trained

    def on(self, storage: str | None) -> list[Tensor]:
        """The tensors that were seen on a storage, in order of first sight."""
        return self._by_storage.get(storage or "", [])

    def category(self, storage: str | None) -> str:
        """What a storage was for."""
        found = self.storages.get(storage or "")
        return found.category if found is not None else ""

    def dtype_of(self, kept: Kept) -> str:
        """The dtype of what was kept; of its storage's first tensor where no tensor of the program is like it."""
        tensor = self.tensor(kept.save.tensor) or next(iter(self.on(kept.save.storage)), None)
        return tensor.dtype if tensor is not None else ""

    def is_checkpointed(self, kept: Kept) -> bool:
        """Whether a checkpoint kept it."""
        return bool(kept.frames) and kept.frames[-1].checkpoint

    def is_gradient(self, kept: Kept) -> bool:
        """Whether what was kept is a gradient."""
        return self.category(kept.save.storage) == "gradients" or any(name.endswith(".grad") for name in kept.names)

    def is_of_earlier_iteration(self, kept: Kept) -> bool:
        """Whether a loop has come round: to the lines that kept it, after it was written, or to backward again."""
        again = _lines(self.failed.frames) if self.failed is not None else None
        if any(_lines(run.frames) == again for run in kept.runs):
            return True
        lines, since = _lines(kept.step.frames), kept.counted[0].step.index if kept.counted else len(self.steps)
        return any(_lines(later.frames) == lines and later.node is None for later in self.steps[since + 1 :])

    def is_filled_by_loop(self, kept: Kept) -> bool:
        """Whether one line wrote into its storage time and again."""
        counts: dict[tuple[tuple[str, int], ...], set[int]] = {}
        for step in self.steps:
            if any(write.storage == kept.save.storage for write in step.writes):
                counts.setdefault(_lines(step.frames)[-1:], set()).add(step.visit)
        lines = {_lines(written.step.frames)[-1:] for written in kept.counted}
        return any(len(counts.get(line, ())) > 1 for line in lines)

    def made(self, tensor: Tensor) -> Step | None:
        """The step in which a tensor was first seen."""
        return self.steps[tensor.born] if tensor.born < len(self.steps) else None

    def names_ever(self, tensor: str) -> tuple[tuple[str, str], ...]:
        """The names that ever pointed to a tensor, each with its frame."""
        return tuple(self._names_ever.get(tensor, ()))

    @cached_property
    def moves(self) -> tuple[Step, ...]:
        """The steps in which a tensor was given other memory: `p.data = …`; reading `p.data` is among them, too."""
        return tuple(step for step in self.steps if step.op == "data" and step.creates)

    @cached_property
    def _names_ever(self) -> dict[str, dict[tuple[str, str], None]]:
        found: dict[str, dict[tuple[str, str], None]] = {}
        for step in self.steps:
            for binding in step.bindings:
                if binding.tensor is not None:
                    found.setdefault(binding.tensor, {})[binding.frame, binding.name] = None
        return found

    @cached_property
    def _trained(self) -> set[str | None]:
        leaves = {self.tensors[node.leaf].storage for node in self.trace.nodes if node.leaf is not None}
        return leaves | {tensor.storage for tensor in self.trace.tensors if tensor.parameter}

    @cached_property
    def _by_storage(self) -> dict[str, list[Tensor]]:
        found: dict[str, list[Tensor]] = {}
        for tensor in self.trace.tensors:
            if tensor.storage is not None:
                found.setdefault(tensor.storage, []).append(tensor)
        return found

    def _take(self, step: Step) -> None:
        """Take in what a step did to what autograd keeps."""
        for save in step.saves:
            node = self.moment.nodes[save.node]
            kept = Kept(step, save, node, self._names(save), caller(self.steps, step, node.name), has=save.version)
            self.kept.append(kept)
            self._living[step.index, save.node, save.slot] = kept
        for write in step.writes:
            alias = self._alias(write)
            for pin in self.moment.pins_on(write.storage):
                if (met := self._living.get(_key(pin))) is not None and _is_later(write, step, met):
                    met.writes.append(self._written(step, write, met, alias))
        if step.node is not None:
            for pin in self.moment.pins_of(step.node):
                if (met := self._living.get(_key(pin))) is not None:
                    met.runs.append(step)
                    met.has, met.changed = pin.has, pin.changed

    @property
    def _raised_in_checkpoint(self) -> bool:
        """Whether a checkpoint could not get back what it had kept itself: the innermost frame is its own."""
        traceback = self.trace.failure.traceback if self.trace.failure is not None else ""
        return "torch/utils/checkpoint.py" in traceback.rpartition('  File "')[2]

    def _likeliest(self, complaint: Complaint, *, checkpointed: bool = False) -> Kept | None:
        """Of what may have been kept where no node shows it, what torch's message names, and the latest of those."""

        def rank(kept: Kept) -> tuple[bool, int]:
            last = kept.writes[-1].write.kernel if kept.writes else ""
            return names_kernel(complaint.node, last), kept.step.index

        return max(self._inferred(complaint, checkpointed), key=rank, default=None)

    def _inferred(self, complaint: Complaint, checkpointed: bool) -> Iterator[Kept]:
        fits = savers(self.steps, self.tensors, complaint.shape, complaint.needed, complaint.found, checkpointed)
        for step, save, since in fits:
            node = unknown_node(complaint.node, step)
            kept = Kept(step, save, node, self._names(save), checkpoint_call(step.frames), has=complaint.found)
            kept.writes += [self._written(later, write, kept, self._alias(write)) for later, write in since]
            yield kept

    def _alias(self, write: Write) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.moment.names_of(write.tensor), *self._names_on(write.storage))))

    def _written(self, step: Step, write: Write, kept: Kept, alias: tuple[str, ...]) -> Written:
        counters = self.moment.counters
        own, saved = counters.of(write.tensor), counters.of_save(kept.save)
        behind = kept.save.version is None or write.after is None or write.after > kept.save.version
        counted = behind and saved in (own, None)
        return Written(step, write, counted, self.tensor(kept.save.tensor), self.tensors[write.tensor], alias)

    def _names(self, save: Save) -> tuple[str, ...]:
        own = self.moment.names_of(save.tensor) if save.tensor is not None else ()
        return own or tuple(self._names_on(save.storage))

    def _names_on(self, storage: str | None) -> Iterator[str]:
        for tensor in self.moment.named_on(storage):
            yield from self.moment.names_of(tensor)

    def _still_kept(self) -> Iterator[Kept]:
        """What the last backward pass had not come to; a retained graph may have run in an earlier one."""
        for pin in self.moment.pins():
            kept = self._living[_key(pin)]
            kept.has, kept.changed = pin.has, pin.changed
            if not any(run.index >= self._last_pass for run in kept.runs):
                yield kept

    @cached_property
    def _last_pass(self) -> int:
        """Index of the first step of the backward pass that was called last."""
        begun = len(self.steps)
        for step in reversed(self.steps):
            if step.node is None and not step.failed:
                break
            begun = step.index
        return begun


def _key(pin: Pin) -> tuple[int, str, str]:
    return pin.step, pin.save.node, pin.save.slot


def _is_later(write: Write, step: Step, kept: Kept) -> bool:
    """Whether a write came after what was kept: relu_ writes first and keeps its result afterwards, in one step."""
    if step.index > kept.step.index:
        return True
    return write.after is not None and kept.save.version is not None and write.after > kept.save.version


def _lines(frames: tuple[Frame, ...]) -> tuple[tuple[str, int], ...]:
    return tuple((frame.file, frame.line) for frame in frames)


def _fits_wholly(kept: Kept, complaint: Complaint) -> bool:
    versions = kept.save.version == complaint.needed and kept.has == complaint.found
    return bool(kept.writes) and kept.save.shape == complaint.shape and versions


def _fits_in_shape(kept: Kept, complaint: Complaint) -> bool:
    return bool(kept.writes) and kept.save.shape == complaint.shape and kept.save.version in (None, complaint.needed)


def _is_stale(kept: Kept, complaint: Complaint) -> bool:
    return kept.stale and bool(kept.writes)
