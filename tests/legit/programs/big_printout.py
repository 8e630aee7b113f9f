import torch

torch.set_printoptions(profile="full", linewidth=160)
print(torch.arange(500).reshape(20, 25))
for row in range(100):
    print(f"{row:4d}", "*" * (row % 20))
