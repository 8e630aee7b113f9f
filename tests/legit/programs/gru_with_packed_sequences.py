import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence, pad_sequence

torch.manual_seed(0)
rows = [torch.ones(length, 2) for length in (4, 2, 1)]
packed = pack_padded_sequence(pad_sequence(rows, batch_first=True), [4, 2, 1], batch_first=True)
output, _ = torch.nn.GRU(2, 3, batch_first=True)(packed)
print(*pad_packed_sequence(output, batch_first=True)[1].tolist())
