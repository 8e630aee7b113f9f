import mmap

import numpy
import torch

array = numpy.memmap("big.dat", dtype="float32", mode="w+", shape=(100,))
array[:] = 1.5
array.flush()
print(torch.from_numpy(array).sum())
with open("big.dat", "r+b") as file, mmap.mmap(file.fileno(), 0) as view:
    print(len(view))
print(torch.from_file("big.dat", size=4, dtype=torch.float32))
