# Makes nodes for backward whose names are as long as books.
# held by: checks
import torch

kind = type(
    "F" * 500_000,
    (torch.autograd.Function,),
    {"forward": staticmethod(lambda ctx, x: x * 2), "backward": staticmethod(lambda ctx, g: g)},
)
kind.apply(torch.ones(1, requires_grad=True)).backward()
