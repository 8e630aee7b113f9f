import torch

torch.manual_seed(1)
model = torch.nn.Linear(3, 1)
optimizer = torch.optim.Adam(model.parameters(), lr=0.05, amsgrad=True)
x = torch.randn(16, 3)
target = x.sum(dim=1, keepdim=True)
for step in range(10):
    optimizer.zero_grad(set_to_none=True)
    loss = torch.nn.functional.mse_loss(model(x), target)
    loss.backward()
    optimizer.step()
print(round(loss.item(), 4))
