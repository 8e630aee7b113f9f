import torch
from torch import nn

emb, lstm = nn.Embedding(10, 4), nn.LSTM(4, 5, batch_first=True)
out, (h, c) = lstm(emb(torch.tensor([[1, 2, 3]])))
nn.functional.mse_loss(out, torch.zeros_like(out)).backward()
print(h, emb.weight.grad.sum())
