# Has its descriptors refuse what they cannot take at once.
# held by: fork
import torch

for number in (1, 2, 3):
    os.set_blocking(number, False)
x = [torch.ones(10) for _ in range(150)]
print("x" * 3000)
