import torch

weight = torch.ones(3, requires_grad=True)


@torch.compile(backend="eager")
def update(weight, gradient):
    weight.sub_(gradient)  #: overwrites
    return weight


update(weight, torch.ones(3))  #: raises
