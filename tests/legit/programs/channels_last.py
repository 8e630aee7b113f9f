import torch

x = torch.randn(2, 3, 4, 4).to(memory_format=torch.channels_last)
conv = torch.nn.Conv2d(3, 5, 3).to(memory_format=torch.channels_last)
y = conv(x)
print(x.stride(), y.is_contiguous(memory_format=torch.channels_last))
