import torch
import torch.nn.functional as F

torch.manual_seed(0)
q, k, v = (torch.randn(1, 2, 4, 8, requires_grad=True) for _ in range(3))
by_torch = F.scaled_dot_product_attention(q, k, v, is_causal=True)
scores = (q @ k.transpose(-1, -2)) / 8**0.5
scores = scores.masked_fill(torch.triu(torch.ones(4, 4, dtype=torch.bool), 1), float("-inf"))
by_hand = scores.softmax(-1) @ v
print(torch.allclose(by_torch, by_hand, atol=1e-5))
