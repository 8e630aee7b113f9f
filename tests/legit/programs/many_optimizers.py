import torch

for kind in ("RMSprop", "Adagrad", "Adadelta", "Adamax", "NAdam", "RAdam", "Rprop", "ASGD"):
    w = torch.tensor([1.0, -2.0], requires_grad=True)
    optimizer = getattr(torch.optim, kind)([w], lr=0.01)
    for _ in range(3):
        optimizer.zero_grad()
        (w**2).sum().backward()
        optimizer.step()
    print(kind, [round(value, 4) for value in w.tolist()])
