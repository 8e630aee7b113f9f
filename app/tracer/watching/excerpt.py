"""Excerpt: the few steps of a long run that its failure comes from, as a Trace.

Of all that a Watch has heard it takes what made the nodes whose saved tensors are stale, every write to these tensors
since, and the call that failed. What lies between is left out, and the trace says so by its Cut.
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import islice

import torch

from ...trace import Cut, Phase, Trace
from ..autograd import name_of
from ..failures import failure_of
from ..quiet import quiet
from ..recorder import Recorder
from .aftermath import Aftermath
from .called import NamedThere, still_called
from .happening import Happening
from .sketch import Sketch
from .unpacked import Stale, grad_fn_of, graph_behind
from .watch import Made, Pass, Refused, Site, Watch, Wrote

MOST_WRITES = 256
"""Writes that are told of one saved tensor; of more, the first and the last ones."""

_AT_LAST = 2**62
"""The tick of the call that raised."""
_UNNAMED: NamedThere = (None, ())


def excerpt(watch: Watch, error: BaseException, *, seconds: float = 0.0) -> Trace:
    """What is known of how the program came to an exception that has ended it."""
    with quiet():
        return _Excerpt(watch, error).trace(seconds)


class _Excerpt:
    """An excerpt in the making."""

    def __init__(self, watch: Watch, error: BaseException) -> None:
        self.watch = watch
        self.after = Aftermath(error, watch.program)
        self.made = [Made._make(told) for told in watch.nodes]
        self.writes = [Wrote._make(told) for told in watch.writes]
        self.graph = graph_behind(error.__traceback__, self.after.names)
        self.sketch = Sketch(self.graph, self.after.members)
        self._ends = [made.end for made in self.made]

    def trace(self, seconds: float) -> Trace:
        """The excerpt."""
        error, refusal = self.after.error, self.watch.refusal
        for stale in reversed(self.graph.stale):
            self._tell(stale)
        if refusal is not None and refusal.message == str(error):
            self._tell_refusal(refusal)
        else:
            self._tell_failure()
        index = len(self.sketch.steps) - 1
        failure = failure_of(error, Recorder(0, 0, self.watch.program))
        return self.sketch.trace(
            torch=torch.__version__,
            threads=torch.get_num_threads(),
            failure=failure.model_copy(update={"step": index}),
            cuts=(Cut(limit="steps", at=index + 1, step=index),),
            seconds=seconds,
        )

    def _tell(self, stale: Stale) -> None:
        """Tell of one saved tensor: what saved it, and every write since."""
        made = self._made(stale.number)
        writes = list(self._writes(stale, made.tick if made is not None else 0))
        if made is None or not writes:
            return
        tensor = self.sketch.tensor(stale.address, stale.look, nbytes=stale.nbytes, device=stale.device)
        step, site = self._step(made), self.watch.sites[made.site]
        step.save(self.sketch.node(stale.number, stale.node), stale.slot, tensor, stale.needed)
        self._name_in_the_end(step, stale.address)
        self._name(step, stale.address, site.kept.get(stale.slot, _UNNAMED))
        for wrote in _few(writes):
            self._tell_write(wrote, tensor)
            if _same_function(site, there := self.watch.sites[wrote.site]):
                self._name(step, stale.address, there.written)
        self._tell_return(made, writes[0].tick)
        self._tell_passes(stale.number, made.tick, writes[0].tick)

    def _tell_write(self, wrote: Wrote, saved: int | None = None) -> None:
        site, step = self.watch.sites[wrote.site], self._step(wrote)
        written = self.sketch.tensor(wrote.address, wrote.look, parameter=wrote.parameter)
        step.write(written, site.op, wrote.before, wrote.after)
        step.versions |= {tensor: wrote.after for tensor in (saved, written) if tensor is not None}
        self._name(step, wrote.address, site.written)

    def _tell_return(self, made: Made, since: int) -> None:
        """Where the program came to the same place again after a write, tell of the first time."""
        again = next((other for other in self.made if other.site == made.site and other.tick > since), None)
        if again is not None:
            self._step(again)

    def _tell_passes(self, node: int, since: int, until: int) -> None:
        """Backward passes before the first write that kept what a node saved, and so may be repeated."""
        for done in map(Pass._make, self.watch.passes):
            if since < done.tick < until and done.keeps:
                frames = self.after.frames_of(self.watch.sites[done.site].spot)
                step = self.sketch.step(done.tick, "backward", "backward", frames, visit=done.visit)
                step.ran = node

    def _tell_failure(self) -> None:
        """The last step: the call that raised. Where nothing is stale, the last write of each place comes before it."""
        if not self.sketch.steps:
            last = {wrote.site: wrote for wrote in self.writes}
            for wrote in sorted(last.values(), key=lambda each: each.tick)[-MOST_WRITES:]:
                self._tell_write(wrote)
        op = self.after.called()
        phase: Phase = "backward" if op in ("backward", "grad") else "forward"
        self.sketch.step(_AT_LAST, op, phase, tuple(self.after.frames()), failed=True)

    def _tell_refusal(self, refusal: Refused) -> None:
        """The last step, where an operator raised that was about to write."""
        op, frames = refusal.op.removeprefix("aten::"), tuple(self.after.frames())
        step = self.sketch.step(_AT_LAST, op, "forward", frames, refusal.op, failed=True)
        for tensor in self.after.objects({*refusal.written, *refusal.given}):
            if (number := self._tell_origin(step, tensor)) is not None:
                (step.refused if id(tensor) in refusal.written else step.given).append(number)

    def _tell_origin(self, step: Happening, tensor: torch.Tensor) -> int | None:
        """The number of a tensor that a call got; tell where it and its base come from, as far as is known."""
        for each in (tensor._base, tensor):
            if each is None or (number := self.sketch.object(each)) is None:
                continue
            node, origin = grad_fn_of(each), step
            made = self._made(node._sequence_nr()) if node is not None else None
            if made is not None and node is not None:
                origin = self._step(made)
                origin.creates.append(number)
                origin.nodes[number] = self.sketch.node(node._sequence_nr(), name_of(node))
            origin.facts[number] = (each.requires_grad, node is None)
            origin.versions[number] = 0 if each.is_inference() else each._version
            self._name_in_the_end(origin, self.sketch.address(number), only=number)
        return self.sketch.object(tensor)

    def _made(self, number: int) -> Made | None:
        """The operator that made a node, or the one after it where the node's own was not heard."""
        place = bisect_right(self._ends, number)
        return self.made[place] if place < len(self.made) else None

    def _writes(self, stale: Stale, since: int) -> Iterator[Wrote]:
        """The writes that brought the version from what is needed to what was found, found from the last to the first.

        Another counter on the same storage, as `.data` has one, does not fit into the row.
        """
        row, version = list[Wrote](), stale.found
        if stale.needed == version:  # nothing was written: it was detached
            last = (w for w in reversed(self.writes) if w.address == stale.address and w.before == w.after)
            yield from islice(last, 1)
        for wrote in reversed(self.writes):
            if wrote.tick < since or version <= stale.needed:
                break
            if wrote.address == stale.address and wrote.after == version and wrote.before >= stale.needed:
                row.append(wrote)
                version = wrote.before
        yield from reversed(row)

    def _step(self, heard: Made | Wrote) -> Happening:
        """The step of something that was heard."""
        site = self.watch.sites[heard.site]
        op, frames = site.op.removeprefix("aten::"), self.after.frames_of(site.spot)
        return self.sketch.step(heard.tick, op, site.phase, frames, site.op, heard.visit)

    def _name(self, step: Happening, address: int, there: NamedThere) -> None:
        """Give a storage the names that it had in the function where a step stands."""
        function = step.frames[-1].function if step.frames else ""
        for name, look in still_called(there, address):
            step.bindings[f"{len(step.frames) - 1}:{function}", name] = self.sketch.tensor(address, look)

    def _name_in_the_end(self, step: Happening, address: int, only: int | None = None) -> None:
        """Give a storage, or one tensor on it, the names that it still has."""
        for alias in self.after.aliases.get(address, ()):
            number = self.sketch.tensor(address, alias.look)
            if only in (None, number):
                step.bindings[alias.frame, alias.name] = number
            if alias.name.endswith(".grad") or self._is_made_in_backward(alias.number):
                self.graph.gradients.add(address)

    def _is_made_in_backward(self, number: int | None) -> bool:
        """Whether a node is of a backward pass with a graph of its own. One that was not heard is of the pass before
        rather than of what came next."""
        if number is None:
            return False
        place = bisect_right(self._ends, number)
        if place < len(self.made) and number < self.made[place].begin:
            place -= 1
        return 0 <= place < len(self.made) and self.watch.sites[self.made[place].site].phase == "backward"


def _same_function(one: Site, other: Site) -> bool:
    """Whether two sites lie in the same function, called from the same place: its variables name the same."""
    if one.spot is None or other.spot is None:
        return False
    return one.spot.code is other.spot.code and one.spot.outer is other.spot.outer


def _few(writes: list[Wrote]) -> list[Wrote]:
    """At most so many writes as are told, with at least one of each place."""
    if len(writes) <= MOST_WRITES:
        return writes
    first = {wrote.site: wrote for wrote in reversed(writes)}
    kept = {w.tick: w for w in (*writes[: MOST_WRITES // 2], *first.values(), *writes[-MOST_WRITES // 2 :])}
    return [kept[tick] for tick in sorted(kept)]
