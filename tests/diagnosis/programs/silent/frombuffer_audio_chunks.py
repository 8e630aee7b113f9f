#: code IL202
#: also IL210
#: curable
import array

import torch
from torch import nn

torch.manual_seed(0)
buffer = bytearray(4 * 8)


def microphone():
    """Fills the one buffer again and again, as a driver does."""
    for k in range(3):
        buffer[:] = array.array("f", [float(k + i % 2) for i in range(8)]).tobytes()  #: overwrites
        yield torch.frombuffer(buffer, dtype=torch.float32)


chunks = []
for chunk in microphone():
    chunks.append(chunk)  #: saves
batch = torch.stack(chunks)
model = nn.Sequential(nn.Linear(8, 4), nn.ReLU(inplace=True), nn.Linear(4, 1))
with torch.no_grad():
    print(batch.mean(dim=1), model(batch).flatten())
