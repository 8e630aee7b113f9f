#: code IL220
#: curable
import torch
from torch import nn


def add_echo(audio, delay, strength):
    """Every sample plus one earlier sample, at half the loudness."""
    audio = audio.clone()
    audio[:, delay:].add_(audio[:, :-delay], alpha=strength)  #: overwrites
    return audio


torch.manual_seed(0)
clicks = torch.zeros(2, 8)
clicks[:, 0] = 1.0
wet = add_echo(clicks, 2, 0.5)
classifier = nn.Linear(8, 2)
with torch.no_grad():
    print(wet, classifier(wet))
