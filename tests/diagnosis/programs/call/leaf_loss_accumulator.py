#: code IL101
#: curable
import torch
import torch.nn as nn


def multitask_loss(outputs, targets, weights):
    total = torch.zeros(1, requires_grad=True)  #: made
    for name, out in outputs.items():
        total += weights[name] * nn.functional.mse_loss(out, targets[name])  #: overwrites, raises
    return total


def main():
    torch.manual_seed(0)
    trunk = nn.Linear(6, 8)
    heads = nn.ModuleDict({"depth": nn.Linear(8, 1), "normal": nn.Linear(8, 3)})
    x = torch.randn(4, 6)
    targets = {"depth": torch.randn(4, 1), "normal": torch.randn(4, 3)}
    features = trunk(x).tanh()
    outputs = {name: head(features) for name, head in heads.items()}
    loss = multitask_loss(outputs, targets, {"depth": 1.0, "normal": 0.5})
    loss.backward()
    print(loss.item(), trunk.weight.grad.sum())


main()
