#: code IL207
#: curable
import numpy as np
import torch
from torch import Tensor, nn


@torch.library.custom_op("corpus::soft_clip", mutates_args=())
def soft_clip(x: Tensor, bound: float) -> Tensor:
    values = x.detach().numpy()
    np.tanh(values / bound, out=values)  #: overwrites
    return torch.from_numpy(values * bound)


def backward(ctx, grad):
    (output,) = ctx.saved_tensors
    return grad * (1 - (output / ctx.bound) ** 2), None


def setup_context(ctx, inputs, output):
    ctx.bound = inputs[1]
    ctx.save_for_backward(output)


soft_clip.register_autograd(backward, setup_context=setup_context)

torch.manual_seed(0)
model = nn.Linear(4, 4)
h = model(torch.randn(2, 4))
energy = h.pow(2).sum()  #: saves
loss = soft_clip(h, 0.5).sum() + energy
loss.backward()
print(model.weight.grad)
