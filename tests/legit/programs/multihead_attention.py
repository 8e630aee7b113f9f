import torch

torch.manual_seed(0)
attention = torch.nn.MultiheadAttention(8, 2, batch_first=True)
x = torch.randn(1, 3, 8)
y, weights = attention(x, x, x, key_padding_mask=torch.tensor([[False, False, True]]))
print(y.shape, weights[..., -1].abs().max().item())
