import torch

torch.manual_seed(0)
scale = torch.rand(3, requires_grad=True)
average = torch.full((3,), 0.5)
x = torch.randn(3, requires_grad=True)

loss = (x * scale).sum()  #: saves
with torch.no_grad(), torch.autograd._unsafe_preserve_version_counter(scale):
    scale.copy_(average)  #: overwrites

loss.backward()
print(x.grad)
