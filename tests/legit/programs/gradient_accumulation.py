import torch

torch.manual_seed(0)
model = torch.nn.Linear(4, 1)
data = torch.randn(8, 4)
model(data).mean().backward()
whole = model.weight.grad.clone()
model.zero_grad()
for part in data.chunk(4):
    (model(part).mean() / 4).backward()
print(torch.allclose(whole, model.weight.grad))
