import torch

image = torch.rand(3, 4)
by_column = image.t()
by_column[2:] = 0
print(image)
