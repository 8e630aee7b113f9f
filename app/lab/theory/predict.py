"""Predict: the figures of a network, from its NetworkSpec alone."""

from ..measuring.figures import Figures
from ..network.shapes import shapes_of
from ..network.spec import NetworkSpec
from ..programs.layers import labels
from ..programs.program import LEARNS
from . import engine, joins, kernels, losses, optimizers
from .causes import Cause, Stopped
from .graph import Machine, Stale, Tensor
from .kept import Kept
from .model import LayerTheory, Prediction
from .network import Network

__all__ = ["Cause", "Prediction", "predict"]

_ITEMSIZE = {"float64": 8, "float32": 4, "bfloat16": 2, "float16": 2}


def predict(spec: NetworkSpec, *, inplace: bool) -> Prediction:
    """What a network will cost whose switches are set to `inplace`. Raises Misfit where it is none."""
    return _Course(spec, inplace).follow()


class _Course:
    """One run of the program of a network."""

    def __init__(self, spec: NetworkSpec, inplace: bool) -> None:
        self._spec = spec
        self._machine = Machine(_ITEMSIZE[spec.options.dtype])
        self._network = Network(spec, shapes_of(spec).require(), self._machine, inplace=inplace)
        self._causes: list[Cause] = []
        if spec.options.compiler != "none":
            self._causes.append(Cause.COMPILED)
        if spec.options.device == "cuda":
            self._causes.append(Cause.GPU)

    def follow(self) -> Prediction:
        """Forward, backward, optimizer."""
        memory, options = self._machine.memory, self._spec.options
        images = self._network.images()
        memory.peak = memory.live
        self._machine.records = options.mode not in ("no_grad", "inference_mode")
        try:
            output = self._network(images)
            self._machine.block = len(self._spec.blocks)
            loss = [self._loss(output)] if options.mode in LEARNS else []
        except Stopped as stopped:
            return self._stopped(stopped)
        forward, kept = memory.peak, Kept(self._spec, [output, *self._network.features, *loss])
        breaks, whole = False, True
        try:
            self._learn(loss)
        except Stale:
            breaks, whole = True, False
        except Stopped as stopped:
            self._causes.append(stopped.cause)
            whole = False
        if self._machine.hidden_again and self._network.features:
            self._causes.append(Cause.LOST)
        figures = Figures(forward, kept.nbytes, memory.peak if whole else 0)
        return Prediction(figures, tuple(self._causes), breaks, kept.layers)

    def _stopped(self, stopped: Stopped) -> Prediction:
        """Forward does not reach its end."""
        nothing = tuple(LayerTheory(label, (), 0) for label in labels(self._spec.blocks))
        return Prediction(Figures(0, 0, 0), (*self._causes, stopped.cause), False, nothing)

    def _loss(self, output: Tensor) -> Tensor:
        total, features = losses.total(output), self._network.features
        if not features:
            return total
        if len(features) > 1:
            return joins.add(total, losses.squared_error(features[-1], features[0]), inplace=False)
        return joins.add(total, losses.mean(losses.power(features[0])), inplace=False)

    def _learn(self, loss: list[Tensor]) -> None:
        """Backward and the optimizer. Raises Stale, Stopped."""
        if not loss:
            return
        if loss[0].node is None:
            raise Stopped(Cause.NOTHING_LEARNS)
        seed = kernels.blank(self._machine, ())
        self._machine.records = False
        engine.backward(loss[0].node, seed)
        del seed
        if not self._network.features:
            loss.clear()  # a loss without a name is gone
        optimizers.step(self._spec.options.optimizer, self._network.fills)
