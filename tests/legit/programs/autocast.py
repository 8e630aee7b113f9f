import torch

torch.manual_seed(0)
model = torch.nn.Linear(4, 4)
with torch.autocast("cpu", dtype=torch.bfloat16):
    y = model(torch.ones(2, 4))
print(y.dtype)
y.float().sum().backward()
print(model.weight.grad.dtype, model.weight.grad.sum())
