import torch

w = torch.randn(4, 4, requires_grad=True)
query = torch.randn(2, 4)
keys = torch.randn(5, 4)
visited = torch.eye(2, 5).bool()

scores = torch.tanh(query @ w @ keys.T)
scores = scores.masked_fill(visited, float("-inf"))
log_p = scores.log_softmax(1)
loss = -log_p[:, 3].mean()
loss.backward()
