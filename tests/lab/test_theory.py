"""The theory is held to the tracer, to the byte: layer by layer, on random networks, and by a table of families."""

from collections import Counter
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from inplace_lab.lab.measuring.figures import Figures, figures_of
from inplace_lab.lab.network.activations import ACTIVATIONS
from inplace_lab.lab.network.shapes import shapes_of
from inplace_lab.lab.network.spec import (
    Act,
    Add,
    Back,
    BatchNorm2d,
    Capture,
    Concat,
    Conv2d,
    Flatten,
    GroupNorm,
    Input,
    Linear,
    Mark,
    MaxPool2d,
    NetworkSpec,
    Options,
    Upsample,
)
from inplace_lab.lab.programs.program import program_of
from inplace_lab.lab.theory.graph import Role
from inplace_lab.lab.theory.predict import Cause, Prediction, predict
from inplace_lab.trace import Trace

from ..growth import PROPORTIONAL, growth
from ..tracer.programs import run
from .networks import networks

IN_PLACE_ERROR = "modified by an inplace operation"
SMALL = Input(batch=2, channels=4, height=4, width=5)
CONV = Conv2d(out=4, bias=False)


def small(*blocks: object, **options: object) -> NetworkSpec:
    """A small network on the CPU."""
    return NetworkSpec(input=SMALL, blocks=blocks, options=Options(device="cpu", **options))


def traced(spec: NetworkSpec, *, inplace: bool) -> tuple[Figures, Trace]:
    """What the tracer measures."""
    program = program_of(spec, inplace=inplace)
    trace = run(program.snippet.source, max_steps=5000, max_tensors=40000).trace
    assert trace.cuts == ()
    return figures_of(spec, program, trace), trace


def agrees(spec: NetworkSpec, prediction: Prediction, *, inplace: bool) -> bool:
    """The run says what was predicted; of one that broke, as far as it came."""
    return confirms(*traced(spec, inplace=inplace), prediction)


def confirms(figures: Figures, trace: Trace, prediction: Prediction) -> bool:
    """What was measured is what was predicted."""
    broke = trace.failure is not None and IN_PLACE_ERROR in trace.failure.message
    if broke and prediction.breaks:
        return (figures.forward_peak, figures.kept) == (prediction.figures.forward_peak, prediction.figures.kept)
    return trace.failure is None and not prediction.breaks and figures == prediction.figures


@dataclass
class Tally:
    """What came of random networks."""

    seen: set[tuple[NetworkSpec, bool]] = field(default_factory=set)
    counts: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)

    def count(self, spec: NetworkSpec, *, inplace: bool) -> None:
        """Run one network, unless it has been run, or crashes torch."""
        prediction = predict(spec, inplace=inplace)
        if (spec, inplace) in self.seen or Cause.CRASHES in prediction.causes:
            return
        self.seen.add((spec, inplace))
        figures, trace = traced(spec, inplace=inplace)
        right, failed = confirms(figures, trace, prediction), trace.failure is not None
        self.counts["ended"] += not failed
        self.counts["ended and exact"] += right and not failed
        if not right and not prediction.causes:
            self.wrong.append(f"{spec.model_dump_json(exclude_defaults=True)} {inplace=} {prediction.figures}")


