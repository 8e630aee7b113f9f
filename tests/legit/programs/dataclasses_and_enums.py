from dataclasses import asdict, dataclass, field
from enum import Enum

import torch


class Mode(Enum):
    TRAIN = "train"
    TEST = "test"


@dataclass(order=True)
class Config:
    rate: float = 0.1
    layers: list[int] = field(default_factory=lambda: [4, 2])
    mode: Mode = Mode.TRAIN


config = Config(layers=[3, 5, 1])
net = torch.nn.Sequential(*(torch.nn.Linear(a, b) for a, b in zip(config.layers, config.layers[1:])))
print(asdict(config), [tuple(layer.weight.shape) for layer in net])
