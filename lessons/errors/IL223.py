import torch

torch.manual_seed(0)
image = torch.randint(150, 256, (2, 4), dtype=torch.uint8)
image += 60  #: overwrites
print(image)
