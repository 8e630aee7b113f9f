import torch

boxes = torch.rand(3, 4, requires_grad=True)
scaled = boxes * 8

width = scaled[:, 2].____
loss = width.log().sum()
scaled[:, 0] = 0
loss.backward()
print(boxes.grad)
