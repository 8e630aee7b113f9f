"""A training step of three small models: plain, watched, recorded in full, under torch's anomaly detection.

`python -m bench.watching`
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial

import torch
from torch import nn
from torch.nn.functional import cross_entropy

from inplace_lab.tracer.frames import Program
from inplace_lab.tracer.listener import Listener
from inplace_lab.tracer.recorder import Recorder
from inplace_lab.tracer.watching.ear import Ear
from inplace_lab.tracer.watching.watch import Watch

from .clock import by_turns, show

STEPS, ROUNDS = 10, 15

Step = Callable[[], None]


def main() -> None:
    """Print the comparison for each model."""
    torch.set_num_threads(1)
    for title, make in MODELS.items():
        step = make()
        _times(step, 10)
        things = {name: _listening(step, entered) for name, entered in LISTENERS.items()}
        show(f"{STEPS} training steps: {title}", by_turns(things, ROUNDS), "plain")


def perceptron() -> Step:
    """Three layers on a batch of images of 28×28."""
    net = nn.Sequential(nn.Linear(784, 256), nn.ReLU(), nn.Linear(256, 128), nn.ReLU(), nn.Linear(128, 10))
    return _training(net, torch.randn(64, 784), torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9))


def convolutions() -> Step:
    """Two convolutions with in-place activations."""
    net = nn.Sequential(
        *(nn.Conv2d(1, 16, 3), nn.BatchNorm2d(16), nn.ReLU(inplace=True), nn.MaxPool2d(2)),
        *(nn.Conv2d(16, 32, 3), nn.ReLU(inplace=True), nn.Flatten(), nn.Linear(32 * 11 * 11, 10)),
    )
    return _training(net, torch.randn(16, 1, 28, 28), torch.optim.SGD(net.parameters(), lr=0.01, momentum=0.9))


def transformer() -> Step:
    """One layer of a transformer, and Adam, which calls many small operators."""
    layer = nn.TransformerEncoderLayer(64, 4, 128, batch_first=True)
    net = nn.Sequential(layer, nn.Flatten(), nn.Linear(16 * 64, 10))
    return _training(net, torch.randn(16, 16, 64), torch.optim.Adam(net.parameters()))


def tiny() -> Step:
    """Three layers of 32 units: hardly anything but the cost of calling."""
    net = nn.Sequential(nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 32), nn.ReLU(), nn.Linear(32, 10))
    return _training(net, torch.randn(64, 32), torch.optim.SGD(net.parameters(), lr=0.01))


MODELS = {
    "three linear layers, batch 64, SGD": perceptron,
    "two convolutions, batch 16, SGD": convolutions,
    "a transformer layer, batch 16, Adam": transformer,
    "three linear layers of 32 units, SGD": tiny,
}


def _training(net: nn.Module, x: torch.Tensor, optimizer: torch.optim.Optimizer) -> Step:
    y = torch.randint(0, 10, (len(x),))

    def step() -> None:
        optimizer.zero_grad()
        cross_entropy(net(x), y).backward()
        optimizer.step()

    return step


def _program() -> Program:
    return Program(lambda filename: "watching.py" if filename == __file__ else None)


@contextmanager
def _watched(watch: Watch) -> Iterator[None]:
    """One watch for all rounds, as for a long run."""
    with Ear(watch):
        yield
    assert watch.ended_by is None
    assert watch.nodes


@contextmanager
def _recorded() -> Iterator[None]:
    with Listener(Recorder(100_000, 1_000_000, _program())) as listener:
        yield
    assert listener.ended_by is None


LISTENERS: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "plain": nullcontext,
    "inplace_lab.watch()": partial(_watched, Watch(_program())),
    "recorded in full": _recorded,
    "torch.autograd.set_detect_anomaly(True)": lambda: torch.autograd.set_detect_anomaly(True),
    "the same without its search for nan": lambda: torch.autograd.set_detect_anomaly(True, check_nan=False),
}


def _listening(step: Step, entered: Callable[[], AbstractContextManager[object]]) -> Callable[[], None]:
    def run() -> None:
        with entered():
            _times(step, STEPS)

    return run


def _times(step: Step, count: int) -> None:
    for _ in range(count):
        step()


if __name__ == "__main__":
    main()
