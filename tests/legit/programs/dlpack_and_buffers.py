import array

import numpy
import torch

x = torch.arange(4)
print(torch.from_dlpack(x), numpy.from_dlpack(x).sum(), torch.frombuffer(array.array("f", [1, 2]), dtype=torch.float32))
print(torch.as_tensor([[1, 2], [3, 4]]).tolist(), memoryview(x.numpy()).shape, bytes(x.to(torch.uint8).numpy()))
