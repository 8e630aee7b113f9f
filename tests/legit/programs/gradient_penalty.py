import torch

torch.manual_seed(0)
critic = torch.nn.Sequential(torch.nn.Linear(2, 8), torch.nn.Tanh(), torch.nn.Linear(8, 1))
x = torch.randn(5, 2, requires_grad=True)
(slope,) = torch.autograd.grad(critic(x).sum(), x, create_graph=True)
penalty = ((slope.norm(dim=1) - 1) ** 2).mean()
penalty.backward()
print(round(penalty.item(), 4), critic[0].weight.grad.shape)
