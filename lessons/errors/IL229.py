import torch

x = torch.tensor([1.0, 2.0, 3.0])
w = torch.zeros(3, requires_grad=True)
optimizer = torch.optim.SGD([w], lr=0.1)

for _ in range(3):
    optimizer.zero_grad()
    loss = ((w * x).sum() - 6) ** 2
    loss.backward()
    optimizer.step()  #: saves
    torch.nn.utils.clip_grad_norm_([w], max_norm=1.0)  #: overwrites
