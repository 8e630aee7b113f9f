import torch


class Net(torch.nn.Module):
    def forward(self, x):
        return (x * 2).relu().sum()


program = torch.export.export(Net(), (torch.ones(3),))
print(program.module()(torch.tensor([1.0, -1.0, 2.0])))
