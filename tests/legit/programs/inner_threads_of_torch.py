import torch

torch.set_num_threads(2)
torch.manual_seed(0)
x = torch.randn(200, 200)
print((x @ torch.eye(200) - x).abs().max())
torch.set_num_threads(1)
