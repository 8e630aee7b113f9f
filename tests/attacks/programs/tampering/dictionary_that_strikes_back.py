# Keeps a tensor in a dictionary that changes while it is looked at.
# held by: fork
import torch


class Changing(dict):
    def items(self):
        self[len(self)] = torch.ones(1)
        return super().items()

    def __iter__(self):
        while True:
            yield len(self)

    values = keys = __iter__


class Endless(list):
    def __iter__(self):
        while True:
            yield torch.ones(1)


changing = Changing(x=torch.ones(3))
endless = Endless([torch.ones(3)])
