import torch

image = torch.rand(3, 4)
by_column = image.t().reshape(12)
by_column[6:] = 0
print(image)
