#: nothing
import torch
import torch.nn as nn


def set_momentum(model, momentum):
    for m in model.modules():
        if isinstance(m, nn.BatchNorm1d):
            m.momentum = momentum


def main():
    torch.manual_seed(0)
    model = nn.Sequential(nn.Linear(3, 6), nn.BatchNorm1d(6), nn.ReLU(inplace=True), nn.Linear(6, 1))
    model[1].running_mean.zero_()
    model[1].running_var.fill_(1.0)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.1)
    x = torch.randn(16, 3)
    for epoch in range(3):
        set_momentum(model, 0.5 / (epoch + 1))
        optimizer.param_groups[0]["lr"] *= 0.9
        # two forwards in training mode share one backward: batch statistics are used, not the running ones
        loss = (model(x[:8]) - 1).pow(2).mean() + (model(x[8:]) + 1).pow(2).mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    model.eval()
    with torch.no_grad():
        print(loss.item(), model(x).std().item())


main()
