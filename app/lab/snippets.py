"""Snippets: the programs that the Lab runs, written so that a learner can read, copy and change them."""

from ..trace import Device, Snippet
from .comparison import Layer, Mode

_IMPORTS = """\
import torch
from torch import nn
"""

_NETWORK = """\
net = nn.Sequential(
    nn.Conv2d({layer.inputs}, {layer.outputs}, kernel_size=3, stride=1, padding=1),
    nn.ReLU(inplace={inplace}),
)
x = torch.randn({layer.batch}, {layer.inputs}, {layer.size}, {layer.size})
"""

_TRAIN = """\
y = net(x)
y.sum().backward()
"""

_INFER = """\
net.eval()
with torch.no_grad():
    y = net(x)
"""

_TIMING = """\
import json
import time

import torch
from torch import nn


def build(inplace):
    conv = nn.Conv2d({layer.inputs}, {layer.outputs}, kernel_size=3, stride=1, padding=1)
    return nn.Sequential(conv, nn.ReLU(inplace=inplace))


def step(net):
{step}


def seconds(net):
    start = time.perf_counter()
    step(net)
{wait}    return time.perf_counter() - start


x = torch.randn({layer.batch}, {layer.inputs}, {layer.size}, {layer.size})
off, on = build(False), build(True)
seconds(off), seconds(on)  # the first call of each is slower, and not counted

rounds, deadline = [], time.perf_counter() + {budget}
while len(rounds) < {most} and (len(rounds) < {least} or time.perf_counter() < deadline):
    if len(rounds) % 2:  # by turns: neither side always goes first
        b, a = seconds(on), seconds(off)
    else:
        a, b = seconds(off), seconds(on)
    rounds.append((a, b))
print(json.dumps(rounds))
"""

_STEPS = {
    "train": "    net(x).sum().backward()\n    net.zero_grad()",
    "infer": "    with torch.no_grad():\n        net(x)",
}
_WAIT_FOR_GPU = "    if x.is_cuda:\n        torch.cuda.synchronize()\n"

LEAST_ROUNDS, MOST_ROUNDS, BUDGET_SECONDS = 5, 41, 0.6


def network(layer: Layer, mode: Mode, *, inplace: bool, device: Device, seed: int = 0) -> Snippet:
    """The article's two layers, one training step or one inference."""
    tail = _TRAIN if mode == "train" else _INFER
    source = f"{_IMPORTS}\n{_NETWORK.format(layer=layer, inplace=inplace)}\n{tail}"
    return Snippet(source=source, device=device, seed=seed)


def timing(layer: Layer, mode: Mode, *, device: Device, seed: int = 0) -> Snippet:
    """Both networks by turns in one process, untraced; prints the seconds of each round as JSON."""
    source = _TIMING.format(
        layer=layer, step=_STEPS[mode], wait=_WAIT_FOR_GPU, budget=BUDGET_SECONDS, most=MOST_ROUNDS, least=LEAST_ROUNDS
    )
    return Snippet(source=source, device=device, seed=seed, trace=False)
