import numpy
import torch

array = numpy.ones(4, dtype=numpy.float32)
x = torch.from_numpy(array)
array[0] = 7
y = x * 2
y.numpy()[1] = -1
print(x, y, x._version, y._version)