def test_random_networks_cost_what_was_predicted() -> None:
    tally = Tally()

    @settings(
        max_examples=280,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(networks())
    def collect(spec: NetworkSpec) -> None:
        tally.count(spec, inplace=len(spec.blocks) % 3 != 0)

    collect()
    assert len(tally.seen) >= 200
    assert tally.wrong == []
    assert tally.counts["ended and exact"] >= 0.95 * tally.counts["ended"]


FORMS = [
    (name, form)
    for name, known in ACTIVATIONS.items()
    for form, there in (("module", True), ("functional", known.functional), ("method", known.in_place))
    if there
]


@pytest.mark.parametrize(("name", "form"), FORMS)
def test_activations(name: str, form: str) -> None:
    flat = (Flatten(start=2),) if name == "dropout1d" else ()
    spec = small(CONV, *flat, Act(name=name, form=form), Linear(out=3), Act(name=name, form=form, inplace="on"))
    for inplace in (False, True):
        prediction = predict(spec, inplace=inplace)
        assert prediction.causes == ()
        assert agrees(spec, prediction, inplace=inplace)


LAYERS = [
    BatchNorm2d(),
    BatchNorm2d(frozen=True),
    GroupNorm(groups=2),
    MaxPool2d(),
    Upsample(),
    Linear(),
    Linear(bias=False),
    Linear(frozen=True),
    Linear(bias=False, frozen=True),
    Conv2d(out=4, frozen=True),
    *(Conv2d(out=4, padding=(2, 1), padding_mode=mode) for mode in ("reflect", "replicate", "circular")),
]


@pytest.mark.parametrize("layer", LAYERS, ids=repr)
def test_layers(layer: object) -> None:
    for layout, dtype in (("contiguous", "float32"), ("channels_last", "bfloat16")):
        spec = small(CONV, layer, Act(name="leaky_relu"), Flatten(), Linear(), layout=layout, dtype=dtype)
        assert agrees(spec, predict(spec, inplace=True), inplace=True)


JOINS = {
    "residual": (CONV, Mark(), Act(), CONV, Add(), CONV),
    "residual in place": (CONV, Mark(), Act(name="dropout"), CONV, Add(inplace="on"), CONV),
    "itself": (CONV, Mark(), Add(inplace="on"), CONV),
    "concatenated": (CONV, Mark(), Act(name="elu"), Concat(), CONV),
    "branch dropped": (CONV, Mark(), CONV, Back(), CONV),
    "view written": (CONV, Mark(), Flatten(), Act(), Linear(), Back(), CONV),
    "one hook": (CONV, Act(), Capture(), CONV),
    "two hooks": (CONV, Act(), Capture(), CONV, Capture()),
}


@pytest.mark.parametrize("blocks", JOINS.values(), ids=JOINS)
def test_joins(blocks: tuple[object, ...]) -> None:
    for options in ({}, {"checkpoint": True}, {"optimizer": "adam", "layout": "channels_last"}):
        spec = small(*blocks, **options)
        assert agrees(spec, predict(spec, inplace=True), inplace=True)


@pytest.mark.parametrize("mode", ["train", "eval", "no_grad", "inference_mode"])
@pytest.mark.parametrize("optimizer", ["none", "sgd", "momentum", "adam"])
def test_modes_and_optimizers(mode: str, optimizer: str) -> None:
    blocks = (Conv2d(out=4), BatchNorm2d(), Act(name="rrelu"), Conv2d(out=4), Act(name="dropout2d"))
    for checkpoint in (False, True):
        spec = small(*blocks, mode=mode, optimizer=optimizer, checkpoint=checkpoint)
        assert agrees(spec, predict(spec, inplace=True), inplace=True)


def test_a_stale_save_breaks() -> None:
    spec = small(CONV, Act(name="sigmoid"), Act(), CONV)
    assert not predict(spec, inplace=False).breaks
    prediction = predict(spec, inplace=True)
    assert (prediction.breaks, prediction.figures.step_peak) == (True, 0)
    assert agrees(spec, prediction, inplace=True)


CAUSES = {
    Cause.NOTHING_LEARNS: small(Act(), Flatten()),
    Cause.REFUSED: small(CONV, Capture(), Conv2d(out=3), Capture()),
    Cause.NO_KERNEL: small(CONV, Act(name="rrelu"), dtype="float16"),
    Cause.NEGATIVE_SLOPE: small(CONV, Act(name="leaky_relu", first=-0.5)),
}


@pytest.mark.parametrize(("cause", "spec"), CAUSES.items())
def test_what_torch_refuses_is_said(cause: Cause, spec: NetworkSpec) -> None:
    prediction = predict(spec, inplace=True)
    assert prediction.causes == (cause,)
    assert cause.sentence.text
    assert not prediction.breaks
    failure = traced(spec, inplace=True)[1].failure
    assert failure is not None
    assert IN_PLACE_ERROR not in failure.message


def test_other_causes() -> None:
    assert predict(small(CONV, compiler="eager"), inplace=True).causes == (Cause.COMPILED,)
    cuda = NetworkSpec(blocks=(CONV,), options=Options(device="cuda"))
    assert predict(cuda, inplace=True).causes == (Cause.GPU,)
    assert predict(small(GroupNorm(groups=2), layout="channels_last"), inplace=True).causes == (Cause.CRASHES,)
    assert all(cause.sentence.text for cause in Cause)


# Units of one activation, four blocks: kept, forward and whole step without parameters and input, and what inference
# takes; with inplace off, and on. The output has a name, so it is there to the end of the step.
SWITCH = ((7, 8, 9.07, 2), (4, 4, 6.07, 2))
COPY = ((7, 8, 9.07, 2), (7, 8, 9.07, 2))
TABLE = {
    "relu": ((4, 5, 6.07, 2), (4, 4, 6.07, 2)),
    **dict.fromkeys(("leaky_relu", "elu", "celu", "selu"), SWITCH),
    "rrelu": ((11, 12, 13, 3), (8, 8, 9.07, 2)),
    **dict.fromkeys(("relu6", "hardtanh", "hardswish", "hardsigmoid", "silu", "mish", "threshold"), COPY),
    "dropout": ((7, 9, 9.07, 2), (7, 8, 9.07, 2)),
    "dropout2d": ((3, 5, 6.07, 2), (3, 4, 6.07, 2)),
    "alpha_dropout": ((7, 10, 10, 2), (7, 10, 10, 2)),
}


def in_units(name: str, *, inplace: bool) -> tuple[float, ...]:
    """Kept, forward, whole step and inference of four blocks, in activations, without parameters and input."""
    given = Input(batch=8, channels=64, height=32, width=32)
    blocks = (Conv2d(out=64, bias=False), Act(name=name)) * 4
    unit, weights = 8 * 64 * 32 * 32 * 4, 4 * 64 * 64 * 9 * 4
    spec = NetworkSpec(input=given, blocks=blocks, options=Options(device="cpu"))
    learned = predict(spec, inplace=inplace).figures
    inferred = predict(spec.with_options(mode="no_grad"), inplace=inplace).figures
    there = unit + weights
    taken = (learned.forward_peak, learned.step_peak, inferred.forward_peak)
    forward, step, inference = (nbytes - there for nbytes in taken)
    return tuple(round(nbytes / unit, 2) for nbytes in (learned.kept, forward, step, inference))


@pytest.mark.parametrize("name", TABLE)
def test_table(name: str) -> None:
    assert (in_units(name, inplace=False), in_units(name, inplace=True)) == TABLE[name]


def test_what_layers_keep() -> None:
    off, on = (predict(small(CONV, Act(name="hardswish"), CONV), inplace=flag).layers for flag in (False, True))
    unit = 2 * 4 * 4 * 5 * 4
    assert [(layer.label, layer.keeps, layer.adds) for layer in off] == [
        ("conv1", (Role.INPUT,), 0),
        ("hardswish1", (Role.INPUT,), unit),
        ("conv2", (Role.INPUT,), unit),
    ]
    assert [layer.keeps for layer in on] == [(Role.INPUT,), (Role.COPY,), (Role.INPUT,)]
    assert sum(layer.adds for layer in on) == 2 * unit


def test_prediction_costs_no_more_a_block_in_a_long_network() -> None:
    blocks = (Conv2d(out=4), BatchNorm2d(), Act(name="silu"), Act(name="dropout"))
    short, long = (small(*blocks * times, optimizer="adam", checkpoint=True) for times in (3, 12))
    assert shapes_of(long).misfit is None
    assert growth(lambda: predict(short, inplace=True), lambda: predict(long, inplace=True)) < PROPORTIONAL
