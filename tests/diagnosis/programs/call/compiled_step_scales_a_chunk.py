#: code IL117
#: also IL103
#: curable
import torch
import torch.nn as nn


class GLU(nn.Module):
    def __init__(self, dim):
        super().__init__()
        self.fc = nn.Linear(dim, 2 * dim)

    def forward(self, x):
        value, gate = self.fc(x).chunk(2, dim=-1)  #: made
        value *= gate.sigmoid()  #: overwrites
        return value


torch.manual_seed(0)
model = GLU(4)
compiled = torch.compile(model, backend="eager")
out = compiled(torch.randn(3, 4))  #: raises
out.sum().backward()
print(model.fc.weight.grad.norm())
