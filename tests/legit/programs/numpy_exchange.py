import numpy as np
import torch

array = np.arange(6, dtype=np.float32).reshape(2, 3)
x = torch.from_numpy(array)
x.mul_(2)
print(array, x.numpy().sum(), torch.tensor(array.mean()))
np.save("array.npy", array)
print(np.load("array.npy").shape, np.linalg.norm(array).round(3))
print(np.random.default_rng(0).integers(0, 10, 5))
