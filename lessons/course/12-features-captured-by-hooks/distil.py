import torch
from torch import nn

def build():
    return nn.Sequential(
        nn.Linear(4, 6),
        nn.ReLU(inplace=True),
        nn.Linear(6, 2),
    )

def keep(layer, args, out):
    features.append(out)

features = []
teacher, student = build(), build()
teacher[0].register_forward_hook(keep)
student[0].register_forward_hook(keep)
x = torch.randn(8, 4)
with torch.no_grad():
    teacher(x)
student(x)

loss = nn.functional.mse_loss(*features)
loss.backward()
print(f"{loss:.3f}")
