import torch

x = torch.zeros(3)
history = []
for step in range(3):
    x += 1
    history.append(x)
print(history[0])
