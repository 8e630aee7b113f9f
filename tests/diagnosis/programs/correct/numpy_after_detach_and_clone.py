#: nothing
import numpy as np
import torch
import torch.nn as nn


def to_picture(batch):
    image = batch[0].detach().clone().numpy()
    image -= image.min()
    image /= image.max()
    return (image * 255).astype(np.uint8)


torch.manual_seed(0)
generator = nn.Sequential(nn.Linear(4, 16), nn.Sigmoid())
optimizer = torch.optim.SGD(generator.parameters(), lr=0.1)
fake = generator(torch.randn(2, 4))
loss = fake.mean()
picture = to_picture(fake)
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(picture.max(), generator[0].bias.grad.sum().item())
