#: code IL108
#: also IL101
#: curable
import torch


class AddNoise(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, noise):
        x.add_(noise)  #: overwrites
        ctx.mark_dirty(x)
        return x

    @staticmethod
    def backward(ctx, grad):
        return grad, None


torch.manual_seed(0)
latent = torch.randn(3, 2, requires_grad=True)  #: made
optimizer = torch.optim.Adam([latent], lr=0.1)
for step in range(2):
    noisy = AddNoise.apply(latent, 0.1 * torch.randn(3, 2))  #: raises
    loss = noisy.pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()
print(latent)
