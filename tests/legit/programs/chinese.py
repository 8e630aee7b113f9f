import torch

权重 = torch.tensor([1.0, 2.0, 3.0], requires_grad=True)
损失 = (权重**2).sum()
损失.backward()
print("梯度：", 权重.grad.tolist())
print("训练完成 🎉，损失 =", 损失.item())
