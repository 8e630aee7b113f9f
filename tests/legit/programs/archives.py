import gzip
import zipfile

import torch

with gzip.open("x.gz", "wt") as file:
    file.write("again " * 1000)
print(len(gzip.open("x.gz", "rt").read()))
with zipfile.ZipFile("x.zip", "w") as archive:
    archive.writestr("numbers.txt", str(torch.arange(5).tolist()))
print(zipfile.ZipFile("x.zip").read("numbers.txt").decode())
