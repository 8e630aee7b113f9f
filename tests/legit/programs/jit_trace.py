import torch

torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.ReLU())
x = torch.ones(1, 3)
traced = torch.jit.trace(model, x)
print(torch.equal(traced(x), model(x)), "linear" in str(traced.graph))
