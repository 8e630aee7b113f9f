import torch
from torch.optim import lr_scheduler

w = torch.nn.Parameter(torch.zeros(1))
optimizer = torch.optim.SGD([w], lr=1.0)
warm = lr_scheduler.LinearLR(optimizer, start_factor=0.1, total_iters=3)
decay = lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
chain = lr_scheduler.SequentialLR(optimizer, [warm, decay], milestones=[3])
for epoch in range(8):
    optimizer.step()
    chain.step()
    print(epoch, f"{optimizer.param_groups[0]['lr']:.4f}")
