import torch
from torch.utils.data import DataLoader, TensorDataset, WeightedRandomSampler

torch.manual_seed(0)
data = TensorDataset(torch.arange(6), torch.tensor([0, 0, 0, 0, 1, 1]))
sampler = WeightedRandomSampler([0.1] * 4 + [1.0] * 2, num_samples=8)
loader = DataLoader(data, batch_size=4, sampler=sampler, num_workers=0, collate_fn=lambda rows: [int(x) for x, _ in rows])
print(list(loader))
