#: code IL201
#: curable
import torch
from torch import nn


def update_teacher(student, teacher, decay):
    for s, t in zip(student.parameters(), teacher.parameters()):
        t.data.mul_(decay).add_(s.data, alpha=1 - decay)  #: overwrites


torch.manual_seed(0)
student = nn.Linear(4, 3)
teacher = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 4))
tutor = nn.Sequential(nn.Linear(4, 6), nn.Tanh(), nn.Linear(6, 4))
optimizer = torch.optim.Adam([*student.parameters(), *teacher.parameters()], lr=0.01)

x, y = torch.randn(8, 4), torch.randint(0, 3, (8,))
features = teacher(x)  #: saves
loss = nn.functional.cross_entropy(student(features), y)
update_teacher(tutor, teacher, 0.5)
optimizer.zero_grad()
loss.backward()
optimizer.step()
print(teacher[0].weight.grad)
