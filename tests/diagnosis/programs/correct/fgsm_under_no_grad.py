#: nothing
import torch
from torch import nn

torch.manual_seed(0)
model = nn.Sequential(nn.Linear(4, 8), nn.ReLU(inplace=True), nn.Linear(8, 3))
image = torch.rand(2, 4, requires_grad=True)
label = torch.tensor([1, 0])
nn.functional.cross_entropy(model(image), label).backward()
with torch.no_grad():
    image += 0.1 * image.grad.sign()
    image.clamp_(0, 1)
print(nn.functional.cross_entropy(model(image), label).item())
