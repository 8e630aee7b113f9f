import torch

torch.manual_seed(0)
a, v = torch.rand(3, 3), torch.rand(3)
for _ in range(5):
    torch.mv(a, v, out=v)  #: overwrites
    v /= v.norm()
print("largest eigenvalue", (a @ v).norm().item())
