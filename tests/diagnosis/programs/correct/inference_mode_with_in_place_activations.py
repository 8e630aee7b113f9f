#: nothing
import torch
import torch.nn as nn


class Embedder(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.Linear(5, 8), nn.SiLU(inplace=True), nn.Dropout(0.2), nn.Linear(8, 4))

    def forward(self, x):
        return self.net(x)


@torch.inference_mode()
def gallery(model, batches):
    model.eval()
    vectors = torch.cat([model(b) for b in batches])
    vectors /= vectors.norm(dim=1, keepdim=True).clamp_(min=1e-6)
    similarity = vectors @ vectors.t()
    similarity.fill_diagonal_(-1)
    return similarity.topk(2).indices


torch.manual_seed(0)
print(gallery(Embedder(), [torch.randn(3, 5) for _ in range(2)]))
