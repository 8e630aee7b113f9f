import torch


@torch.jit.script
def clamp_sum(x: torch.Tensor, low: float, high: float) -> torch.Tensor:
    total = torch.zeros(1)
    for index in range(x.size(0)):
        total += x[index].clamp(low, high)
    return total


print(clamp_sum(torch.tensor([-5.0, 0.5, 5.0]), -1.0, 1.0))
