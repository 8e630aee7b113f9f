#: code IL106
#: curable
import torch
import torch.nn as nn


class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Conv1d(2, 8, 3, padding=1), nn.SiLU(inplace=True), nn.Conv1d(8, 1, 3, padding=1))

    def forward(self, x, x_self_cond=None):
        if x_self_cond is None:
            x_self_cond = torch.zeros_like(x)
        return self.net(torch.cat([x_self_cond, x], dim=1))


def p_losses(model, x0, t):
    noise = torch.randn_like(x0)
    noisy = t.sqrt() * x0 + (1 - t).sqrt() * noise
    with torch.inference_mode():
        guess = model(noisy).clamp_(-1, 1)  #: made
    guess.mul_(0.5)  #: overwrites, raises
    return nn.functional.mse_loss(model(noisy, guess), x0)


torch.manual_seed(0)
model = Denoiser()
loss = p_losses(model, torch.randn(2, 1, 8), torch.rand(2, 1, 1))
loss.backward()
print(loss.item())
