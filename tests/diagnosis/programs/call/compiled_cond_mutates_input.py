#: code IL117
#: curable
import torch


def clip_branch(x):
    x.clamp_(-1, 1)  #: overwrites
    return x * 2


def keep_branch(x):
    return x * 2


@torch.compile(backend="eager", fullgraph=True)
def step(x):
    return torch.cond(x.sum() > 3, clip_branch, keep_branch, (x,))


torch.manual_seed(0)
values = torch.randn(4)
print(step(values))  #: raises
