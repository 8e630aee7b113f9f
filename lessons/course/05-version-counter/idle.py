import torch

x = torch.zeros(4)
x.add_(0)
x[0] = 0
x.relu_()
print(x, x._version)
