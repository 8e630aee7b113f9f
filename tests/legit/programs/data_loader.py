import torch
from torch.utils.data import DataLoader, Dataset, random_split


class Squares(Dataset):
    def __len__(self):
        return 10

    def __getitem__(self, index):
        return torch.tensor([float(index)]), torch.tensor(index**2)


train, test = random_split(Squares(), [8, 2], generator=torch.Generator().manual_seed(0))
for inputs, targets in DataLoader(train, batch_size=3, shuffle=True, generator=torch.Generator().manual_seed(1)):
    print(inputs.squeeze(1).tolist(), targets.tolist())
print(len(test))
