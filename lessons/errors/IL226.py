import torch

w = torch.ones(2, requires_grad=True)
(w * 3).sum().backward()
first = w.grad  #: saves
w.grad.zero_()  #: overwrites
(w * 5).sum().backward()
print("first", first, "second", w.grad)
