import io

import torch

buffer = io.BytesIO()
torch.save([torch.arange(3), {"name": "x"}], buffer)
buffer.seek(0)
print(torch.load(buffer, weights_only=True))
