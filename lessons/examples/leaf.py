import torch

weight = torch.ones(4, requires_grad=True)
weight.sub_(0.1)
