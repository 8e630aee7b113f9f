import torch
import torch.nn.functional as F

x, y = torch.tensor([[0.2, 0.8], [0.6, 0.4]]), torch.tensor([[0.0, 1.0], [1.0, 0.0]])
for loss in (F.mse_loss, F.l1_loss, F.smooth_l1_loss, F.binary_cross_entropy, F.huber_loss, F.soft_margin_loss):
    print(loss.__name__, round(loss(x, y).item(), 4))
print(round(F.kl_div(x.log(), y.softmax(1), reduction="batchmean").item(), 4))
print(F.cosine_embedding_loss(x, y, torch.ones(2)), F.triplet_margin_loss(x, y, 1 - y))
