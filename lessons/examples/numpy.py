import torch

x = torch.ones(4)
array = x.numpy()
array[1] = 5
x.mul_(2)
print(array)
