import torch

torch.manual_seed(0)
scores = torch.randn(10, 2, 5, requires_grad=True)
loss = torch.nn.CTCLoss()(scores.log_softmax(2), torch.tensor([[1, 2, 3], [2, 4, 0]]), (10, 8), (3, 2))
loss.backward()
print(loss.item() > 0, scores.grad.shape)
