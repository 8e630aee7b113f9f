#: code IL214
#: curable
import torch
import torch.nn as nn


class EarlyStopping:
    def __init__(self):
        self.best, self.state = float("inf"), None

    def update(self, loss, model):
        if loss < self.best:
            self.best, self.state = loss, model.state_dict()  #: saves

    def restore(self, model):
        model.load_state_dict(self.state)


def main():
    torch.manual_seed(0)
    model = nn.Linear(3, 1)
    optimizer = torch.optim.SGD(model.parameters(), lr=0.8)
    x = torch.randn(10, 3)
    y = x.sum(1, keepdim=True)
    stopper = EarlyStopping()
    for epoch in range(6):
        loss = (model(x) - y).pow(2).mean()
        stopper.update(loss.item(), model)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()  #: overwrites
    stopper.restore(model)
    print("best", stopper.best, "restored", (model(x) - y).pow(2).mean().item())


main()
