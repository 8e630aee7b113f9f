#: code IL113
#: curable
import numpy as np
import torch
from torch.utils.data import DataLoader, Dataset


class Tiles(Dataset):
    def __init__(self, n=6):
        rng = np.random.default_rng(0)
        self.images = rng.integers(0, 256, (n, 3, 4, 4), dtype=np.uint8)
        self.labels = np.arange(n) % 2

    def __len__(self):
        return len(self.images)

    def __getitem__(self, i):
        image = torch.from_numpy(self.images[i]).clone()  #: made
        image /= 255  #: overwrites, raises
        image -= 0.5
        return image, self.labels[i]


def main():
    torch.manual_seed(0)
    for images, labels in DataLoader(Tiles(), batch_size=3):
        print(images.shape, images.mean(), labels)


main()
