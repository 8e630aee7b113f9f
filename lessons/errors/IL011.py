import torch

w = torch.tensor([1.0, 2.0], requires_grad=True)

loss = (w**3).sum()
loss.backward(create_graph=True)
penalty = (w.grad**2).sum()  #: saves
w.grad.zero_()  #: overwrites
penalty.backward()  #: raises
